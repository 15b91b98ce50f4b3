"""Pricers of `aws:elasticache/…`: clusters, and replication groups of them. Serverless caches have no pricer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, Amount
from outlay.estimate.aws.reservation import as_reserved
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import ALL_HOURS, Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.prices.term import Payment
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.elasticache import CacheUsage

_SERVICE: Final = "AmazonElastiCache"
_AUTOSCALING: Final = "aws:appautoscaling/target:Target"
_KEEPS_SNAPSHOTS: Final = frozenset({"redis", "valkey"})
_FREE_SNAPSHOTS: Final = 1


@prices("aws:elasticache/cluster:Cluster", usage=CacheUsage)
def cluster(resource: Subject, usage: CacheUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A cluster: each hour of each node, and snapshots beyond the one that is free.

    Source: Amazon ElastiCache pricing.
    """
    inputs = resource.inputs
    if inputs.has("replicationGroupId"):
        yield Free("its nodes are charged with its replication group")
        return
    engine = inputs.item("engine") or UNKNOWN
    yield from _charges(resource, usage, engine, inputs.number("numCacheNodes", 1))


@prices("aws:elasticache/replicationGroup:ReplicationGroup", usage=CacheUsage)
def replication_group(resource: Subject, usage: CacheUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A replication group: each hour of each node of its node groups, and snapshots beyond the one that is free.

    Source: Amazon ElastiCache pricing.
    """
    engine = resource.inputs.item("engine", "redis")
    yield from _charges(resource, usage, engine, _nodes(resource.inputs, near))


def _charges(resource: Subject, usage: CacheUsage, engine: str | Unknown, nodes: Amount) -> Iterator[Charge | Free]:
    engine = engine if isinstance(engine, Unknown) else engine.lower()
    yield from independently(
        _running(resource, usage, engine, nodes),
        _snapshots(resource, usage, engine),
    )


def _running(resource: Subject, usage: CacheUsage, engine: str | Unknown, nodes: Amount) -> Iterator[Charge | Free]:
    node_type = resource.inputs.item("nodeType") or UNKNOWN
    hours = ALL_HOURS  # no interface stops it
    if isinstance(engine, Unknown):
        query = PriceQuery(_SERVICE, resource.region, engine)
    else:
        query = PriceQuery(_SERVICE, resource.region, node_type, engine)
    charge = Charge("Cache nodes", HOUR * (nodes * hours), query, hours=hours)
    for reserved in as_reserved(charge, usage, resource.inputs):
        yield _recurring(reserved) if isinstance(reserved, Charge) else reserved


def _recurring(charge: Charge) -> Charge:
    """The charge at what recurs of its price: the book's prices of caches spread what is paid partially upfront."""
    if not charge.price.term.endswith(Payment.PARTIAL_UPFRONT):
        return charge
    return replace(charge, price=replace(charge.price, dimension=f"{charge.price.dimension}/recurring"))


def _snapshots(resource: Subject, usage: CacheUsage, engine: str | Unknown) -> Iterator[Charge | Free]:
    """The snapshots that are kept beyond the free one; Memcached keeps none."""
    if engine not in _KEEPS_SNAPSHOTS or not resource.inputs.has("snapshotRetentionLimit"):
        return
    charged = resource.inputs.number("snapshotRetentionLimit").above(_FREE_SNAPSHOTS)
    if charged.open or charged.high:
        query = PriceQuery(_SERVICE, resource.region, "Backup", "storage")
        yield Charge("Backup storage", GB_MONTH * (usage.snapshot_storage_size_gb * charged), query)


def _nodes(inputs: Properties, near: Neighbours) -> Amount:
    """The nodes of all node groups, primaries and replicas: as declared, or between the ends of auto scaling."""
    shards = inputs.block("clusterMode") if inputs.has("clusterMode") and not _is_text(inputs) else inputs
    groups = _scaled(near, "NodeGroups", shards.number("numNodeGroups")) if shards.has("numNodeGroups") else None
    if groups is None:
        key = "numCacheClusters" if inputs.has("numCacheClusters") else "numberCacheClusters"
        return inputs.number(key, 1)
    replicas = _scaled(near, "Replicas", shards.number("replicasPerNodeGroup", 0))
    return groups * (replicas + 1)


def _is_text(inputs: Properties) -> bool:
    """Whether `clusterMode` is a mode (`enabled`), as it is now, and not the block of older providers."""
    return isinstance(inputs.values.get("clusterMode"), str)


def _scaled(near: Neighbours, what: str, declared: Amount) -> Amount:
    for target in near.users(_AUTOSCALING, "resourceId"):
        if target.inputs.item("scalableDimension") == f"elasticache:replication-group:{what}":
            least, most = target.inputs.number("minCapacity"), target.inputs.number("maxCapacity")
            return Amount.spanning(least, declared, most, f"auto-scaled {what}")
    return declared
