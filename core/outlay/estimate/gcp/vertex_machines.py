"""Pricers of what runs on machines of `gcp:vertex/…`: models that serve, indexes, feature stores, training clusters.

Not here: what is charged by use alone (`vertex`).
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, GPU_HOUR, HOUR, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import UNKNOWN
from outlay.usage.gcp.vertex import StorageUsage
from outlay.usage.model import NoUsage

SERVICE: Final = "VertexAI"
_INDEX_MACHINE: Final = "e2-standard-16"
_INDEX_REPLICAS: Final = 2
_DISK_GB: Final = 100


def machines(
    resource: Subject, spec: Properties, count: Amount, kind: str, component: str = "", term: str = ON_DEMAND
) -> Iterator[Charge | Free]:
    """So many machines of a specification every hour of the month, with their accelerators."""
    hours = count * MONTH_HOURS
    query = PriceQuery(SERVICE, resource.region, spec.item("machineType") or UNKNOWN, kind, term)
    yield Charge("Machines", HOUR * hours, query, component)
    if spec.has("acceleratorType"):
        each = spec.number("acceleratorCount", 1)
        query = PriceQuery(SERVICE, resource.region, spec.item("acceleratorType"), f"{kind}-accelerator", term)
        yield Charge("Accelerators", GPU_HOUR * (hours * each), query, component)


def replicas(resources: Properties, least_default: int = 1) -> Amount:
    """Between the least and the most replicas; Google's default for the most is the least."""
    least = resources.number("minReplicaCount", least_default)
    if not resources.has("maxReplicaCount"):
        return least
    return Amount.spanning(least, least, resources.number("maxReplicaCount"), "replicas")


@prices("gcp:vertex/aiEndpointWithModelGardenDeployment:AiEndpointWithModelGardenDeployment")
def garden_endpoint(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A model of the garden at an endpoint: every hour of the machines that serve it.

    Source: Vertex AI pricing, prediction.
    """
    dedicated = resource.inputs.block("deployConfig").block("dedicatedResources")
    is_spot = dedicated.has("spot") and dedicated.flag("spot")
    term = "spot" if is_spot else ON_DEMAND
    yield from machines(resource, dedicated.block("machineSpec"), replicas(dedicated), "prediction", term=term)


@prices("gcp:vertex/aiDeploymentResourcePool:AiDeploymentResourcePool")
def resource_pool(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A pool that models share: every hour of its machines.

    Source: Vertex AI pricing, prediction.
    """
    dedicated = resource.inputs.block("dedicatedResources")
    yield from machines(resource, dedicated.block("machineSpec"), replicas(dedicated), "prediction")


@prices("gcp:vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex")
def deployed_index(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A deployed index: every hour of the machines that serve it, chosen by Google where no one says which.

    Source: Vertex AI pricing, vector search.
    """
    inputs = resource.inputs
    if inputs.has("dedicatedResources"):
        dedicated = inputs.block("dedicatedResources")
        yield from machines(resource, dedicated.block("machineSpec"), replicas(dedicated), "vector-search")
        return
    inputs.assume(f"it is served by {_INDEX_MACHINE} (the provider's default)")
    count = replicas(inputs.block("automaticResources"), _INDEX_REPLICAS)
    query = PriceQuery(SERVICE, resource.region, _INDEX_MACHINE, "vector-search")
    yield Charge("Machines", HOUR * (count * MONTH_HOURS), query)


@prices("gcp:vertex/aiFeatureStore:AiFeatureStore", usage=StorageUsage)
def feature_store(resource: Subject, usage: StorageUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A feature store (legacy): every hour of its serving nodes, and what it keeps.

    Source: Vertex AI pricing, Feature Store (Legacy).
    """
    serving = resource.inputs.block("onlineServingConfig")
    if serving.has("scaling"):
        scaling = serving.block("scaling")
        least = scaling.number("minNodeCount")
        nodes = Amount.spanning(least, least, scaling.number("maxNodeCount"), "nodes")
    else:
        nodes = serving.number("fixedNodeCount", 0)
    query = PriceQuery(SERVICE, resource.region, "Feature store node", "legacy")
    yield Charge("Serving nodes", HOUR * (nodes * MONTH_HOURS), query)
    stored = PriceQuery(SERVICE, resource.region, "Feature store storage", "legacy")
    yield Charge("Storage", GB_MONTH * usage.storage_gb, stored)


@prices("gcp:vertex/aiFeatureOnlineStore:AiFeatureOnlineStore", usage=StorageUsage)
def online_store(resource: Subject, usage: StorageUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An online store: every hour of its nodes, on Bigtable or optimized, and what it keeps.

    Source: Vertex AI pricing, Feature Store.
    """
    inputs = resource.inputs
    kind = "bigtable" if inputs.has("bigtable") else "optimized"
    if kind == "bigtable":
        scaling = inputs.block("bigtable").block("autoScaling")
        least = scaling.number("minNodeCount")
        nodes = Amount.spanning(least, least, scaling.number("maxNodeCount"), "nodes")
    else:
        nodes = Amount.exactly(1, "nodes")
        inputs.assume("the optimized online store has one node")
    query = PriceQuery(SERVICE, resource.region, "Feature store node", kind)
    yield Charge("Serving nodes", HOUR * (nodes * MONTH_HOURS), query)
    yield Charge("Storage", GB_MONTH * usage.storage_gb, PriceQuery(SERVICE, resource.region, "Online storage", kind))


@prices("gcp:vertex/aiPersistentResource:AiPersistentResource")
def persistent_resource(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A cluster that waits for training jobs: every hour of each pool's machines, used or not, and their disks.

    Source: Vertex AI pricing, custom-trained models.
    """
    for number, pool in enumerate(resource.inputs.blocks("resourcePools"), 1):
        component = f"pool {number}"
        count = pool.number("replicaCount", 1)
        if pool.has("autoscalingSpec"):
            scaling = pool.block("autoscalingSpec")
            least = scaling.number("minReplicaCount", 1)
            count = Amount.spanning(least, count, scaling.number("maxReplicaCount"), "replicas")
        yield from machines(resource, pool.block("machineSpec"), count, "training", component)
        disk = pool.block("diskSpec")
        size = disk.number("bootDiskSizeGb", _DISK_GB) * count
        query = PriceQuery(SERVICE, resource.region, disk.item("bootDiskType", "pd-ssd"), "training-disk")
        yield Charge("Boot disks", GB_MONTH * size, query, component)
    if not resource.inputs.blocks("resourcePools"):
        query = PriceQuery(SERVICE, resource.region, UNKNOWN, "training")
        yield Charge("Machines", HOUR * Amount.unknown("machines", "resourcePools is not set"), query)
