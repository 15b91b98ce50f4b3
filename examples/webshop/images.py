"""Which machine image a virtual machine starts from."""

import pulumi
import pulumi_aws as aws


def amazon_linux(options: pulumi.InvokeOptions | None = None) -> str:
    """The newest Amazon Linux 2023, in the region of the options' provider."""
    return aws.ec2.get_ami(
        owners=["amazon"],
        most_recent=True,
        filters=[{"name": "name", "values": ["al2023-ami-2023.*-x86_64"]}],
        opts=options,
    ).id
