"""Use of `gcp:sql/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseInstanceUsage(Usage):
    """Use of a Cloud SQL instance."""

    backup_storage_gb: Amount
    """GB of stored backups, on average over the month."""
