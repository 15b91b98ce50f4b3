"""Use of `aws:cloudtrail/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailUsage(Usage):
    """Use of a trail."""

    monthly_additional_management_events: Amount
    """Management events a month that are delivered once more: the first trail of a region is free."""
    monthly_data_events: Amount
    """Data events a month."""
    monthly_insight_events: Amount
    """Events a month that Insights analyses."""
