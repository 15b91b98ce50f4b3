"""A protected resource that would fall with another one, which has to be deleted first."""

from short import aws

net = aws("ec2/vpc:Vpc", "net", {"cidrBlock": "10.1.0.0/16"}, delete_before_replace=True)
aws("ec2/subnet:Subnet", "web", {"vpcId": net.id, "cidrBlock": "10.0.0.0/24"}, protect=True)
