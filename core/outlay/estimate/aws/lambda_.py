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
from outlay.usage.aws.lambda_ import FunctionUsage, ProvisionedConcurrencyUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AWSLambda"
_FUNCTION: Final = "aws:lambda/function:Function"
_MILLION: Final = 10**6
_MILLISECONDS: Final = 1000
_SECONDS: Final = 3600
"""Seconds in an hour."""
_MB: Final = 1024
"""Megabytes in a gigabyte, as Lambda counts memory."""
_DEFAULT_MEMORY_MB: Final = 128
_INCLUDED_EPHEMERAL_MB: Final = 512


@prices(_FUNCTION, usage=FunctionUsage)
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


@prices("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", usage=ProvisionedConcurrencyUsage)
def provisioned_concurrency_config(
    resource: Subject, usage: ProvisionedConcurrencyUsage, near: Neighbours
) -> Iterator[Charge | Free]:
    """Provisioned concurrency: memory × executions × the time it is kept, and requests that run within it.

    Source: AWS Lambda pricing, provisioned concurrency.
    """
    region = resource.region
    requests = MILLION_REQUESTS * (usage.monthly_requests / _MILLION)
    yield Charge("Requests", requests, PriceQuery(_SERVICE, region, "Request"))
    function_ = near.target("functionName", _FUNCTION)
    memory = _memory_gb(usage, function_)
    architecture = _architecture_of(resource, usage, function_)
    kept = usage.monthly_duration_hrs
    if kept.open:
        resource.inputs.assume("the concurrency is kept all month (set usage monthly_duration_hrs to change it)")
        kept = resource.running_hours
    executions = resource.inputs.number("provisionedConcurrentExecutions")
    quantity = GB_SECOND * (executions * memory * kept * _SECONDS)
    yield Charge(
        "Provisioned concurrency", quantity, PriceQuery(_SERVICE, region, "ProvisionedConcurrency", architecture)
    )
    seconds = usage.monthly_requests * usage.request_duration_ms.rounded_up() / _MILLISECONDS
    query = PriceQuery(_SERVICE, region, "ProvisionedDuration", architecture)
    yield Charge("Duration", GB_SECOND * (seconds * memory), query)


def _memory_gb(usage: ProvisionedConcurrencyUsage, function_: Subject | None) -> Amount:
    if usage.memory_mb.open and function_ is not None:
        return function_.inputs.number("memorySize", default=_DEFAULT_MEMORY_MB) / _MB
    return usage.memory_mb / _MB


def _architecture_of(resource: Subject, usage: ProvisionedConcurrencyUsage, function_: Subject | None) -> str:
    if usage.architecture:
        return usage.architecture.replace("_", "-").lower()
    return _architecture((function_ or resource).inputs)


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
