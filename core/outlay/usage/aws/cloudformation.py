"""Use of `aws:cloudformation/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class StackUsage(Usage):
    """Use of a stack."""

    monthly_handler_operations: Amount
    """Operations a month on resources of third parties."""
    monthly_duration_secs: Amount
    """Seconds a month that these operations take beyond 30 each."""
