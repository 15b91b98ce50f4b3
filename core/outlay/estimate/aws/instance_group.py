"""What a group of equal EC2 instances costs: the charges of one, times how many of them run.

Groups of EC2 Auto Scaling, EKS and Elastic Beanstalk share it. Not here: how many instances a group has (its pricer).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import Amount
from outlay.estimate.aws.ec2 import instance_charges
from outlay.estimate.aws.ec2_launch import in_shape_of_an_instance
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.subject import Neighbours, Subject
from outlay.resource import Value
from outlay.usage.aws.ec2 import GroupUsage

LAUNCH_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_SPOT_MARKET: Final = {"marketType": "spot"}
_NO_INSTANCES: Final = "the group has no instances"


@dataclass(frozen=True, slots=True)
class Members:
    """How many instances run at the price that their settings say, and how many on spot capacity; None where none."""

    plain: Amount | None
    spot: Amount | None = None


def group_charges(
    resource: Subject, settings: Mapping[str, Value], members: Members, usage: GroupUsage
) -> Iterator[Charge | Free]:
    """The charges of all instances with these settings, which have the shape of an instance's properties.

    Where instances run in both markets, those on spot capacity are a part of their own.
    """
    resource.inputs.assume("public IPv4 addresses of the instances are not included")
    on_spot = {**settings, "instanceMarketOptions": _SPOT_MARKET}
    prefix = "" if members.plain is None else "spot instances"
    yield from independently(
        _market_charges(resource, settings, members.plain, usage, ""),
        _market_charges(resource, on_spot, members.spot, usage, prefix),
    )


def _market_charges(
    resource: Subject, settings: Mapping[str, Value], count: Amount | None, usage: GroupUsage, part: str
) -> Iterator[Charge | Free]:
    """The charges of the instances that run in one market."""
    if count is None:
        return
    if count.is_exact and not count.expected:
        yield Free(_NO_INSTANCES)
        return
    hours = resource.running_hours if usage.monthly_hrs.open else usage.monthly_hrs
    for charge in instance_charges(Properties(settings, resource.reading), resource.region, hours, usage):
        yield charge if isinstance(charge, Free) else _of_part(charge.times(count), part)


def _of_part(charge: Charge, part: str) -> Charge:
    return replace(charge, component=": ".join(filter(None, (part, charge.component)))) if part else charge


def template_settings(near: Neighbours, key: str) -> dict[str, Value]:
    """The settings of the launch template that the property refers to, in the shape of an instance's properties.

    Raises:
        OpenValue: when it is not in this stack.
    """
    template = near.target(key, LAUNCH_TEMPLATE)
    if template is None:
        raise OpenValue(key, "names a launch template that is not in this stack")
    return in_shape_of_an_instance(template.inputs.values)


def group_size(inputs: Properties, least: str, desired: str, most: str) -> Amount:
    """How many instances the group has: from the least to the most, the desired number expected.

    A group whose desired number is not set begins with its least; where that is none, one stands for it by name. A
    desired number outside the two, which AWS refuses, counts by itself.
    """
    low, high = inputs.number(least, 0), inputs.number(most)
    if inputs.has(desired):
        wanted = inputs.number(desired)
    else:
        wanted = low
        if low.is_exact and not low.expected:
            inputs.assume("one instance is expected: the group may have none, and its desired number is not set")
            wanted = Amount.exactly(1, "instances")
    if wanted.open or low.open or high.open:
        return wanted if not wanted.open else Amount.spanning(low, wanted, high, "instances")
    if low.expected == high.expected or not low.expected <= wanted.expected <= high.expected:
        return wanted
    return Amount.spanning(low, wanted, high, "instances")


def shared_out(capacity: Amount, weight: Decimal, base: Amount, percent_above: Amount) -> Members:
    """A mixed group's instances: the base and a percentage of the rest on demand, the others on spot capacity.

    `capacity` and `base` are in units of which an instance has `weight`; each side has as many instances as it needs.
    Source: Amazon EC2 Auto Scaling User Guide, instances distribution.
    """
    if percent_above.is_exact and percent_above.expected >= 100:
        return Members((capacity / weight).rounded_up())
    ends = [_on_demand(end, base.expected, percent_above.expected) for end in _ends(capacity)]
    on_demand = _amount(ends, "capacity on demand", capacity, base, percent_above)
    rest = [end - part for end, part in zip(_ends(capacity), ends, strict=True)]
    spot = _amount(rest, "capacity on spot", capacity, base, percent_above)
    nothing_on_demand = on_demand.is_exact and not on_demand.expected
    nothing_on_spot = spot.is_exact and not spot.expected and not nothing_on_demand
    return Members(
        None if nothing_on_demand else (on_demand / weight).rounded_up(),
        None if nothing_on_spot else (spot / weight).rounded_up(),
    )


def _ends(amount: Amount) -> tuple[Decimal, Decimal, Decimal]:
    return amount.low, amount.expected, amount.high


def _on_demand(capacity: Decimal, base: Decimal, percent_above: Decimal) -> Decimal:
    return min(capacity, base) + max(capacity - base, Decimal(0)) * min(percent_above, Decimal(100)) / 100


def _amount(ends: list[Decimal], name: str, *rests_on: Amount) -> Amount:
    open_ = tuple(dict.fromkeys(each for amount in rests_on for each in amount.open))
    low, expected, high = ends
    return Amount(low, expected, high, name, open_)
