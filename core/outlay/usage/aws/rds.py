"""Use of `aws:rds/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceUsage(Usage):
    """Use of a database instance."""

    additional_backup_storage_gb: Amount
    """GB of backups above the size of the database, which is included."""
    monthly_standard_io_requests: Amount
    """I/O requests a month; only magnetic storage (`standard`) is charged for them."""
    monthly_cpu_credit_hrs: Amount
    """Hours a month that a burstable instance runs above its baseline, each on all its vCPUs."""
    vcpu_count: Amount
    """vCPUs of the instance, where its class's usual number is not the right one."""
    monthly_additional_performance_insights_requests: Amount
    """Performance Insights API requests a month above the first million."""
