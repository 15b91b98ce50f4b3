"""Pricers of `aws:ebs/…`, and the charges of a block storage volume wherever one is attached."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import (
    GB_MONTH,
    IOPS_MONTH,
    MIBPS_MONTH,
    MILLION_REQUESTS,
    THOUSAND_REQUESTS,
    Amount,
    Unit,
)
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.ebs import SnapshotUsage, VolumeUsage
from outlay.usage.model import NoUsage

DEFAULT_VOLUME_TYPE: Final = "gp2"
GP3_INCLUDED_IOPS: Final = 3000
GP3_INCLUDED_MIBPS: Final = 125
_PROVISIONED_IOPS: Final = ("io1", "io2")


_VOLUME: Final = "aws:ebs/volume:Volume"
_SNAPSHOT: Final = "aws:ebs/snapshot:Snapshot"
_RESTORE_HOURS: Final = Unit("DSU-hours")
_THOUSAND_UNITS: Final = Unit("1k SnapshotAPIUnits")


@prices(_VOLUME, usage=VolumeUsage)
def volume(resource: Subject, usage: VolumeUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A volume: each GB that is provisioned, and what its type charges beside.

    Source: Amazon EBS pricing, EBS volumes.
    """
    inputs = resource.inputs
    yield from volume_charges(
        inputs,
        resource.region,
        kind=inputs.item("type", DEFAULT_VOLUME_TYPE),
        size=inputs.number("size"),
        io_requests=usage.monthly_standard_io_requests,
    )


def volume_charges(
    properties: Properties,
    region: str | Unknown | None,
    *,
    kind: str | Unknown,
    size: Amount,
    io_requests: Amount,
    component: str = "",
) -> Iterator[Charge]:
    """What a volume of a kind and a size in GB costs; `iops` and `throughput` are read from its properties.

    gp3 includes 3,000 IOPS and 125 MiB/s; io1 and io2 charge every IOPS, magnetic volumes every I/O request.
    Source: Amazon EBS pricing, EBS volumes.
    """
    yield Charge("Storage", GB_MONTH * size, PriceQuery("AmazonEBS", region, kind, "storage"), component)
    if kind in _PROVISIONED_IOPS:
        iops = IOPS_MONTH * properties.number("iops")
        yield Charge("Provisioned IOPS", iops, PriceQuery("AmazonEBS", region, kind, "iops"), component)
    elif kind == "gp3":
        yield from _above_included(properties, region, component)
    elif kind == "standard":
        requests = MILLION_REQUESTS * (io_requests / 1_000_000)
        yield Charge("I/O requests", requests, PriceQuery("AmazonEBS", region, kind, "io-requests"), component)


def _above_included(properties: Properties, region: str | Unknown | None, component: str) -> Iterator[Charge]:
    """What a gp3 volume provisions above what its storage includes; nothing where nothing is provisioned."""
    iops = properties.number("iops", GP3_INCLUDED_IOPS).above(GP3_INCLUDED_IOPS)
    if iops.open or iops.high:
        yield Charge("Provisioned IOPS", IOPS_MONTH * iops, PriceQuery("AmazonEBS", region, "gp3", "iops"), component)
    throughput = properties.number("throughput", GP3_INCLUDED_MIBPS).above(GP3_INCLUDED_MIBPS)
    if throughput.open or throughput.high:
        query = PriceQuery("AmazonEBS", region, "gp3", "throughput")
        yield Charge("Provisioned throughput", MIBPS_MONTH * throughput, query, component)


@prices(_SNAPSHOT, usage=SnapshotUsage)
def snapshot(resource: Subject, usage: SnapshotUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A snapshot: what it stores, fast restore, and calls of the direct APIs.

    Source: Amazon EBS pricing, EBS snapshots.
    """
    yield _stored(resource, near.target("volumeId", _VOLUME), "volumeId")

    def query(dimension: str) -> PriceQuery:
        return PriceQuery("AmazonEBS", resource.region, "Snapshot", dimension)

    restored = _RESTORE_HOURS * usage.fast_snapshot_restore_hours
    yield Charge("Fast snapshot restore", restored, query("fast-restore"))
    listed = THOUSAND_REQUESTS * (usage.monthly_list_block_requests / 1000)
    yield Charge("ListChangedBlocks & ListSnapshotBlocks API requests", listed, query("list-requests"))
    read = _THOUSAND_UNITS * (usage.monthly_get_block_requests / 1000)
    yield Charge("GetSnapshotBlock API requests", read, query("get-requests"))
    put = _THOUSAND_UNITS * (usage.monthly_put_block_requests / 1000)
    yield Charge("PutSnapshotBlock API requests", put, query("put-requests"))


@prices("aws:ebs/snapshotCopy:SnapshotCopy")
def snapshot_copy(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A copy of a snapshot: what it stores.

    Source: Amazon EBS pricing, EBS snapshots.
    """
    source = near.target("sourceSnapshotId", _SNAPSHOT)
    copied = near.of(source).target("volumeId", _VOLUME) if source is not None else None
    yield _stored(resource, copied, "sourceSnapshotId")


def _stored(snapshot: Subject, copied: Subject | None, key: str) -> Charge:
    """What a snapshot of a volume stores: all of it, for want of knowing how much is written."""
    if copied is None:
        size = Amount.unknown("size", f"the volume behind {key} is not in this stack")
    else:
        snapshot.inputs.assume("the snapshot stores the whole volume: what is written of it is not known")
        size = copied.inputs.number("size")
    tier = snapshot.inputs.item("storageTier", "standard")
    item = tier if isinstance(tier, Unknown) else "Snapshot"
    query = PriceQuery("AmazonEBS", snapshot.region, item, "archive" if tier == "archive" else "storage")
    return Charge("Snapshot storage", GB_MONTH * size, query)
