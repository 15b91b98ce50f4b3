"""Pricers of what disks are made from: `gcp:compute/…` images, machine images and snapshots."""

from collections.abc import Iterator

from outlay.estimate.amount import GB_MONTH, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.compute_disk import IMAGE, SNAPSHOT, size_of_source
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.gcp.compute import StoredImageUsage


@prices(IMAGE, usage=StoredImageUsage)
def image(resource: Subject, usage: StoredImageUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An image: what it stores, each month.

    Source: Google Cloud, disk and image pricing, custom image storage.
    """
    yield from _storage(resource, "image", "storage", _stored(resource, usage, near))


@prices("gcp:compute/machineImage:MachineImage", usage=StoredImageUsage)
def machine_image(resource: Subject, usage: StoredImageUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A machine image: what it stores of its instance's disks, each month.

    Source: Google Cloud, disk and image pricing, machine image storage.
    """
    yield from _storage(resource, "machine-image", "storage", usage.storage_gb)


@prices(SNAPSHOT, usage=StoredImageUsage)
def snapshot(resource: Subject, usage: StoredImageUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A snapshot: what it stores of its disk, each month; archive snapshots have a price of their own.

    Source: Google Cloud, disk and image pricing, snapshot storage.
    """
    is_archive = resource.inputs.text("snapshotType").upper() == "ARCHIVE"
    dimension = "archive-storage" if is_archive else "storage"
    yield from _storage(resource, "snapshot", dimension, _stored(resource, usage, near))


def _storage(resource: Subject, item: str, dimension: str, size: Amount) -> Iterator[Charge | Free]:
    yield Charge("Storage", GB_MONTH * size, PriceQuery("PersistentDisk", _location(resource), item, dimension))


def _stored(resource: Subject, usage: StoredImageUsage, near: Neighbours) -> Amount:
    """The stated size, else all of the disk that it was made from, else open by the usage key."""
    if not usage.storage_gb.open:
        return usage.storage_gb
    size = size_of_source(resource.inputs, near, resource.type)
    if size is None:
        return usage.storage_gb
    resource.inputs.assume("all of the disk is stored, uncompressed (usage storage_gb is not given)")
    return size


def _location(resource: Subject) -> str | Unknown | None:
    """Where it is kept: the first of its storage locations, else its region."""
    locations = resource.inputs.texts("storageLocations")
    return locations[0].lower() if locations else resource.region
