"""Resources in wire names and without their SDKs, whose import takes longer than a preview."""

import pulumi


class Resource(pulumi.CustomResource):
    def __init__(self, type_, name, properties=None, options=None):
        super().__init__(type_, name, properties or {}, options)


class Provider(pulumi.ProviderResource):
    def __init__(self, package, name, properties=None, options=None):
        super().__init__(package, name, properties or {}, options)


class Component(pulumi.ComponentResource):
    def __init__(self, type_, name, options=None):
        super().__init__(type_, name, {}, options)


def aws(type_, name, properties=None, **options):
    return Resource(f"aws:{type_}", name, properties, pulumi.ResourceOptions(**options))


def gcp(type_, name, properties=None, **options):
    return Resource(f"gcp:{type_}", name, properties, pulumi.ResourceOptions(**options))


INSTANCE = "ec2/instance:Instance"
BUCKET = "s3/bucket:Bucket"
QUEUE = "sqs/queue:Queue"
MICRO = {"instanceType": "t3.micro", "ami": "ami-1", "availabilityZone": "eu-west-1a"}
SMALL = {**MICRO, "instanceType": "t3.small"}
