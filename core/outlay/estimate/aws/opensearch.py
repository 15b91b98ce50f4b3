"""Pricers of `aws:opensearch/…`: domains. Their older name is `aws:elasticsearch/…`; collections have no pricer."""

from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, Decimal
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, IOPS_MONTH, MIBPS_MONTH, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import ALL_HOURS, Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonES"
_DEFAULT_TYPE: Final = "m4.large.search"
_DEFAULT_MASTERS: Final = 3
_DEFAULT_VOLUME: Final = "gp2"
_GP3_SMALL_GB: Final = 170
_GP3_SMALL_MIBPS: Final = 125
_GP3_STEP_GB: Final = 3000
_GP3_STEP_MIBPS: Final = 250
_GP3_MOST_MIBPS: Final = 1000
_GP3_IOPS: Final = 3000
_GP3_IOPS_PER_GB: Final = 3


@prices("aws:opensearch/domain:Domain")
def domain(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A domain: each hour of its data, master and warm nodes, and the volume of each data node.

    Source: Amazon OpenSearch Service pricing.
    """
    cluster = resource.inputs.block("clusterConfig")
    nodes = cluster.number("instanceCount", 1)
    if cluster.has("coldStorageOptions"):
        cluster.assume("what cold storage keeps is not included")
    yield from independently(
        iter([_nodes(resource, "Instances", cluster.item("instanceType", _DEFAULT_TYPE), nodes)]),
        _masters(resource, cluster),
        _warm(resource, cluster),
        _volumes(resource, nodes),
    )


def _nodes(resource: Subject, name: str, instance_type: str | Unknown, count: Amount) -> Charge:
    """Nodes by the hour; OpenSearch and Elasticsearch spell the same type `….search` and `….elasticsearch`."""
    if isinstance(instance_type, str):
        instance_type = instance_type.replace(".elasticsearch", ".search")
    hours = ALL_HOURS  # no interface stops it
    return Charge(name, HOUR * (count * hours), PriceQuery(_SERVICE, resource.region, instance_type), hours=hours)


def _masters(resource: Subject, cluster: Properties) -> Iterator[Charge | Free]:
    if cluster.has("dedicatedMasterEnabled") and cluster.flag("dedicatedMasterEnabled"):
        count = cluster.number("dedicatedMasterCount", _DEFAULT_MASTERS)
        yield _nodes(resource, "Dedicated masters", cluster.item("dedicatedMasterType", _DEFAULT_TYPE), count)


def _warm(resource: Subject, cluster: Properties) -> Iterator[Charge | Free]:
    if cluster.has("warmEnabled") and cluster.flag("warmEnabled"):
        cluster.assume("what UltraWarm nodes store is not included")
        yield _nodes(resource, "UltraWarm instances", cluster.item("warmType"), cluster.number("warmCount"))


def _volumes(resource: Subject, nodes: Amount) -> Iterator[Charge | Free]:
    """Each data node's volume: its size, and what its type charges beside."""
    options = resource.inputs.block("ebsOptions")
    if not (options.has("ebsEnabled") and options.flag("ebsEnabled")):
        return
    kind, size = options.item("volumeType", _DEFAULT_VOLUME), options.number("volumeSize")

    def query(dimension: str) -> PriceQuery:
        return PriceQuery(_SERVICE, resource.region, kind, dimension)

    yield Charge("Storage", GB_MONTH * (size * nodes), query("storage"))
    if kind == "io1":
        yield Charge("Provisioned IOPS", IOPS_MONTH * (options.number("iops") * nodes), query("iops"))
    elif kind == "gp3":
        throughput = _above(options, "throughput", size, _included_mibps)
        if throughput is not None:
            yield Charge("Provisioned throughput", MIBPS_MONTH * (throughput * nodes), query("throughput"))
        iops = _above(options, "iops", size, _included_iops)
        if iops is not None:
            yield Charge("Provisioned IOPS", IOPS_MONTH * (iops * nodes), query("iops"))


def _above(options: Properties, key: str, size: Amount, included: Callable[[Decimal], Decimal]) -> Amount | None:
    """What a gp3 volume provisions above what its size includes; None where it provisions no more than that."""
    if not options.has(key):
        return None
    provisioned = options.number(key)
    if size.open:
        return provisioned + size  # open, since what is included is
    extra = provisioned.above(included(size.expected))
    return extra if extra.open or extra.high else None


def _included_mibps(gigabytes: Decimal) -> Decimal:
    """125 MiB/s up to 170 GB, then 250 MiB/s for each 3 TB begun (Amazon OpenSearch Service pricing, gp3)."""
    if gigabytes <= _GP3_SMALL_GB:
        return Decimal(_GP3_SMALL_MIBPS)
    steps = (gigabytes / _GP3_STEP_GB).to_integral_value(ROUND_CEILING)
    return min(steps * _GP3_STEP_MIBPS, Decimal(_GP3_MOST_MIBPS))


def _included_iops(gigabytes: Decimal) -> Decimal:
    """3 IOPS for each GB, at least 3,000."""
    return max(gigabytes * _GP3_IOPS_PER_GB, Decimal(_GP3_IOPS))
