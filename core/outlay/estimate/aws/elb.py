"""Pricers of `aws:elb/…`: classic load balancers. Newer ones are `aws:lb/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.ec2 import DataProcessedUsage

_CLASSIC: Final = "classic"


@prices("aws:elb/loadBalancer:LoadBalancer", usage=DataProcessedUsage)
def load_balancer(resource: Subject, usage: DataProcessedUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A classic load balancer: each hour that it exists, and each GB through it.

    Source: Elastic Load Balancing pricing, Classic Load Balancer.
    """
    yield from classic_charges(resource.region, usage.monthly_data_processed_gb)
    if not (resource.inputs.has("internal") and resource.inputs.flag("internal")):
        resource.inputs.assume("the public IPv4 addresses of the load balancer are not included")


def classic_charges(region: str | Unknown | None, gigabytes: Amount, component: str = "") -> Iterator[Charge]:
    """The hours of a classic load balancer and the GB through it."""
    hours = PriceQuery("AWSELB", region, _CLASSIC, "hours")
    yield Charge("Load balancer", HOUR * MONTH_HOURS, hours, component)
    yield Charge("Data processed", GB * gigabytes, PriceQuery("AWSELB", region, _CLASSIC, "bytes"), component)
