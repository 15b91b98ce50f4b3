"""Use of `gcp:dns/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSetUsage(Usage):
    """Use of a record set."""

    monthly_queries: Amount
    """Queries a month."""
