"""Pricers of `gcp:container/…`."""

import re
from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_HOUR, GB_MONTH, HOUR, MONTH_HOURS, VCPU_HOUR, VCPU_MONTH
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.container_nodes import BY_GCLOUD, NODES, node_charges, nodes_of_pool, zones_of_cluster
from outlay.estimate.gcp.storage import bucket_charges
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.region import region_of_inputs
from outlay.usage.gcp.container import ClusterUsage, NodePoolUsage
from outlay.usage.gcp.storage import BucketUsage

_CLUSTER: Final = "gcp:container/cluster:Cluster"
_SERVICE: Final = "KubernetesEngine"
_LOCATION_OF_ID: Final = re.compile(r"(?:^|/)(?:locations|zones)/([^/]+)/clusters/")


@prices(_CLUSTER, usage=ClusterUsage)
def cluster(resource: Subject, usage: ClusterUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Kubernetes Engine cluster: its management fee, and its nodes or, with Autopilot, what its pods request.

    The free amount of an account (one zonal or Autopilot cluster) is not subtracted.
    Source: Google Kubernetes Engine pricing.
    """
    yield from independently(_management(), _workload(resource, usage))


def _management() -> Iterator[Charge | Free]:
    yield Charge("Cluster management fee", HOUR * MONTH_HOURS, PriceQuery(_SERVICE, GLOBAL, "cluster"))


def _workload(resource: Subject, usage: ClusterUsage) -> Iterator[Charge | Free]:
    inputs = resource.inputs
    if inputs.has("enableAutopilot") and inputs.flag("enableAutopilot"):
        yield from _pod_requests(resource, usage)
        return
    _name_what_is_left_out(inputs)
    declared = tuple(enumerate(inputs.blocks("nodePools")))
    if not declared:
        yield from _default_pool(resource, usage)
        return
    pools = []
    for index, pool in declared:
        stated = usage.node_pool.get(index) or NodePoolUsage.read({}, f"node_pool[{index}].")
        pools.append(_own_pool(resource, pool, stated, f"node pool {index + 1}"))
    yield from independently(*pools)


def _pod_requests(resource: Subject, usage: ClusterUsage) -> Iterator[Charge | Free]:
    """Autopilot charges what pods request, by the hour; all of it counts as the general-purpose compute class."""
    for name, unit, level, dimension, requested in (
        ("Autopilot vCPU", VCPU_HOUR, VCPU_MONTH, "vcpu", usage.autopilot_vcpu_count),
        ("Autopilot memory", GB_HOUR, GB_MONTH, "memory", usage.autopilot_memory_gb),
        ("Autopilot ephemeral storage", GB_HOUR, GB_MONTH, "ephemeral-storage", usage.autopilot_ephemeral_storage_gb),
    ):
        query = PriceQuery(_SERVICE, resource.region, "autopilot", dimension)
        yield Charge(name, unit * (requested * MONTH_HOURS), query, level=level)


def _default_pool(resource: Subject, usage: ClusterUsage) -> Iterator[Charge | Free]:
    """The pool that a cluster begins with, unless it is told to remove it, or declares pools of its own.

    The API takes the nodes of a default pool or a list of pools, never both.
    Source: Google Kubernetes Engine API, projects.locations.clusters: nodePools, initialNodeCount.
    """
    inputs = resource.inputs
    if inputs.has("removeDefaultNodePool") and inputs.flag("removeDefaultNodePool"):
        return
    nodes_a_zone = inputs.number("initialNodeCount", NODES, BY_GCLOUD) if usage.nodes.open else usage.nodes
    nodes = nodes_a_zone * zones_of_cluster(inputs)
    yield from node_charges(resource, resource.region, inputs.block("nodeConfig"), nodes, "default pool")


def _own_pool(resource: Subject, pool: Properties, usage: NodePoolUsage, component: str) -> Iterator[Charge | Free]:
    nodes = nodes_of_pool(pool, usage.nodes, zones_of_cluster(resource.inputs))
    yield from node_charges(resource, resource.region, pool.block("nodeConfig"), nodes, component)


@prices("gcp:container/nodePool:NodePool", usage=NodePoolUsage)
def node_pool(resource: Subject, usage: NodePoolUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A pool of nodes of a cluster: its nodes, in the zones that it names or that its cluster has.

    Source: Google Kubernetes Engine pricing.
    """
    inputs = resource.inputs
    parent = near.target("cluster", _CLUSTER)
    place = parent.inputs if parent is not None else _named_cluster(resource)
    zones = None if inputs.has("location") or place is None else zones_of_cluster(place)
    region = resource.region
    if not inputs.has("location") and place is not None:
        region = parent.region if parent is not None else region_of_inputs("gcp", place.values)
    _name_what_is_left_out(parent.inputs if parent is not None else inputs)
    yield from node_charges(resource, region, inputs.block("nodeConfig"), nodes_of_pool(inputs, usage.nodes, zones))


def _named_cluster(resource: Subject) -> Properties | None:
    """What the id of a cluster outside this stack says of it: where it lies."""
    name = resource.inputs.item("cluster")
    found = _LOCATION_OF_ID.search(name) if isinstance(name, str) else None
    return Properties({"location": found[1]}, resource.reading) if found else None


def _name_what_is_left_out(inputs: Properties) -> None:
    """What else of the nodes costs money, and has no rule here."""
    if inputs.has("clusterAutoscaling"):
        inputs.assume("nodes that auto-provisioning adds are not included")
    if not inputs.has("privateClusterConfig"):
        inputs.assume("external addresses of the nodes are not included")


@prices("gcp:container/registry:Registry", usage=BucketUsage)
def registry(resource: Subject, usage: BucketUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A container registry: the bucket behind it, of Standard storage in a multi-region.

    Source: Google Cloud, Container Registry pricing: the storage and network prices of Cloud Storage.
    """
    location = resource.inputs.item("location", "US")
    where = location.lower() if isinstance(location, str) else location
    yield from bucket_charges(where, "STANDARD", usage)
