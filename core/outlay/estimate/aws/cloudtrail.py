"""Pricers of `aws:cloudtrail/…`: trails. Event data stores have no pricer."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.cloudtrail import TrailUsage

_SERVICE: Final = "AWSCloudTrail"
_PACK: Final = 100_000
_EVENTS: Final = Unit("100k events")


@prices("aws:cloudtrail/trail:Trail", usage=TrailUsage)
def trail(resource: Subject, usage: TrailUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A trail: further copies of management events, data events, and what Insights analyses.

    Source: AWS CloudTrail pricing.
    """
    lines = [("Data events", usage.monthly_data_events, "data-events")]
    if _delivers_management_events(resource.inputs) or not usage.monthly_additional_management_events.open:
        copies = usage.monthly_additional_management_events
        lines.insert(0, ("Management events (additional copies)", copies, "management-events"))
    if resource.inputs.has("insightSelectors") or not usage.monthly_insight_events.open:
        lines.append(("Insight events", usage.monthly_insight_events, "insight-events"))
    for name, events, dimension in lines:
        yield Charge(name, _EVENTS * (events / _PACK), PriceQuery(_SERVICE, resource.region, "Trail", dimension))


def _delivers_management_events(inputs: Properties) -> bool:
    """Whether events of global services are delivered, as they are unless the trail says otherwise."""
    return not inputs.has("includeGlobalServiceEvents") or inputs.flag("includeGlobalServiceEvents")
