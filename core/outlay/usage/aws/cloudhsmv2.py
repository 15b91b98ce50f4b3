"""Use of `aws:cloudhsmv2/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class HsmUsage(Usage):
    """Use of a hardware security module."""

    monthly_hrs: Amount
    """Hours a month that it exists; all of them where nothing is stated."""
