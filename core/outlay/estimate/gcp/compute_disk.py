"""Pricer of `gcp:compute/disk:Disk`, and the charges of any disk, which instances share.

Not here: local SSDs, which live and end with their instance (`machine_charges`).
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
IMAGE: Final = "gcp:compute/image:Image"
SNAPSHOT: Final = "gcp:compute/snapshot:Snapshot"
DISK: Final = "gcp:compute/disk:Disk"
_SIZES: Final = {DISK: "size", IMAGE: "diskSizeGb"}
_SOURCES: Final = {
    DISK: {"image": IMAGE, "snapshot": SNAPSHOT, "sourceDisk": DISK},
    IMAGE: {"sourceDisk": DISK, "sourceImage": IMAGE, "sourceSnapshot": SNAPSHOT},
    SNAPSHOT: {"sourceDisk": DISK},
}
"""What disks, images and snapshots are made from, by the property that says it."""
_MOST_SOURCES: Final = 8
"""How far a chain of sources is followed: a program may close it to a ring."""


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


@prices(DISK)
def disk(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A persistent disk or hyperdisk: its provisioned size, and the IOPS and throughput that its type charges apart.

    Source: Google Cloud, disk and image pricing; default sizes and performance from its disk documentation.
    """
    inputs = resource.inputs
    if inputs.has("storagePool"):
        yield Free("the capacity and performance of its storage pool are charged with the pool")
        return
    kind = short_name(inputs.item("type", "pd-standard"))
    yield from disk_charges(inputs, resource.region, kind, _size(inputs, near))


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


def size_of_source(inputs: Properties, near: Neighbours, type_: str, steps: int = _MOST_SOURCES) -> Amount | None:
    """GB of a disk, image or snapshot: its own, else that of what it is made from; None where neither is known."""
    key = _SIZES.get(type_)
    if key is not None and inputs.has(key):
        return inputs.number(key)
    for source_key, source_type in _SOURCES[type_].items():
        if inputs.has(source_key):
            source = near.target(source_key, source_type) if steps else None
            return None if source is None else size_of_source(source.inputs, near.of(source), source_type, steps - 1)
    return default_size(inputs, "size", short_name(inputs.item("type", "pd-standard"))) if type_ == DISK else None


def _size(inputs: Properties, near: Neighbours) -> Amount:
    """Its own size, else that of what it is made from, else the type's default."""
    size = size_of_source(inputs, near, DISK)
    if size is not None:
        return size
    if inputs.has("image"):
        return inputs.number("size", IMAGE_SIZE, "the size of its image is not known")
    for key in ("snapshot", "sourceDisk"):
        if inputs.has(key):
            return Amount.unknown("size", f"size is not set, and that of its {key} is not known")
    return Amount.unknown("size", "size is not set, and the default of its type is not known")


def default_size(inputs: Properties, key: str, kind: str | Unknown) -> Amount | None:
    """GB that a disk of this kind has when the property `key` does not say it; None where Google documents none."""
    known = DISK_TYPES.get(kind) if isinstance(kind, str) else None
    return None if known is None or known.size is None else inputs.number(key, known.size)
