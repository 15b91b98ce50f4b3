"""A resource below one that another run registered."""

import pulumi
from short import INSTANCE, MICRO, Component, aws

group = Component("shop:index:Group", "here")
group.urn = pulumi.Output.from_input("urn:pulumi:dev::parity::shop:index:Group::group")
aws(INSTANCE, "web", MICRO, parent=group)
