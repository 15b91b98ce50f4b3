"""Pricers of `gcp:cloudscheduler/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import MONTH
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.model import NoUsage

_SERVICE: Final = "CloudScheduler"


@prices("gcp:cloudscheduler/job:Job")
def job(_resource: Subject, _usage: NoUsage, _near: Neighbours) -> Iterator[Charge | Free]:
    """A job: each month, paused or not, however often it runs.

    The three jobs that a billing account has for nothing are not subtracted.
    Source: Google Cloud, Cloud Scheduler pricing.
    """
    yield Charge("Job", MONTH * 1, PriceQuery(_SERVICE, GLOBAL, "job"))
