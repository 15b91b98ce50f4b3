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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionedConcurrencyUsage(FunctionUsage):
    """Use of provisioned concurrency: what runs within it, and how long it is kept."""

    monthly_duration_hrs: Amount
    """Hours a month that the concurrency is kept; all of them where nothing is stated."""
    architecture: str
    """`x86_64` or `arm64`; the function's where nothing is stated."""
    memory_mb: Amount
    """Megabytes of memory of the function; its own where nothing is stated."""
