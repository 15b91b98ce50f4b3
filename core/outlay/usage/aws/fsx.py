"""Use of `aws:fsx/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowsFileSystemUsage(Usage):
    """Use of a file system for Windows."""

    backup_storage_gb: Amount
    """GB kept in backups, on average over the month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenZfsFileSystemUsage(Usage):
    """Use of an OpenZFS file system."""

    backup_storage_gb: Amount
    """GB kept in backups, on average over the month."""
    compression_savings_percent: Amount
    """Percent of the storage that compression saves; none where nothing is stated."""
