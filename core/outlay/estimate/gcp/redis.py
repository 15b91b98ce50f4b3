"""Pricers of `gcp:redis/…` (Memorystore)."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_HOUR, HOUR, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.gcp.redis import ClusterUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "CloudMemorystore"
_CAPACITY_TIERS: Final = (("M1", 4), ("M2", 10), ("M3", 35), ("M4", 100))
"""The tiers in which a GB has its price, each with the GB of an instance up to which it holds."""
_LARGEST_TIER: Final = "M5"
_TIERS: Final = {"BASIC": "basic", "STANDARD_HA": "standard"}
_KEPT_GB: Final = {
    "REDIS_SHARED_CORE_NANO": 2,
    "REDIS_STANDARD_SMALL": 7,
    "REDIS_HIGHMEM_MEDIUM": 13,
    "REDIS_HIGHMEM_XLARGE": 58,
}
"""GB that persistence is charged for a shard by node type: the node's keyspace, rounded up."""


@prices("gcp:redis/instance:Instance")
def instance(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Memorystore for Redis instance: its GB by capacity tier and service tier, each hour.

    With read replicas each node is charged, at prices of their own.
    Source: Google Cloud, Memorystore for Redis pricing.
    """
    inputs = resource.inputs
    memory = inputs.number("memorySizeGb")
    tier = inputs.text("tier", "BASIC").upper()
    if tier not in _TIERS:
        raise OpenValue("tier", f"is {tier}, which is no service tier")
    dimension = _TIERS[tier]
    nodes = Amount.exactly(1, "nodes")
    if inputs.text("readReplicasMode").upper() == "READ_REPLICAS_ENABLED":
        dimension = f"{dimension}/read-replicas"
        nodes = inputs.number("replicaCount", 2) + 1
    query = PriceQuery(_SERVICE, resource.region, _capacity_tier(memory), dimension)
    yield Charge("Redis instance", GB_HOUR * (memory * nodes * MONTH_HOURS), query)


@prices("gcp:redis/cluster:Cluster", usage=ClusterUsage)
def cluster(resource: Subject, usage: ClusterUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Memorystore for Redis cluster: its nodes by type, what it persists, and its backups.

    A shard is one node with its replicas.
    Source: Google Cloud, Memorystore for Redis Cluster pricing.
    """
    yield from independently(_nodes(resource), _persistence(resource), _backups(resource, usage))


def _nodes(resource: Subject) -> Iterator[Charge | Free]:
    nodes = resource.inputs.number("shardCount") * (resource.inputs.number("replicaCount", 0) + 1)
    query = PriceQuery(_SERVICE, resource.region, _node_type(resource), "cluster-node")
    yield Charge("Cluster nodes", HOUR * (nodes * MONTH_HOURS), query)


def _persistence(resource: Subject) -> Iterator[Charge | Free]:
    """The append-only file; snapshots (RDB) cost nothing of their own."""
    if resource.inputs.block("persistenceConfig").text("mode").upper() != "AOF":
        return
    node_type = _node_type(resource)
    kept = _KEPT_GB.get(node_type) if isinstance(node_type, str) else None
    if kept is None:
        size = Amount.unknown("GB a shard", "how much a node of this type holds is not known")
    else:
        size = Amount.exactly(kept, "GB a shard")
    quantity = GB_HOUR * (resource.inputs.number("shardCount") * size * MONTH_HOURS)
    yield Charge("AOF persistence", quantity, PriceQuery(_SERVICE, resource.region, "aof-storage"))


def _backups(resource: Subject, usage: ClusterUsage) -> Iterator[Charge | Free]:
    if resource.inputs.has("automatedBackupConfig") or not usage.backup_storage_gb.open:
        query = PriceQuery(_SERVICE, resource.region, "backup")
        yield Charge("Backups", GB_HOUR * (usage.backup_storage_gb * MONTH_HOURS), query)


def _node_type(resource: Subject) -> str | Unknown:
    node_type = resource.inputs.item("nodeType", "REDIS_HIGHMEM_MEDIUM")
    return node_type.upper() if isinstance(node_type, str) else node_type


def _capacity_tier(memory: Amount) -> str | Unknown:
    """The capacity tier of an instance by its GB, open where these are."""
    if memory.open:
        return UNKNOWN
    return next((tier for tier, most in _CAPACITY_TIERS if memory.expected <= most), _LARGEST_TIER)
