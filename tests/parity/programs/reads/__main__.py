"""Resources that exist already: read, taken over, given up, read under another id."""

import pulumi
from short import BUCKET, INSTANCE, MICRO, QUEUE, Component, Provider, aws

dublin = Provider("aws", "dublin", {"region": "eu-west-1"})
group = Component("shop:index:Group", "group")
aws(INSTANCE, "managed-before", id="i-0123456789abcdef9")
aws(INSTANCE, "read-before", MICRO)
aws(INSTANCE, "read-twice", id="i-0123456789abcdef2")
read = aws(BUCKET, "files", id="the-files", parent=group)
elsewhere = aws("ec2/vpc:Vpc", "elsewhere", {}, id="vpc-1", provider=dublin, additional_secret_outputs=["cidrBlock"])
aws("ec2/subnet:Subnet", "within", {"vpcId": elsewhere.id, "cidrBlock": "10.0.0.0/24"})
aws(QUEUE, "told", {"tags": {"bucket": read.id, "urn": read.urn}}, depends_on=[read])
aws(BUCKET, "imported-before", {"bucket": "a-name"}, import_="a-name")
pulumi.export("vpc", elsewhere.id)
