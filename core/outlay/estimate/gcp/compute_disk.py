"""Pricer of `gcp:compute/disk:Disk`, and the charges of any disk, which instances share.

Not here: local SSDs, which live and end with their instance (`outlay.estimate.gcp.compute`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from outlay.estimate.amount import GB_MONTH, IOPS_MONTH, MIBPS_MONTH, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.machine import short_name
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.model import NoUsage

IMAGE_SIZE: Final = 10
"""GB of most public Linux images: what a disk made of an image has when nobody says its size."""
_IMAGE: Final = "gcp:compute/image:Image"
_SNAPSHOT: Final = "gcp:compute/snapshot:Snapshot"
_DISK: Final = "gcp:compute/disk:Disk"


@dataclass(frozen=True, slots=True)
class Performance:
    """IOPS or throughput (MiB/s) that a disk type charges apart from its size.

    `default` is what a disk has when nobody says it, None where Google documents no single figure; `included` comes
    with the storage.
    """

    default: int | None = None
    included: int = 0


@dataclass(frozen=True, slots=True)
class DiskType:
    """What Google documents of a disk type: its default size in GB, and the performance that it charges apart."""

    size: int | None = None
    iops: Performance | None = None
    throughput: Performance | None = None


DISK_TYPES: Final = {
    "pd-standard": DiskType(size=500),
    "pd-balanced": DiskType(size=100),
    "pd-ssd": DiskType(size=100),
    "pd-extreme": DiskType(size=1000, iops=Performance(default=100_000)),
    "hyperdisk-balanced": DiskType(size=100, iops=Performance(included=3000), throughput=Performance(included=140)),
    "hyperdisk-extreme": DiskType(size=1000, iops=Performance(default=350_000)),
    "hyperdisk-throughput": DiskType(size=2048, throughput=Performance()),
    "hyperdisk-ml": DiskType(throughput=Performance()),
}


@prices(_DISK)
def disk(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A persistent disk or hyperdisk: its provisioned size, and the IOPS and throughput that its type charges apart.

    Source: Google Cloud, disk and image pricing; default sizes and performance from its disk documentation.
    """
    inputs = resource.inputs
    if inputs.has("storagePool"):
        yield Free("the capacity and performance of its storage pool are charged with the pool")
        return
    kind = short_name(inputs.item("type", "pd-standard"))
    yield from disk_charges(inputs, resource.region, kind, _size(inputs, kind, near))


def disk_charges(
    inputs: Properties, region: str | Unknown | None, kind: str | Unknown, size: Amount, component: str = ""
) -> Iterator[Charge | Free]:
    """The charges of a disk of this kind and size; `inputs` may hold its provisioned IOPS and throughput."""
    yield Charge("Storage", GB_MONTH * size, PriceQuery("PersistentDisk", region, kind, "storage"), component)
    known = DISK_TYPES.get(kind) if isinstance(kind, str) else None
    if known is not None and known.iops is not None:
        iops = inputs.number("provisionedIops", known.iops.default).above(known.iops.included)
        query = PriceQuery("PersistentDisk", region, kind, "iops")
        yield Charge("Provisioned IOPS", IOPS_MONTH * iops, query, component)
    if known is not None and known.throughput is not None:
        mibps = inputs.number("provisionedThroughput", known.throughput.default).above(known.throughput.included)
        query = PriceQuery("PersistentDisk", region, kind, "throughput")
        yield Charge("Provisioned throughput", MIBPS_MONTH * mibps, query, component)


def _size(inputs: Properties, kind: str | Unknown, near: Neighbours) -> Amount:
    """Its own size, else that of what it is made from, else the type's default."""
    if inputs.has("size"):
        return inputs.number("size")
    if inputs.has("image"):
        image = near.target("image", _IMAGE)
        if image is not None and image.inputs.has("diskSizeGb"):
            return image.inputs.number("diskSizeGb")
        return inputs.number("size", IMAGE_SIZE, "the size of its image is not known")
    for key, type_ in (("snapshot", _SNAPSHOT), ("sourceDisk", _DISK)):
        if inputs.has(key):
            source = near.target(key, type_)
            if source is not None and type_ == _DISK and source.inputs.has("size"):
                return source.inputs.number("size")
            return Amount.unknown("size", f"size is not set, and that of its {key} is not known")
    known = DISK_TYPES.get(kind) if isinstance(kind, str) else None
    if known is None or known.size is None:
        return Amount.unknown("size", "size is not set, and the default of its type is not known")
    return inputs.number("size", known.size)
