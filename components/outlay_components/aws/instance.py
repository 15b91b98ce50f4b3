"""`outlay_components.aws.Instance`: a virtual machine on EC2."""

from typing import Any, NotRequired, Optional

import pulumi
import pulumi_aws as aws
from outlay.estimate.aws.instance_size import BURSTABLE, family_of

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.making import Make


class AwsInstanceArgs(GovernedArgs):
    """The arguments of a virtual machine on EC2."""

    instance_type: pulumi.Input[str]
    """Its size, `t4g.small` say. Types with a `g` (Graviton) cost about a fifth less than their twins without."""
    image_id: pulumi.Input[str]
    """The image that it starts from, made for the type's processor."""
    subnet_id: NotRequired[pulumi.Input[str]]
    """The subnet that it stands in; one of the default network by default."""
    security_group_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The security groups that let traffic through to it."""
    root_volume_gb: NotRequired[pulumi.Input[int]]
    """Size of its root volume; that of the image by default."""
    root_volume_type: NotRequired[pulumi.Input[str]]
    """Kind of its root volume; `gp3` by default, which costs a fifth less than `gp2`."""
    public_address: NotRequired[bool]
    """Whether it gets a public IPv4 address; false by default, which saves $3.65 a month."""
    detailed_monitoring: NotRequired[bool]
    """Whether it is measured every minute; every five by default, which saves $2.10 a month."""
    unlimited_credits: NotRequired[bool]
    """Whether a burstable type may go on above its baseline for money; by default in production only."""
    spot: NotRequired[bool]
    """Whether it is bought at the spot price, some 60 to 90 percent off, and may be taken away; false by default."""
    instance_profile: NotRequired[pulumi.Input[str]]
    """Name of the instance profile that it acts as."""
    user_data: NotRequired[pulumi.Input[str]]
    """What it runs when it starts for the first time."""


class AwsInstance(Component):
    """A virtual machine on EC2: encrypted, not public, measured every five minutes, and without surprises for money.

    | default | elsewhere | in production | saves |
    |---|---|---|---|
    | root volume | gp3, encrypted | the same | a fifth of a gp2 volume |
    | public IPv4 address | none | none | $3.65 a month |
    | detailed monitoring | off | off | $2.10 a month |
    | CPU credits of burstable types | standard | unlimited | $0.04 to $0.05 for each vCPU-hour above the baseline |
    | protected from termination | no | yes | nothing: it is safe |
    | metadata service | version 2 only | the same | nothing: it is safe |

    `instance` is the raw `aws.ec2.Instance`.
    """

    instance_id: pulumi.Output[str]
    """The instance's id."""
    private_ip: pulumi.Output[str]
    """Its address within the network."""
    public_ip: pulumi.Output[str]
    """Its public address; empty where it has none."""

    def __init__(self, name: str, args: AwsInstanceArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: AwsInstanceArgs) -> None:
        """Make the instance."""
        self.instance: aws.ec2.Instance = make(
            aws.ec2.Instance,
            "instance",
            {
                "instance_type": args["instance_type"],
                "ami": args["image_id"],
                "subnet_id": args.get("subnet_id"),
                "vpc_security_group_ids": args.get("security_group_ids"),
                "associate_public_ip_address": args.get("public_address", False),
                "root_block_device": {
                    "volume_type": args.get("root_volume_type", "gp3"),
                    "volume_size": args.get("root_volume_gb"),
                    "encrypted": True,
                },
                "monitoring": args.get("detailed_monitoring", False),
                "credit_specification": _credits(make, args),
                "instance_market_options": {"market_type": "spot"} if args.get("spot") else None,
                "disable_api_termination": make.environment.choose(production=True, otherwise=None),
                "metadata_options": {"http_tokens": "required"},
                "iam_instance_profile": args.get("instance_profile"),
                "user_data": args.get("user_data"),
            },
            suffix="",
            at_creation=("root_block_device.encrypted", "associate_public_ip_address"),
        )
        self.instance_id = self.instance.id
        self.private_ip = self.instance.private_ip
        self.public_ip = self.instance.public_ip


def _credits(make: Make, args: AwsInstanceArgs) -> dict[str, Any] | None:
    """How a burstable type pays above its baseline; other types, and those that are open, have no such setting."""
    instance_type = args["instance_type"]
    if not isinstance(instance_type, str) or family_of(instance_type) not in BURSTABLE:
        return None
    is_unlimited = args.get("unlimited_credits", make.environment.is_production)
    return {"cpu_credits": "unlimited" if is_unlimited else "standard"}
