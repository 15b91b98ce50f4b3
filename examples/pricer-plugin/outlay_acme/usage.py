"""What a cache consumes a month that its properties do not say."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheUsage(Usage):
    """Use of a cache."""

    monthly_requests: Amount
    """Requests a month."""
