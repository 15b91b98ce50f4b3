"""What only a plugin or a cloud could tell: dynamic resources, remote components, imports, unknown packages."""

import pulumi
from pulumi.dynamic import CreateResult, ResourceProvider
from pulumi.dynamic import Resource as Dynamic
from short import BUCKET, QUEUE, Resource, aws


class Counting(ResourceProvider):
    def create(self, props):
        return CreateResult("1", props)


class Counter(Dynamic):
    def __init__(self, name, start):
        super().__init__(Counting(), name, {"start": start})


class Cluster(pulumi.ComponentResource):
    url: pulumi.Output[str]

    def __init__(self, name, properties):
        super().__init__("cluster:index:Cluster", name, {**properties, "url": None}, remote=True)


counter = Counter("counter", 3)
cluster = Cluster("cluster", {"size": 3})
Resource("nobodys:index:Thing", "thing", {"count": counter.id, "cluster": cluster.urn, "size": 3})
aws(BUCKET, "imported", {"bucket": "theirs"}, import_="theirs")
aws(QUEUE, "told", {"tags": {"cluster": cluster.urn}}, depends_on=[cluster])
aws(QUEUE, "below", {}, parent=cluster)
called = pulumi.runtime.call("cluster:index:Cluster/kubeconfig", {"user": "me"}, cluster)
pulumi.export("called", called.apply(lambda found: str(found)))
pulumi.export("urn", cluster.urn)
