"""Options that children take from their parents, also where a transform gave them to the parent."""

import pulumi
from short import BUCKET, INSTANCE, MICRO, QUEUE, Component, Provider, aws

dublin = Provider("aws", "dublin", {"region": "eu-west-1"})
london = Provider("aws", "london", {"region": "eu-west-2"})


def to_london(args):
    if args.type_ != "shop:index:Group":
        return None
    args.opts.providers = {"aws": london}
    args.opts.protect = True
    args.opts.retain_on_delete = True
    return pulumi.ResourceTransformResult(args.props, args.opts)


group = Component("shop:index:Group", "group", pulumi.ResourceOptions(transforms=[to_london]))
inner = Component("shop:index:Inner", "inner", pulumi.ResourceOptions(parent=group))
aws("ec2/vpc:Vpc", "in-group", {"cidrBlock": "10.0.0.0/16"}, parent=group)
aws(QUEUE, "in-inner", {}, parent=inner)
aws(QUEUE, "in-inner-elsewhere", {}, parent=inner, provider=dublin, protect=False)
server = aws(INSTANCE, "server", MICRO, provider=dublin, protect=True)
aws(BUCKET, "below-a-server", {}, parent=server)
held = Component("shop:index:Held", "held", pulumi.ResourceOptions(provider=london, parent=server))
aws(BUCKET, "in-held", {}, parent=held)
aws(BUCKET, "gone-with", {}, deleted_with=server)
pulumi.export("n", 1)
