"""A program that breaks the financial standard in every resource; `mended/` is the same as the standard wants it."""

import pulumi_aws as aws

aws.ec2.Instance(
    "search",
    ami="ami-0abcdef1234567890",
    instance_type="m4.large",
    root_block_device={"volume_type": "gp2", "volume_size": 200},
)
aws.ec2.Eip("spare")
aws.cloudwatch.LogGroup("search")
