"""A resource that is replaced with another, which is deleted first."""

from short import INSTANCE, MICRO, aws

net = aws("ec2/vpc:Vpc", "net", {"cidrBlock": "10.1.0.0/16"}, delete_before_replace=True)
aws(INSTANCE, "follows", MICRO, replace_with=[net])
aws(INSTANCE, "stays", MICRO)
