"""Pricers of `aws:ssm/…`: parameters, and activations of machines outside of AWS."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, MONTH, MONTH_HOURS, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.ssm import ActivationUsage, ParameterUsage

_SERVICE: Final = "AWSSystemsManager"
_INTERACTIONS: Final = Unit("10k interactions")
_PACK: Final = 10_000
_STANDARD: Final = "standard"
_ADVANCED: Final = "advanced"
_THROUGHPUTS: Final = (_STANDARD, _ADVANCED, "higher")
_STANDARD_BYTES: Final = 4096
"""The longest value of a standard parameter."""
_STANDARD_MACHINES: Final = 1000


@prices("aws:ssm/parameter:Parameter", usage=ParameterUsage)
def parameter(resource: Subject, usage: ParameterUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A parameter: an advanced one each month that it is kept, and requests where the throughput is a higher one.

    Source: AWS Systems Manager pricing, Parameter Store.
    """
    tier = _tier(resource.inputs)
    throughput = usage.api_throughput_limit.lower() or tier
    if throughput not in _THROUGHPUTS:
        raise OpenValue("usage api_throughput_limit", f"is {throughput}, none of {', '.join(_THROUGHPUTS)}")
    if tier != _STANDARD:
        hours = usage.parameter_storage_hrs
        kept = MONTH * 1 if hours.open else MONTH * (hours / MONTH_HOURS)
        yield Charge("Parameter storage", kept, PriceQuery(_SERVICE, resource.region, "AdvancedParameter"))
    if throughput != _STANDARD:
        interactions = _INTERACTIONS * (usage.monthly_api_interactions / _PACK)
        yield Charge("API interactions", interactions, PriceQuery(_SERVICE, resource.region, "ParameterRequests"))
    if tier == throughput == _STANDARD:
        yield Free("a standard parameter costs nothing at standard throughput")


def _tier(inputs: Properties) -> str:
    """`standard` or `advanced`; where AWS chooses, by the length of the value as far as it is known."""
    tier = inputs.text("tier", "Standard").lower()
    if tier != "intelligent-tiering":
        return _STANDARD if tier == _STANDARD else _ADVANCED
    value = inputs.values.get("value")
    if isinstance(value, str):
        return _ADVANCED if len(value.encode()) > _STANDARD_BYTES else _STANDARD
    inputs.assume("the parameter's value, which is not known, is no longer than 4 KB")
    return _STANDARD


@prices("aws:ssm/activation:Activation", usage=ActivationUsage)
def activation(resource: Subject, usage: ActivationUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An activation: each hour of each machine that is registered with it, in the advanced tier.

    The tier is a setting of the account, and no property: use states it, else only more machines than the standard
    tier takes tell that it is the advanced one. Source: AWS Systems Manager pricing, on-premises instance management.
    """
    tier = usage.instance_tier.lower()
    if tier and tier != _ADVANCED:
        yield Free("up to 1,000 machines of the standard tier cost nothing")
        return
    machines = usage.instances if tier or _is_beyond_standard(resource) else Amount.unused("instance_tier")
    query = PriceQuery(_SERVICE, resource.region, "AdvancedInstance", "hours")
    yield Charge("On-premises managed instances", HOUR * (machines * MONTH_HOURS), query)


def _is_beyond_standard(resource: Subject) -> bool:
    limit = resource.inputs.number("registrationLimit", 1)
    if limit.open:
        raise OpenValue("registrationLimit", "is not known, and the tier depends on it")
    return limit.expected > _STANDARD_MACHINES
