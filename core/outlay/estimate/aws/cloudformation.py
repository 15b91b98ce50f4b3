"""Pricers of `aws:cloudformation/…`: stacks and stack sets."""

import re
from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.cloudformation import StackUsage

_SERVICE: Final = "AWSCloudFormation"
_OPERATIONS: Final = Unit("operations")
_SECONDS: Final = Unit("seconds")
_PROVIDER: Final = re.compile(r"\b(\w{2,64})::\w{2,64}::\w{2,64}")
_FREE_PROVIDERS: Final = frozenset({"AWS", "Alexa", "Custom"})


@prices("aws:cloudformation/stack:Stack", usage=StackUsage)
@prices("aws:cloudformation/stackSet:StackSet", usage=StackUsage)
def stack(resource: Subject, usage: StackUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A stack or stack set: operations on resources of third parties, and their time beyond 30 seconds.

    What it makes is charged by the services that it is made in, and not seen here.
    Source: AWS CloudFormation pricing.
    """
    if _has_only_own_types(resource.inputs):
        resource.inputs.assume("what the template makes is not included")
        yield Free("operations on resources of AWS are free")
        return
    for name, quantity, dimension in (
        ("Handler operations", _OPERATIONS * usage.monthly_handler_operations, "operations"),
        ("Durations above 30s", _SECONDS * usage.monthly_duration_secs, "duration"),
    ):
        yield Charge(name, quantity, PriceQuery(_SERVICE, resource.region, "Handler", dimension))


def _has_only_own_types(inputs: Properties) -> bool:
    """Whether the template can be read and names none but types of AWS."""
    body = inputs.values.get("templateBody")
    providers = set(_PROVIDER.findall(body)) if isinstance(body, str) else set()
    return bool(providers) and providers <= _FREE_PROVIDERS
