"""Pricers of `aws:fsx/…`: file systems for Windows and OpenZFS."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from outlay.estimate.amount import GB_MONTH, IOPS_MONTH, Amount, Unit
from outlay.estimate.charge import Charge, Free
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
    inputs = resource.inputs
    system = _FileSystem("windows", resource.region, _deployment(inputs))
    yield from system.charges(inputs, inputs.number("storageCapacity"), usage.backup_storage_gb)


@prices("aws:fsx/openZfsFileSystem:OpenZfsFileSystem", usage=OpenZfsFileSystemUsage)
def open_zfs_file_system(resource: Subject, usage: OpenZfsFileSystemUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An OpenZFS file system: its throughput, storage, IOPS above what comes with it, and backups.

    Source: Amazon FSx for OpenZFS pricing.
    """
    inputs = resource.inputs
    system = _FileSystem("openzfs", resource.region, _deployment(inputs))
    yield from system.charges(inputs, _compressed(inputs, usage), usage.backup_storage_gb)


@dataclass(frozen=True, slots=True)
class _FileSystem:
    """What the charges of a file system have in common: its kind, its place, and in how many zones it lies."""

    kind: str
    region: str | Unknown | None
    deployment: str | Unknown

    def charges(self, inputs: Properties, size: Amount, backups: Amount) -> Iterator[Charge | Free]:
        """Throughput, storage of this size, backups, and IOPS above what comes with the storage."""
        throughput = inputs.number("throughputCapacity")
        yield Charge("Throughput capacity", _MBPS_MONTH * throughput, self._query("Throughput"))
        yield Charge("Storage", GB_MONTH * size, self._query(inputs.item("storageType", "SSD")))
        yield Charge("Backup storage", GB_MONTH * backups, self._query("Backup"))
        yield from self._iops(inputs)

    def _iops(self, inputs: Properties) -> Iterator[Charge | Free]:
        """What is provisioned above three IOPS a GB of storage, which come with it."""
        settings = inputs.block("diskIopsConfiguration")
        if settings.text("mode", "AUTOMATIC") != "USER_PROVISIONED":
            return
        iops, size = settings.number("iops"), inputs.number("storageCapacity")
        above = iops + size if size.open else iops.above(size.expected * _INCLUDED_IOPS_A_GB)
        yield Charge("Provisioned IOPS", IOPS_MONTH * above, self._query("IOPS"))

    def _query(self, item: str | Unknown) -> PriceQuery:
        """The price of an item; open where the deployment is."""
        known = UNKNOWN if isinstance(self.deployment, Unknown) else item
        return PriceQuery(_SERVICE, self.region, known, f"{self.kind}/{self.deployment}")


def _compressed(inputs: Properties, usage: OpenZfsFileSystemUsage) -> Amount:
    """The storage, less what compression is stated to save of it."""
    size = inputs.number("storageCapacity")
    if usage.compression_savings_percent.open or not inputs.is_known("rootVolumeConfiguration"):
        return size
    compression = inputs.block("rootVolumeConfiguration").item("dataCompressionType")
    if compression in ("", "NONE"):
        return size
    saved = usage.compression_savings_percent.at_most(_PERCENT) / _PERCENT
    left = Amount.between(1 - saved.high, 1 - saved.expected, 1 - saved.low, "what compression leaves")
    return (size * left).rounded_up()


def _deployment(inputs: Properties) -> str | Unknown:
    deployment = inputs.item("deploymentType", "SINGLE_AZ_1")
    if isinstance(deployment, Unknown):
        return deployment
    return "multi-az" if deployment.startswith("MULTI_AZ") else "single-az"
