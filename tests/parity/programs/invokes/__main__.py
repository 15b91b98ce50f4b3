"""Functions of providers: known ones, answered by the standard, unknown ones, and their transforms."""

import pulumi
from short import BUCKET, INSTANCE, MICRO, Component, Provider, aws


def elsewhere(args):
    if "getAvailabilityZones" in args.token:
        opts = pulumi.InvokeOptions.merge(args.opts, pulumi.InvokeOptions(provider=dublin))
        return pulumi.InvokeTransformResult(args.args, opts)
    if "getAmi" in args.token:
        return pulumi.InvokeTransformResult({**args.args, "owners": ["self"]}, args.opts)
    return None


def ask(token, arguments, options=None):
    return pulumi.runtime.invoke(token, arguments, options).value


dublin = Provider("aws", "dublin", {"region": "eu-west-1"})
ohio = Provider("aws", "ohio", {"region": "us-east-2"})
within = Component("shop:index:Shop", "shop", pulumi.ResourceOptions(providers=[ohio]))
before = ask("aws:index/getAvailabilityZones:getAvailabilityZones", {})
of_parent = ask("aws:index/getRegion:getRegion", {}, pulumi.InvokeOptions(parent=within))
of_provider = ask("aws:index/getRegion:getRegion", {}, pulumi.InvokeOptions(provider=dublin))
pulumi.runtime.register_invoke_transform(elsewhere)
zones = ask("aws:index/getAvailabilityZones:getAvailabilityZones", {"state": "available"})
ami = ask("aws:ec2/getAmi:getAmi", {"owners": ["amazon"], "mostRecent": True})
answered = ask("aws:ssm/getParameter:getParameter", {"name": "size"})
unknown = ask("aws:nobody/getKnows:getKnows", {"question": 42})
here = ask("aws:index/getCallerIdentity:getCallerIdentity", {})
bucket = aws(BUCKET, "files", {})
secret = ask("aws:secretsmanager/getSecretVersion:getSecretVersion", {"secretId": pulumi.Output.secret("a")})
resting = pulumi.runtime.invoke_output(
    "aws:index/getRegion:getRegion", {}, pulumi.InvokeOutputOptions(depends_on=[bucket])
)
for zone in zones["names"]:
    aws(INSTANCE, f"in-{zone}", {**MICRO, "availabilityZone": zone, "ami": ami["id"]})
aws(INSTANCE, "answered", {**MICRO, "instanceType": answered["value"]})
aws(INSTANCE, "unknown", {**MICRO, "userData": (unknown or {}).get("answer", "none")})
aws(BUCKET, "resting", {"tags": {"region": resting.apply(lambda found: str(found))}})
pulumi.export("zones", before["names"])
pulumi.export("parent", of_parent.get("region") or of_parent.get("name"))
pulumi.export("provider", of_provider.get("region") or of_provider.get("name"))
pulumi.export("account", here["accountId"])
pulumi.export("secret", secret)
