"""Pricers of `aws:backup/…`: vaults. Plans and selections only say what is put into them."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, GB_MONTH, REQUESTS, Quantity
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.backup import VaultUsage

_SERVICE: Final = "AWSBackup"


@prices("aws:backup/vault:Vault", usage=VaultUsage)
def vault(resource: Subject, usage: VaultUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A vault: what it keeps and what is restored from it, by the kind of resource.

    Source: AWS Backup pricing.
    """

    def charge(name: str, quantity: Quantity, item: str, dimension: str) -> Charge:
        return Charge(name, quantity, PriceQuery(_SERVICE, resource.region, item, dimension))

    yield charge("EFS backup (warm)", GB_MONTH * usage.monthly_efs_warm_backup_gb, "EFS", "warm-storage")
    yield charge("EFS backup (cold)", GB_MONTH * usage.monthly_efs_cold_backup_gb, "EFS", "cold-storage")
    yield charge("EFS restore (warm)", GB * usage.monthly_efs_warm_restore_gb, "EFS", "warm-restore")
    yield charge("EFS restore (cold)", GB * usage.monthly_efs_cold_restore_gb, "EFS", "cold-restore")
    items = REQUESTS * usage.monthly_efs_item_restore_requests
    yield charge("EFS restore (item-level)", items, "EFS", "item-restore")
    yield charge("EBS snapshot", GB_MONTH * usage.monthly_ebs_snapshot_gb, "EBS", "warm-storage")
    yield charge("RDS snapshot", GB_MONTH * usage.monthly_rds_snapshot_gb, "RDS", "warm-storage")
    yield charge("DynamoDB backup", GB_MONTH * usage.monthly_dynamodb_backup_gb, "DynamoDB", "warm-storage")
    yield charge("DynamoDB restore", GB * usage.monthly_dynamodb_restore_gb, "DynamoDB", "warm-restore")
    yield charge("Aurora snapshot", GB_MONTH * usage.monthly_aurora_snapshot_gb, "Aurora", "warm-storage")
    windows = GB_MONTH * usage.monthly_fsx_windows_backup_gb
    yield charge("FSx for Windows backup", windows, "FSxWindows", "warm-storage")
    lustre = GB_MONTH * usage.monthly_fsx_lustre_backup_gb
    yield charge("FSx for Lustre backup", lustre, "FSxLustre", "warm-storage")
