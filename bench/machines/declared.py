"""The same machines, with the same inputs, declared in each of the ways that are compared."""

from collections.abc import Callable, Mapping
from typing import Final

import pulumi
import pulumi_aws as aws
from outlay_components import aws as components
from outlay_components import govern

TYPE: Final = "t4g.small"
IMAGE: Final = "ami-0abcdef1234567890"


class Machine(pulumi.ComponentResource):
    """What a program without Outlay has: a component of its own around the raw resource."""

    def __init__(self, name: str, tags: Mapping[str, str] | None) -> None:
        super().__init__("bench:index:Machine", name)
        instance = aws.ec2.Instance(
            name,
            instance_type=TYPE,
            ami=IMAGE,
            associate_public_ip_address=False,
            root_block_device={"volume_type": "gp3", "encrypted": True, "tags": tags},
            monitoring=False,
            credit_specification={"cpu_credits": "standard"},
            metadata_options={"http_tokens": "required"},
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        outputs = {"instance_id": instance.id, "private_ip": instance.private_ip, "public_ip": instance.public_ip}
        self.register_outputs(outputs)


def raw(count: int) -> None:
    """Raw resources with tags by hand, and the one budget of the stack."""
    tags = {"owner": "team-a", "environment": pulumi.get_stack(), "outlay-budget": "machines_dev"}
    aws.budgets.Budget("outlay-budget", budget_type="COST", time_unit="MONTHLY", limit_amount="9", limit_unit="USD")
    for number in range(count):
        Machine(f"machine-{number}", tags)


def component(count: int) -> None:
    """The component of Outlay, which brings tags and budget along."""
    for number in range(count):
        components.Instance(f"machine-{number}", {"instance_type": TYPE, "image_id": IMAGE})


def governed(count: int) -> None:
    """Raw resources without tags, governed by one call."""
    govern(volume_tags=False)
    for number in range(count):
        Machine(f"machine-{number}", None)


SIDES: Final[Mapping[str, Callable[[int], None]]] = {"raw": raw, "component": component, "governed": governed}
