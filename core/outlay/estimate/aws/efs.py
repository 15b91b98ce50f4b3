"""Pricers of `aws:efs/…`: file systems."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import GB, GB_MONTH, MIBPS_MONTH, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.efs import FileSystemUsage

_SERVICE: Final = "AmazonEFS"
_GB_PER_MIBPS: Final = 20
"""GB of standard storage that come with 1 MiB/s of throughput (50 KiB/s a GB)."""


@prices("aws:efs/fileSystem:FileSystem", usage=FileSystemUsage)
def file_system(resource: Subject, usage: FileSystemUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A file system: what it stores, in several zones or one, its infrequent access, and provisioned throughput.

    Source: Amazon EFS pricing.
    """
    zones = "OneZone" if resource.inputs.has("availabilityZoneName") else "Standard"
    storage = PriceQuery(_SERVICE, resource.region, zones, "storage")
    yield Charge("Storage", GB_MONTH * usage.storage_gb, storage)
    yield from independently(_infrequent_access(resource, usage, zones), _throughput(resource, usage))


def _infrequent_access(resource: Subject, usage: FileSystemUsage, zones: str) -> Iterator[Charge | Free]:
    """What files cost that a lifecycle policy moved; nothing where no policy moves any."""
    policies = resource.inputs.blocks("lifecyclePolicies")
    if any(policy.has("transitionToArchive") for policy in policies):
        resource.inputs.assume("what the archive storage class keeps is not included")
    if not any(policy.has("transitionToIa") for policy in policies):
        return
    region = resource.region
    stored = PriceQuery(_SERVICE, region, zones, "infrequent-access-storage")
    yield Charge("Infrequent access storage", GB_MONTH * usage.infrequent_access_storage_gb, stored)
    for name, gigabytes, dimension in (
        ("Infrequent access reads", usage.monthly_infrequent_access_read_gb, "reads"),
        ("Infrequent access writes", usage.monthly_infrequent_access_write_gb, "writes"),
    ):
        yield Charge(name, GB * gigabytes, PriceQuery(_SERVICE, region, "InfrequentAccess", dimension))


def _throughput(resource: Subject, usage: FileSystemUsage) -> Iterator[Charge | Free]:
    """Provisioned throughput above what comes with the storage; elastic throughput is charged by use."""
    inputs = resource.inputs
    mode = inputs.item("throughputMode")
    if mode == "elastic":
        inputs.assume("what elastic throughput charges for reads and writes is not included")
    if inputs.has("provisionedThroughputInMibps"):
        provisioned = _above_included(inputs.number("provisionedThroughputInMibps"), usage.storage_gb)
        query = PriceQuery(_SERVICE, resource.region, "ProvisionedThroughput")
        yield Charge("Provisioned throughput", MIBPS_MONTH * provisioned, query)


def _above_included(throughput: Amount, storage: Amount) -> Amount:
    """The throughput less 1 MiB/s for every 20 GB; most storage leaves the least of it."""

    def left(mibps: Decimal, gigabytes: Decimal) -> Decimal:
        return max(mibps - gigabytes / _GB_PER_MIBPS, Decimal(0))

    return Amount(
        left(throughput.low, storage.high),
        left(throughput.expected, storage.expected),
        left(throughput.high, storage.low),
        f"{throughput.formula} above {storage.formula} ÷ {_GB_PER_MIBPS}",
        throughput.open + storage.open,
        tight=False,
    )
