"""Use of `gcp:cloudfunctions/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionUsage(Usage):
    """Use of a function."""

    request_duration_ms: Amount
    """Milliseconds that an invocation takes on average."""
    monthly_function_invocations: Amount
    """Invocations a month."""
    monthly_outbound_data_gb: Amount
    """GB a month that leave for the internet."""
