"""Use of `aws:rds/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.aws.reservation import ReservableUsage
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberUsage(ReservableUsage):
    """What any database instance has, those of a cluster too."""

    monthly_cpu_credit_hrs: Amount
    """Hours a month that a burstable instance runs above its baseline, each on all its vCPUs."""
    vcpu_count: Amount
    """vCPUs of the instance, where its class's usual number is not the right one."""
    monthly_additional_performance_insights_requests: Amount
    """Performance Insights API requests a month above the first million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceUsage(MemberUsage):
    """Use of a database instance."""

    additional_backup_storage_gb: Amount
    """GB of backups above the size of the database, which is included."""
    monthly_standard_io_requests: Amount
    """I/O requests a month; only magnetic storage (`standard`) is charged for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterInstanceUsage(MemberUsage):
    """Use of a member of an Aurora cluster."""

    capacity_units_per_hr: Amount
    """Aurora capacity units that a serverless member uses in an hour; else what its cluster scales to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterUsage(Usage):
    """Use of an Aurora cluster."""

    capacity_units_per_hr: Amount
    """Aurora capacity units that a cluster in serverless mode uses in an hour, on average."""
    storage_gb: Amount
    """GB stored."""
    write_requests_per_sec: Amount
    """I/O requests a second that write, on average over the month."""
    read_requests_per_sec: Amount
    """I/O requests a second that read, on average over the month."""
    backup_snapshot_size_gb: Amount
    """GB of each day's backup; the first day's is included."""
    average_statements_per_hr: Amount
    """Statements an hour that change data, on average."""
    change_records_per_statement: Amount
    """Records that a statement changes, on average; backtrack keeps each."""
    backtrack_window_hrs: Amount
    """Hours that backtrack can go back; what the cluster declares where nothing is stated."""
    snapshot_export_size_gb: Amount
    """GB a month of snapshots exported to S3."""
