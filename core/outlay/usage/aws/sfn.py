"""Use of `aws:sfn/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMachineUsage(Usage):
    """Use of a state machine; which keys count depends on its type."""

    monthly_transitions: Amount
    """State transitions a month of a standard workflow."""
    monthly_requests: Amount
    """Runs a month of an express workflow."""
    workflow_duration_ms: Amount
    """Milliseconds that a run of an express workflow takes on average; each 100 begun count."""
    memory_mb: Amount
    """MB that a run of an express workflow uses on average; each 64 begun count."""
