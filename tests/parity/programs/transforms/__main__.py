"""Transforms of the stack, of a component and of a resource, which see what is open and what is secret."""

import pulumi
from short import BUCKET, INSTANCE, MICRO, QUEUE, Component, Provider, aws


def tagging(args):
    if not args.type_.startswith("aws:"):
        return None
    tags = {**args.props.get("tags", {}), "stack": "dev"}
    return pulumi.ResourceTransformResult({**args.props, "tags": tags}, args.opts)


def protecting(args):
    args.opts.protect = True
    return pulumi.ResourceTransformResult(args.props, args.opts)


def options(args):
    opts = pulumi.ResourceOptions.merge(
        args.opts,
        pulumi.ResourceOptions(
            aliases=[pulumi.Alias(name="called-before")],
            ignore_changes=["instanceType"],
            provider=dublin,
            additional_secret_outputs=["privateIp"],
            retain_on_delete=True,
            depends_on=[first],
        ),
    )
    return pulumi.ResourceTransformResult(args.props, opts)


def only_properties(args):
    return pulumi.ResourceTransformResult({**args.props, "tags": {"seen": sorted(args.props)[0]}}, args.opts)


first = aws(BUCKET, "before-the-transform", {})
dublin = Provider("aws", "dublin", {"region": "eu-west-1"})
pulumi.runtime.register_resource_transform(tagging)
key = pulumi.Output.secret("s3cret")
component = Component("shop:index:Shop", "shop", pulumi.ResourceOptions(transforms=[protecting]))
aws(INSTANCE, "in-component", {**MICRO, "subnetId": first.id}, parent=component)
aws(INSTANCE, "called-now", MICRO, transforms=[options])
aws(INSTANCE, "open-and-secret", {**MICRO, "userData": key, "tags": {"open": first.id, "secret": key, "plain": "p"}})
aws(
    INSTANCE,
    "own",
    {**MICRO, "subnetId": first.id, "securityGroups": [first.arn if False else first.id, "sg-1"]},
    transforms=[only_properties],
)
aws(QUEUE, "rests-on-two", {"name": pulumi.Output.concat(first.id, "-", component.urn)}, transforms=[only_properties])
pulumi.export("key", key)
