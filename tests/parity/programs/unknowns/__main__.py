"""What is open until deployment: within lists and mappings, as a whole, and in references to resources."""

import pulumi
from short import INSTANCE, MICRO, QUEUE, Component, Resource, aws

vpc = aws("ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"})
subnets = [aws("ec2/subnet:Subnet", f"subnet-{n}", {"vpcId": vpc.id, "cidrBlock": f"10.0.{n}.0/24"}) for n in range(2)]
group = Component("shop:index:Group", "group")
aws("lb/loadBalancer:LoadBalancer", "list", {"subnets": [each.id for each in subnets], "internal": True})
aws("lb/loadBalancer:LoadBalancer", "whole", {"subnets": vpc.id.apply(lambda id_: [id_]), "internal": False})
aws(QUEUE, "mapping", {"tags": {"a": "1", "vpc": vpc.id}})
aws(QUEUE, "whole-mapping", {"tags": vpc.id.apply(lambda id_: {id_: "1"})})
aws(INSTANCE, "number", {**MICRO, "cpuCoreCount": vpc.id.apply(len)})
aws(INSTANCE, "after", MICRO, depends_on=[vpc, group])
aws(INSTANCE, "nothing", {**MICRO, "userData": None, "tags": {}})
Resource("shop:index:Thing", "passed", {"vpc": vpc, "all": [vpc, {"group": group}], "nested": {"of": subnets[0]}})
Resource("kubernetes:apps/v1:Deployment", "web", {"spec": {"replicas": 3, "vpc": vpc.id}, "metadata": {"name": "web"}})
Resource("random:index/randomPet:RandomPet", "pet", {"length": 2})
Resource("random:index/randomId:RandomId", "id", {"byteLength": 4})
password = Resource(
    "random:index/randomPassword:RandomPassword",
    "password",
    {"length": 16},
    pulumi.ResourceOptions(additional_secret_outputs=["result"]),
)
pulumi.export("all", [each.id for each in subnets])
pulumi.export("whole", vpc)
pulumi.export("group", group)
