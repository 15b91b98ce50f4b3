"""The same search as the standard wants it."""

import pulumi_aws as aws

OWNED = {"owner": "search-team"}

machine = aws.ec2.Instance(
    "search",
    ami="ami-0abcdef1234567890",
    instance_type="m6i.large",
    root_block_device={"volume_type": "gp3", "volume_size": 200, "tags": OWNED},
    tags=OWNED,
)
aws.ec2.Eip("spare", instance=machine.id, tags=OWNED)
aws.cloudwatch.LogGroup("search", retention_in_days=30, tags=OWNED)
