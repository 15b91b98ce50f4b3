import pulumi
from short import BUCKET, INSTANCE, MICRO, QUEUE, Component, Resource, aws

aws(INSTANCE, "named", MICRO)
Resource("aws:sqs/oldQueue:Queue", "typed", {})
aws(INSTANCE, "at-the-root", MICRO)
holder = Component("shop:index:Holder", "holder")
aws(INSTANCE, "held", MICRO, parent=holder)
aws(INSTANCE, "whole", MICRO)
shop = Component("shop:index:Shop", "shop")
aws(BUCKET, "shop-files", {}, parent=shop)
aws(BUCKET, "other", {}, parent=shop)
inner = Component("shop:index:Inner", "shop-inner", pulumi.ResourceOptions(parent=shop))
aws(QUEUE, "shop-inner-queue", {}, parent=inner)
kind = Component("shop:index:OldKind", "kind")
aws(QUEUE, "below-kind", {}, parent=kind)
both = Component("shop:index:Both", "both")
aws(QUEUE, "both-queue", {}, parent=both)
