"""Pricers of `aws:sfn/…`: state machines of Step Functions."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_HOUR, MILLION_REQUESTS, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.sfn import StateMachineUsage

_SERVICE: Final = "AmazonStates"
_TRANSITIONS: Final = Unit("1k transitions")
_THOUSAND: Final = 1000
_MILLION: Final = 10**6
_MS_STEP: Final = 100
_MB_STEP: Final = 64
_MB: Final = 1024
_MS_AN_HOUR: Final = 3_600_000


@prices("aws:sfn/stateMachine:StateMachine", usage=StateMachineUsage)
def state_machine(resource: Subject, usage: StateMachineUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A state machine: a standard one each transition, an express one each run, and memory × duration.

    Duration is billed by the 100 milliseconds begun, memory by the 64 MB begun.
    Source: AWS Step Functions pricing.
    """
    region = resource.region
    if resource.inputs.text("type", "STANDARD").upper() != "EXPRESS":
        transitions = _TRANSITIONS * (usage.monthly_transitions / _THOUSAND)
        yield Charge("Transitions", transitions, PriceQuery(_SERVICE, region, "StateTransition"))
        return
    requests = MILLION_REQUESTS * (usage.monthly_requests / _MILLION)
    yield Charge("Requests", requests, PriceQuery(_SERVICE, region, "Request"))
    hours = usage.monthly_requests * usage.workflow_duration_ms.rounded_up(_MS_STEP) / _MS_AN_HOUR
    memory = usage.memory_mb.rounded_up(_MB_STEP).at_least(_MB_STEP) / _MB
    yield Charge("Duration", GB_HOUR * (hours * memory), PriceQuery(_SERVICE, region, "Duration"))
