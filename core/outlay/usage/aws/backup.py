"""Use of `aws:backup/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultUsage(Usage):
    """Use of a backup vault: GB kept on average, and GB restored a month."""

    monthly_efs_warm_backup_gb: Amount
    """GB of EFS in warm storage."""
    monthly_efs_cold_backup_gb: Amount
    """GB of EFS in cold storage."""
    monthly_efs_warm_restore_gb: Amount
    """GB of EFS a month restored from warm storage."""
    monthly_efs_cold_restore_gb: Amount
    """GB of EFS a month restored from cold storage."""
    monthly_efs_item_restore_requests: Amount
    """Restores a month of single items of EFS."""
    monthly_ebs_snapshot_gb: Amount
    """GB of EBS volumes."""
    monthly_rds_snapshot_gb: Amount
    """GB of RDS databases."""
    monthly_aurora_snapshot_gb: Amount
    """GB of Aurora clusters."""
    monthly_dynamodb_backup_gb: Amount
    """GB of DynamoDB tables."""
    monthly_dynamodb_restore_gb: Amount
    """GB of DynamoDB tables a month that are restored."""
    monthly_fsx_windows_backup_gb: Amount
    """GB of FSx for Windows File Server."""
    monthly_fsx_lustre_backup_gb: Amount
    """GB of FSx for Lustre."""
