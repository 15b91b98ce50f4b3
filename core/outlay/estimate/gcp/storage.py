"""Pricers of `gcp:storage/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, GB_MONTH, TEN_THOUSAND_OPERATIONS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import Unknown
from outlay.usage.gcp.storage import BucketUsage

_SERVICE: Final = "CloudStorage"
_STANDARD: Final = "STANDARD"
_EGRESS: Final = "network egress"
_OTHER_NAMES: Final = {"REGIONAL": _STANDARD, "MULTI_REGIONAL": _STANDARD}
"""Older storage classes that cost what Standard storage does in the same location."""
_WITHOUT_RETRIEVAL: Final = (_STANDARD, "DURABLE_REDUCED_AVAILABILITY")


@prices("gcp:storage/bucket:Bucket", usage=BucketUsage)
def bucket(resource: Subject, usage: BucketUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A bucket: what is stored, operations, retrieval from the colder classes, and data that leaves.

    Storage, operations and retrieval are priced by storage class and location (region, dual-region, multi-region).
    Source: Google Cloud, Cloud Storage pricing.
    """
    yield from bucket_charges(_location(resource), _storage_class(resource), usage)
    _name_moves(resource)


def bucket_charges(
    location: str | Unknown | None, storage_class: str | Unknown, usage: BucketUsage
) -> Iterator[Charge | Free]:
    """The charges of a bucket of this class in this location, whoever it belongs to."""
    yield Charge("Storage", GB_MONTH * usage.storage_gb, PriceQuery(_SERVICE, location, storage_class, "storage"))
    for name, dimension, operations in (
        ("Class A operations", "class-a", usage.monthly_class_a_operations),
        ("Class B operations", "class-b", usage.monthly_class_b_operations),
    ):
        query = PriceQuery(_SERVICE, location, storage_class, dimension)
        yield Charge(name, TEN_THOUSAND_OPERATIONS * (operations / 10_000), query)
    if storage_class not in _WITHOUT_RETRIEVAL:
        query = PriceQuery(_SERVICE, location, storage_class, "retrieval")
        yield Charge("Data retrieval", GB * usage.monthly_data_retrieval_gb, query)
    yield from _egress(location, usage)


def _egress(location: str | Unknown | None, usage: BucketUsage) -> Iterator[Charge | Free]:
    """Data out of the bucket: to the same continent by where it lies, to the internet by destination alone.

    Source: Google Cloud, Cloud Storage pricing (network: general network usage).
    """
    leaving = usage.monthly_egress_data_transfer_gb
    query = PriceQuery("Networking", location, "inter-region", "same-continent")
    yield Charge("Data to the same continent", GB * leaving.same_continent, query, _EGRESS)
    for name, destination, data in (
        ("Data to the internet, worldwide", "worldwide", leaving.worldwide),
        ("Data to the internet, Asia", "asia", leaving.asia),
        ("Data to the internet, China", "china", leaving.china),
        ("Data to the internet, Australia", "australia", leaving.australia),
    ):
        yield Charge(name, GB * data, PriceQuery(_SERVICE, GLOBAL, "internet-egress", destination), _EGRESS)


def _name_moves(resource: Subject) -> None:
    """Lifecycle rules may move objects into another class; when, and how many, nobody says."""
    for rule in resource.inputs.blocks("lifecycleRules"):
        if rule.block("action").item("type") == "SetStorageClass":
            resource.inputs.assume("lifecycle rules leave all data in the bucket's storage class")


def _storage_class(resource: Subject) -> str | Unknown:
    inputs = resource.inputs
    if _is_autoclass(inputs):
        inputs.assume("Autoclass leaves all data in the bucket's storage class, and its management fee is not counted")
    storage_class = inputs.item("storageClass", _STANDARD)
    if isinstance(storage_class, Unknown):
        return storage_class
    return _OTHER_NAMES.get(storage_class.upper(), storage_class.upper())


def _is_autoclass(inputs: Properties) -> bool:
    """Whether Autoclass is on; where that is open, so it counts."""
    if not inputs.is_known("autoclass"):
        return inputs.has("autoclass")
    autoclass = inputs.block("autoclass")
    return not autoclass.is_known("enabled") or autoclass.flag("enabled")


def _location(resource: Subject) -> str | Unknown | None:
    """Where its data lies: its location, or the two regions of a dual-region of the user's own choice."""
    regions = resource.inputs.block("customPlacementConfig").texts("dataLocations")
    return "+".join(region.lower() for region in regions) if regions else resource.region
