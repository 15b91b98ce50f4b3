"""Pricers of `aws:fsx/…`: file systems for Windows and OpenZFS."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import GB_MONTH, IOPS_MONTH, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.fsx import OpenZfsFileSystemUsage, WindowsFileSystemUsage

_SERVICE: Final = "AmazonFSx"
_MBPS_MONTH: Final = Unit("MB/s-months")
_INCLUDED_IOPS_A_GB: Final = 3
_PERCENT: Final = 100


@prices("aws:fsx/windowsFileSystem:WindowsFileSystem", usage=WindowsFileSystemUsage)
def windows_file_system(resource: Subject, usage: WindowsFileSystemUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A file system for Windows: its throughput, storage, IOPS above what comes with it, and backups.

    Source: Amazon FSx for Windows File Server pricing.
    """
    system = _FileSystem("windows", resource.region, _deployment(resource.inputs))
    kind = resource.inputs.item("storageType", "SSD")
    yield from _charges(system, resource.inputs, kind, resource.inputs.number("storageCapacity"))
    yield system.backups(usage.backup_storage_gb)


@prices("aws:fsx/openZfsFileSystem:OpenZfsFileSystem", usage=OpenZfsFileSystemUsage)
def open_zfs_file_system(resource: Subject, usage: OpenZfsFileSystemUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An OpenZFS file system: its throughput, storage, IOPS above what comes with it, and backups.

    Source: Amazon FSx for OpenZFS pricing.
    """
    inputs = resource.inputs
    system = _FileSystem("openzfs", resource.region, _deployment(inputs))
    kind = inputs.item("storageType", "SSD")
    yield system.backups(usage.backup_storage_gb)
    yield from _charges(system, inputs, kind, _compressed(inputs, usage))


@dataclass(frozen=True, slots=True)
class _FileSystem:
    """What the charges of a file system have in common: its kind, its place, and in how many zones it lies."""

    kind: str
    region: str | Unknown | None
    deployment: str | Unknown

    def query(self, item: str | Unknown) -> PriceQuery:
        """The price of an item; open where the deployment is."""
        known = UNKNOWN if isinstance(self.deployment, Unknown) else item
        return PriceQuery(_SERVICE, self.region, known, f"{self.kind}/{self.deployment}")

    def backups(self, gigabytes: Amount) -> Charge:
        return Charge("Backup storage", GB_MONTH * gigabytes, self.query("Backup"))


def _charges(system: _FileSystem, inputs: Properties, kind: str | Unknown, size: Amount) -> Iterator[Charge | Free]:
    throughput = inputs.number("throughputCapacity")
    yield Charge("Throughput capacity", _MBPS_MONTH * throughput, system.query("Throughput"))
    yield Charge("Storage", GB_MONTH * size, system.query(kind))
    yield from independently(_iops(system, inputs))


def _iops(system: _FileSystem, inputs: Properties) -> Iterator[Charge | Free]:
    """What is provisioned above three IOPS a GB of storage, which come with it."""
    settings = inputs.block("diskIopsConfiguration")
    if settings.text("mode", "AUTOMATIC") != "USER_PROVISIONED":
        return
    iops, size = settings.number("iops"), inputs.number("storageCapacity")
    above = iops + size if iops.open or size.open else iops.above(size.expected * _INCLUDED_IOPS_A_GB)
    yield Charge("Provisioned IOPS", IOPS_MONTH * above, system.query("IOPS"))


def _compressed(inputs: Properties, usage: OpenZfsFileSystemUsage) -> Amount:
    """The storage, less what compression is stated to save of it."""
    size, saved = inputs.number("storageCapacity"), usage.compression_savings_percent
    root = inputs.values.get("rootVolumeConfiguration")
    if saved.open or isinstance(root, Unknown):
        return size
    compression = inputs.block("rootVolumeConfiguration").item("dataCompressionType")
    if compression in ("", "NONE"):
        return size
    left = 1 - min(saved.expected, Decimal(_PERCENT)) / _PERCENT
    return (size * Amount.exactly(left, "what compression leaves")).rounded_up()


def _deployment(inputs: Properties) -> str | Unknown:
    deployment = inputs.item("deploymentType", "SINGLE_AZ_1")
    if isinstance(deployment, Unknown):
        return deployment
    return "multi-az" if deployment.startswith("MULTI_AZ") else "single-az"
