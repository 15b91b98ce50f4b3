"""Outputs of another stack: plain, structured, secret, and one that is not there."""

import pulumi
from short import INSTANCE, MICRO, Component, aws

network = pulumi.StackReference("organization/network/prod")
again = pulumi.StackReference("again", stack_name="organization/network/prod")
within = Component("shop:index:Shop", "shop")
pulumi.StackReference("third", "organization/network/prod", opts=pulumi.ResourceOptions(parent=within))
aws(INSTANCE, "web", {**MICRO, "subnetId": network.require_output("subnets")[0]})
aws(INSTANCE, "sized", {**MICRO, "instanceType": network.get_output("size"), "userData": again.get_output("password")})
aws(INSTANCE, "absent", {**MICRO, "keyName": network.get_output("absent")})
pulumi.export("zones", network.get_output("zones"))
pulumi.export("password", network.get_output("password"))
pulumi.export("details", network.get_output_details("size").value if False else network.name)
