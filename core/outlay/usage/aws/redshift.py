"""Use of `aws:redshift/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterUsage(Usage):
    """Use of a cluster."""

    managed_storage_gb: Amount
    """GB in managed storage; only RA3 nodes have it."""
    excess_concurrency_scaling_secs: Amount
    """Node-seconds a month of concurrency scaling beyond the free hour a day."""
    spectrum_data_scanned_tb: Amount
    """TB a month that Redshift Spectrum reads."""
    backup_storage_gb: Amount
    """GB kept in snapshots."""
