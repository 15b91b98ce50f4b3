"""Use of `aws:elasticache/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.aws.reservation import ReservableUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheUsage(ReservableUsage):
    """Use of a cache."""

    snapshot_storage_size_gb: Amount
    """GB of one snapshot."""
