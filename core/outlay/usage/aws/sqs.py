"""Use of `aws:sqs/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueUsage(Usage):
    """Use of a queue."""

    monthly_requests: Amount
    """API requests a month, empty receives included."""
    request_size_kb: Amount
    """KB that a request carries on average; each 64 KB begun count as one request."""
