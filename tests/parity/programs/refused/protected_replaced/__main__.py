"""A protected resource with a change that replaces it."""

from short import aws

aws("ec2/vpc:Vpc", "net", {"cidrBlock": "10.1.0.0/16"}, protect=True)
