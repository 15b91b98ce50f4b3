"""Use of `aws:efs/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSystemUsage(Usage):
    """Use of a file system."""

    storage_gb: Amount
    """GB stored, what lies in infrequent access excepted."""
    infrequent_access_storage_gb: Amount
    """GB stored in infrequent access."""
    monthly_infrequent_access_read_gb: Amount
    """GB a month read from infrequent access."""
    monthly_infrequent_access_write_gb: Amount
    """GB a month moved or written to infrequent access."""
