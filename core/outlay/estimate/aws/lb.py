"""Pricers of `aws:lb/…`: application, network and gateway load balancers. Classic ones are `aws:elb/…`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from outlay.estimate.amount import HOUR, LCU_HOUR, LCU_MONTH, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.lb import LoadBalancerUsage


@dataclass(frozen=True, slots=True)
class CapacityUnit:
    """What one load balancer capacity unit holds, in each of its dimensions."""

    new_connections_per_second: int
    active_connections: int
    gb_per_hour: int = 1
    rule_evaluations_per_second: int | None = None
    """None where rules are not charged."""


CAPACITY_UNITS: Final = {
    "application": CapacityUnit(25, 3000, rule_evaluations_per_second=1000),
    "network": CapacityUnit(800, 100_000),
    "gateway": CapacityUnit(600, 60_000),
}
"""By type of load balancer; for a network load balancer those of TCP (Elastic Load Balancing pricing)."""


@prices("aws:lb/loadBalancer:LoadBalancer", usage=LoadBalancerUsage)
def load_balancer(resource: Subject, usage: LoadBalancerUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A load balancer: each hour that it exists, and the capacity units of its busiest dimension.

    Source: Elastic Load Balancing pricing.
    """
    kind = resource.inputs.item("loadBalancerType", "application")
    yield Charge("Load balancer", HOUR * MONTH_HOURS, PriceQuery("AWSELB", resource.region, kind, "hours"))
    unit = CAPACITY_UNITS.get(kind) if isinstance(kind, str) else None
    if unit is not None:
        hours = LCU_HOUR * capacity_unit_hours(unit, usage)
        query = PriceQuery("AWSELB", resource.region, kind, "capacity-units")
        yield Charge("Capacity units", hours, query, level=LCU_MONTH)
    yield from _reserved(resource, kind)
    is_internal = resource.inputs.has("internal") and resource.inputs.flag("internal")
    if kind != "gateway" and not is_internal:
        resource.inputs.assume("the public IPv4 addresses of the load balancer are not included")


def _reserved(resource: Subject, kind: str | Unknown) -> Iterator[Charge | Free]:
    reserved = resource.inputs.block("minimumLoadBalancerCapacity")
    if reserved.has("capacityUnits"):
        hours = LCU_HOUR * (reserved.number("capacityUnits") * MONTH_HOURS)
        query = PriceQuery("AWSELB", resource.region, kind, "reserved-capacity-units")
        yield Charge("Reserved capacity units", hours, query)


def capacity_unit_hours(unit: CapacityUnit, usage: LoadBalancerUsage) -> Amount:
    """The capacity units of a month in the dimension that uses most of them; open where no dimension is stated.

    Averages over the month stand in for the hours that are billed one by one.
    """
    dimensions = [
        usage.new_connections / (unit.new_connections_per_second * 3600),
        usage.active_connections * MONTH_HOURS / unit.active_connections,
        usage.processed_bytes_gb / unit.gb_per_hour,
    ]
    if unit.rule_evaluations_per_second is not None:
        dimensions.append(usage.rule_evaluations / (unit.rule_evaluations_per_second * 3600))
    stated = [dimension for dimension in dimensions if not dimension.open]
    return _largest(stated) if stated else usage.processed_bytes_gb


def _largest(amounts: Sequence[Amount]) -> Amount:
    """The largest of several amounts, end by end."""
    if len(amounts) == 1:
        return amounts[0]
    return Amount(
        max(amount.low for amount in amounts),
        max(amount.expected for amount in amounts),
        max(amount.high for amount in amounts),
        f"the largest of ({'; '.join(amount.formula for amount in amounts)})",
    )
