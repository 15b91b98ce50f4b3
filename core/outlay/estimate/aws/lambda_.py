"""Pricers of `aws:lambda/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_SECOND, HOUR, MILLION_REQUESTS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.lambda_ import FunctionUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AWSLambda"
_MILLION: Final = 10**6
_MILLISECONDS: Final = 1000
_MB: Final = 1024
"""Megabytes in a gigabyte, as Lambda counts memory."""
_DEFAULT_MEMORY_MB: Final = 128
_INCLUDED_EPHEMERAL_MB: Final = 512


@prices("aws:lambda/function:Function", usage=FunctionUsage)
def function(resource: Subject, usage: FunctionUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A function: each request, memory × duration by architecture, and ephemeral storage above 512 MB × duration.

    A request's duration is billed by the millisecond begun.

    Source: AWS Lambda pricing, on-demand.
    """
    region, inputs = resource.region, resource.inputs
    yield Charge(
        "Requests", MILLION_REQUESTS * (usage.monthly_requests / _MILLION), PriceQuery(_SERVICE, region, "Request")
    )
    if inputs.has("capacityProviderConfig"):
        yield _managed_instances(resource)
        return
    if inputs.has("snapStart"):
        inputs.assume("what SnapStart charges for keeping and restoring snapshots is not included")
    if inputs.has("durableConfig"):
        inputs.assume("what durable executions charge for their operations and data is not included")
    seconds = usage.monthly_requests * usage.request_duration_ms.rounded_up() / _MILLISECONDS
    yield from independently(_ephemeral_storage(resource, seconds), _duration(resource, seconds))


def _ephemeral_storage(resource: Subject, seconds: Amount) -> Iterator[Charge | Free]:
    quantity = GB_SECOND * _ephemeral_gb_seconds(resource.inputs, seconds)
    yield Charge("Ephemeral storage", quantity, PriceQuery(_SERVICE, resource.region, "EphemeralStorage"))


def _duration(resource: Subject, seconds: Amount) -> Iterator[Charge | Free]:
    memory = resource.inputs.number("memorySize", default=_DEFAULT_MEMORY_MB) / _MB
    query = PriceQuery(_SERVICE, resource.region, "Duration", _architecture(resource.inputs))
    yield Charge("Duration", GB_SECOND * (seconds * memory), query)


@prices("aws:lambda/eventSourceMapping:EventSourceMapping")
def event_source_mapping(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An event source mapping: free, but for event pollers that it reserves.

    Source: AWS Lambda pricing, provisioned mode for event source mappings.
    """
    if resource.inputs.has("provisionedPollerConfig"):
        hours = Amount.unknown("poller hours", "how many event pollers run is decided by Lambda")
        yield Charge("Event pollers", HOUR * hours, PriceQuery(_SERVICE, resource.region, "EventPollerUnit"))
    else:
        yield Free("the function that it calls is charged itself")


def _managed_instances(resource: Subject) -> Charge:
    """A function on a capacity provider pays for instances, not for its duration; their number is Lambda's choice."""
    hours = Amount.unknown("instance hours", "how many instances the capacity provider runs is decided by Lambda")
    return Charge("Managed instances", HOUR * hours, PriceQuery(_SERVICE, resource.region, "ManagedInstances"))


def _ephemeral_gb_seconds(inputs: Properties, seconds: Amount) -> Amount:
    """The product, or just zero where the function has no more than what is included, however long it runs."""
    charged = inputs.block("ephemeralStorage").number("size", default=_INCLUDED_EPHEMERAL_MB)
    charged = charged.above(_INCLUDED_EPHEMERAL_MB)
    if charged.is_exact and not charged.expected:
        return charged
    return seconds * (charged / _MB)


def _architecture(inputs: Properties) -> str:
    """`x86-64` or `arm64`.

    Raises:
        OpenValue: when it is open until deployment.
    """
    given = inputs.texts("architectures")
    if not given:
        inputs.assume("architectures = x86_64 (the provider's default)")
        return "x86-64"
    return given[0].replace("_", "-").lower()
