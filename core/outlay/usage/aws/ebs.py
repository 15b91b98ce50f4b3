"""Use of `aws:ebs/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeUsage(Usage):
    """Use of a block storage volume."""

    monthly_standard_io_requests: Amount
    """I/O requests a month; only magnetic volumes (`standard`) are charged for them."""
