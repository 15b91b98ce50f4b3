"""Use of `aws:ebs/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeUsage(Usage):
    """Use of a block storage volume."""

    monthly_standard_io_requests: Amount
    """I/O requests a month; only magnetic volumes (`standard`) are charged for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotUsage(Usage):
    """Use of a snapshot."""

    fast_snapshot_restore_hours: Amount
    """Hours a month, over all zones, in which fast restore is switched on for it."""
    monthly_list_block_requests: Amount
    """ListChangedBlocks and ListSnapshotBlocks calls a month."""
    monthly_get_block_requests: Amount
    """GetSnapshotBlock calls a month, in units of what one reads."""
    monthly_put_block_requests: Amount
    """PutSnapshotBlock calls a month, in units of what one writes."""
