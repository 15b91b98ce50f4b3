"""What was there before the network moves."""

from short import INSTANCE, MICRO, aws

net = aws("ec2/vpc:Vpc", "net", {"cidrBlock": "10.0.0.0/16"}, delete_before_replace=True)
aws(INSTANCE, "follows", MICRO, replace_with=[net])
aws(INSTANCE, "stays", MICRO)
