"""Replacements of every kind, deletions, and what is kept."""

import pulumi
from short import BUCKET, INSTANCE, MICRO, QUEUE, SMALL, Provider, Resource, aws

MOVED = {**MICRO, "availabilityZone": "eu-west-1b"}

moved = aws(INSTANCE, "by-the-type", MOVED)
aws(INSTANCE, "by-the-program", {**MICRO, "tags": {"a": "2", "b": "1"}}, replace_on_changes=["tags"])
aws(INSTANCE, "by-a-nested-one", {**MICRO, "tags": {"a": "2", "b": "2"}}, replace_on_changes=["tags.a"])
aws(INSTANCE, "by-anything", SMALL, replace_on_changes=["*"])
aws(INSTANCE, "not-by-this", SMALL, replace_on_changes=["tags", "instanceType.deeper"])
aws(INSTANCE, "deleted-first", MOVED, delete_before_replace=True)
first = aws("ec2/vpc:Vpc", "deleted-with-dependents", {"cidrBlock": "10.1.0.0/16"}, delete_before_replace=True)
subnet = aws("ec2/subnet:Subnet", "dependent", {"vpcId": first.id, "cidrBlock": "10.0.0.0/24"})
aws(INSTANCE, "dependent-of-it", {**MICRO, "subnetId": subnet.id})
aws(BUCKET, "tagged-dependent", {"tags": {"vpc": first.id}})
aws(QUEUE, "named", {"name": "orders", "fifoQueue": True})
aws(QUEUE, "autonamed", {"fifoQueue": True})
aws(INSTANCE, "kept-when-replaced", MOVED, retain_on_delete=True)
aws(INSTANCE, "renamed", MICRO)
aws(INSTANCE, "protected-and-freed", MOVED, protect=False)
dublin = Provider("aws", "dublin", {"region": "eu-west-1"})
london = Provider("aws", "london", {"region": "eu-west-2"})
aws(BUCKET, "other-provider", {}, provider=london)
aws(INSTANCE, "ignoring", {**MOVED, "tags": {"a": "2"}}, ignore_changes=["tags"])
aws(QUEUE, "follows", {}, replace_with=[moved])
Resource(
    "kubernetes:core/v1:ConfigMap",
    "of-an-unknown-type",
    {"data": {"a": "2"}},
    pulumi.ResourceOptions(replace_on_changes=["data.a"]),
)
named = aws("sns/topic:Topic", "named-topic", {"name": "news", "fifoTopic": True})
aws("sns/topicSubscription:TopicSubscription", "of-the-topic", {"topic": named.id, "protocol": "sqs", "endpoint": "q"})
later = {"name": "more-news", "fifoTopic": True}
aws("sns/topic:Topic", "named-and-kept-till-later", later, delete_before_replace=False)
aws(QUEUE, "triggered", {}, replacement_trigger="2")
aws(QUEUE, "not-triggered", {}, replacement_trigger={"a": [1, "x"]})
aws(QUEUE, "triggered-for-the-first-time", {}, replacement_trigger="1")
aws(QUEUE, "triggered-by-what-is-open", {}, replacement_trigger=moved.id)
pulumi.export("n", 2)
