"""Use of `aws:neptune/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSnapshotUsage(Usage):
    """Use of a snapshot of a cluster."""

    backup_storage_gb: Amount
    """GB that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterUsage(Usage):
    """Use of a cluster."""

    storage_gb: Amount
    """GB stored."""
    monthly_io_requests: Amount
    """I/O requests a month."""
    backup_storage_gb: Amount
    """GB of backups above what is included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterInstanceUsage(Usage):
    """Use of an instance of a cluster."""

    monthly_cpu_credit_hrs: Amount
    """Hours a month that a burstable instance runs above its baseline, each on all its vCPUs."""
    capacity_units_per_hr: Amount
    """Neptune capacity units that a serverless instance uses in an hour, on average."""
