"""Resources under other names, types and parents than before, and their children, which follow."""

import pulumi
from pulumi import ROOT_STACK_RESOURCE, Alias, ResourceOptions
from short import BUCKET, INSTANCE, MICRO, QUEUE, Component, aws

aws(INSTANCE, "renamed", MICRO, aliases=[Alias(name="never"), Alias(name="named")])
aws(QUEUE, "typed", {}, aliases=[Alias(type_="aws:sqs/oldQueue:Queue")])
parent = Component("shop:index:Parent", "parent")
aws(INSTANCE, "at-the-root", MICRO, parent=parent, aliases=[Alias(parent=ROOT_STACK_RESOURCE)])
holder = Component("shop:index:Holder", "holder")
aws(INSTANCE, "freed", MICRO, aliases=[Alias(name="held", parent=holder)])
whole = "urn:pulumi:dev::parity::aws:ec2/instance:Instance::whole"
aws(INSTANCE, "by-urn", MICRO, parent=parent, aliases=[whole])
store = Component("shop:index:Shop", "store", ResourceOptions(aliases=[Alias(name="shop")]))
aws(BUCKET, "store-files", {}, parent=store)
aws(BUCKET, "other", {}, parent=store)
inner = Component("shop:index:Inner", "store-inner", ResourceOptions(parent=store))
aws(QUEUE, "store-inner-queue", {}, parent=inner)
kind = Component("shop:index:NewKind", "kind", ResourceOptions(aliases=[Alias(type_="shop:index:OldKind")]))
aws(QUEUE, "below-kind", {}, parent=kind)
both = Component("shop:index:Both", "both-now", ResourceOptions(aliases=[Alias(name="both"), Alias(name="neither")]))
aws(QUEUE, "queue-now", {}, parent=both, aliases=[Alias(name="both-now-queue")])
pulumi.export("urn", inner.urn)
