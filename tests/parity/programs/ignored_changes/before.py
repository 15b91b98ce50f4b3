import pulumi
from short import INSTANCE, MICRO, QUEUE, aws

DISKS = [{"volumeSize": 10, "volumeType": "gp2"}, {"volumeSize": 20, "volumeType": "gp2"}]
RULES = [{"protocol": "tcp", "fromPort": port, "toPort": port, "cidrBlocks": ["10.0.0.0/8"]} for port in (22, 80)]
TAGS = {"a": "1", "b": "1", "with.dot": "1"}

aws(INSTANCE, "whole", MICRO)
aws(INSTANCE, "nested", {**MICRO, "tags": TAGS})
aws(INSTANCE, "absent", {**MICRO, "tags": {"a": "1"}})
aws(INSTANCE, "list", {**MICRO, "ebsBlockDevices": DISKS})
aws(INSTANCE, "wildcard", {**MICRO, "ebsBlockDevices": DISKS})
aws(INSTANCE, "longer", {**MICRO, "ebsBlockDevices": DISKS})
aws(INSTANCE, "everything", {**MICRO, "tags": TAGS})
aws(INSTANCE, "created-with", {**MICRO, "userData": pulumi.Output.secret("old")})
for name in ("in-a-list", "everywhere-in-a-list", "of-another-length", "whole-items"):
    aws("ec2/securityGroup:SecurityGroup", name, {"ingress": RULES})
aws(QUEUE, "not-there", {})
