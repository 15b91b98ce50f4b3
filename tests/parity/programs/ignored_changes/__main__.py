"""Changes that the program says to ignore: whole properties, nested ones, in lists, by wildcard."""

import pulumi
from short import INSTANCE, MICRO, QUEUE, SMALL, aws

DISKS = [{"volumeSize": 11, "volumeType": "gp3"}, {"volumeSize": 21, "volumeType": "gp3"}]
LONGER = [*DISKS, {"volumeSize": 30, "volumeType": "gp3"}]
RULES = [{"protocol": "udp", "fromPort": port, "toPort": port, "cidrBlocks": ["11.0.0.0/8"]} for port in (23, 81)]
MORE = [*RULES, {"protocol": "icmp", "fromPort": 0, "toPort": 0}]
GROUP = "ec2/securityGroup:SecurityGroup"
TAGS = {"a": "2", "b": "2", "with.dot": "2", "new": "2"}

aws(INSTANCE, "whole", SMALL, ignore_changes=["instanceType"])
aws(INSTANCE, "nested", {**MICRO, "tags": TAGS}, ignore_changes=["tags.a", 'tags["with.dot"]', "tags.new"])
aws(INSTANCE, "absent", SMALL, ignore_changes=["tags.a", "tags"])
aws(INSTANCE, "list", {**MICRO, "ebsBlockDevices": DISKS}, ignore_changes=["ebsBlockDevices[0].volumeSize"])
aws(INSTANCE, "wildcard", {**MICRO, "ebsBlockDevices": DISKS}, ignore_changes=["ebsBlockDevices[*].volumeType"])
aws(
    INSTANCE,
    "longer",
    {**MICRO, "ebsBlockDevices": LONGER},
    ignore_changes=["ebsBlockDevices[2].volumeSize", "ebsBlockDevices[*].volumeType", "ebsBlockDevices[2]"],
)
aws(INSTANCE, "everything", {**SMALL, "tags": TAGS}, ignore_changes=["*"])
aws(INSTANCE, "created-with", {**MICRO, "userData": "new"}, ignore_changes=["userData"])
aws(GROUP, "in-a-list", {"ingress": RULES}, ignore_changes=["ingress[0].protocol", "ingress[1].cidrBlocks[0]"])
aws(GROUP, "everywhere-in-a-list", {"ingress": RULES}, ignore_changes=["ingress[*].fromPort", "ingress[*].missing"])
aws(GROUP, "of-another-length", {"ingress": MORE}, ignore_changes=["ingress[*].fromPort", "ingress[2]", "ingress[9]"])
aws(GROUP, "whole-items", {"ingress": MORE}, ignore_changes=["ingress[*]"])
aws(QUEUE, "not-there", {"tags": {"a": "1"}}, ignore_changes=["delaySeconds", "a.b.c", "tags.a"])
aws(QUEUE, "new", {"delaySeconds": 3}, ignore_changes=["delaySeconds"])
pulumi.export("n", len(LONGER))
