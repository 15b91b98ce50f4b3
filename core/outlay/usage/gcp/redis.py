"""Use of `gcp:redis/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterUsage(Usage):
    """Use of a Memorystore for Redis cluster."""

    backup_storage_gb: Amount
    """GB of stored backups, on average over the month."""
