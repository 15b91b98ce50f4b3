"""Use of `aws:lambda/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionUsage(Usage):
    """Use of a function."""

    monthly_requests: Amount
    """Invocations a month."""
    request_duration_ms: Amount
    """Milliseconds that an invocation takes on average."""
