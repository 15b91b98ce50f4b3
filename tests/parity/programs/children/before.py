import pulumi
from short import Component, aws

group = Component("shop:index:Group", "group", pulumi.ResourceOptions(protect=True))
aws("ec2/vpc:Vpc", "in-group", {"cidrBlock": "10.0.0.0/16", "region": "eu-west-2"}, parent=group)
