"""Pricers of `aws:cloudhsmv2/…`: hardware security modules. A cluster is charged by the modules in it."""

from collections.abc import Iterator

from outlay.estimate.amount import HOUR, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.cloudhsmv2 import HsmUsage


@prices("aws:cloudhsmv2/hsm:Hsm", usage=HsmUsage)
def hsm(resource: Subject, usage: HsmUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A hardware security module: each hour that it exists.

    Source: AWS CloudHSM pricing.
    """
    hours = Amount.exactly(MONTH_HOURS, "hours a month") if usage.monthly_hrs.open else usage.monthly_hrs
    yield Charge("HSM usage", HOUR * hours, PriceQuery("CloudHSM", resource.region, "HSM", "hours"))
