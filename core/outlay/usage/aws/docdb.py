"""Use of `aws:docdb/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupUsage(Usage):
    """Use of a cluster's backups, or of a snapshot."""

    backup_storage_gb: Amount
    """GB of backups above the size of the cluster, which is included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterInstanceUsage(Usage):
    """Use of a cluster's instance."""

    data_storage_gb: Amount
    """GB stored, stated at one of the cluster's instances."""
    monthly_io_requests: Amount
    """I/O requests a month, stated at one of the cluster's instances."""
    monthly_cpu_credit_hrs: Amount
    """vCPU-hours a month that a burstable instance runs above its baseline."""
