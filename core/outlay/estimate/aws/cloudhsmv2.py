"""Pricers of `aws:cloudhsmv2/…`: hardware security modules. A cluster is charged by the modules in it."""

from collections.abc import Iterator

from outlay.estimate.amount import HOUR, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.model import NoUsage


@prices("aws:cloudhsmv2/hsm:Hsm")
def hsm(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A hardware security module: each hour.

    Source: AWS CloudHSM pricing.
    """
    yield Charge("HSM usage", HOUR * MONTH_HOURS, PriceQuery("CloudHSM", resource.region, "HSM", "hours"))
