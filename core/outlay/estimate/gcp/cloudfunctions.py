"""Pricers of `gcp:cloudfunctions/…` (functions of the first generation)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import GB, GB_SECOND, GHZ_SECOND, MILLION_REQUESTS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.gcp.cloudfunctions import FunctionUsage

_SERVICE: Final = "CloudFunctions"
_DEFAULT_MEMORY: Final = 256
_BILLED_STEP_MS: Final = 100
"""Milliseconds to whose next multiple each invocation is rounded up."""
_GHZ: Final = {
    128: Decimal("0.2"),
    256: Decimal("0.4"),
    512: Decimal("0.8"),
    1024: Decimal("1.4"),
    2048: Decimal("2.4"),
    4096: Decimal("4.8"),
    8192: Decimal("4.8"),
}
"""GHz of CPU that come with each size of memory (MiB)."""


@prices("gcp:cloudfunctions/function:Function", usage=FunctionUsage)
def function(resource: Subject, usage: FunctionUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A function: its CPU and memory for as long as invocations take, their number, and data that leaves.

    What an account has for nothing is not subtracted.
    Source: Google Cloud, Cloud Run functions (1st gen) pricing.
    """
    yield from independently(_compute(resource, usage), _invocations(usage))


def _compute(resource: Subject, usage: FunctionUsage) -> Iterator[Charge | Free]:
    memory = resource.inputs.number("availableMemoryMb", _DEFAULT_MEMORY)
    duration = usage.request_duration_ms.rounded_up(_BILLED_STEP_MS)
    seconds = usage.monthly_function_invocations * duration / 1000
    query = PriceQuery(_SERVICE, resource.region, "cpu")
    yield Charge("CPU", GHZ_SECOND * (seconds * _ghz(memory)), query)
    query = PriceQuery(_SERVICE, resource.region, "memory")
    yield Charge("Memory", GB_SECOND * (seconds * (memory / 1024)), query)


def _invocations(usage: FunctionUsage) -> Iterator[Charge | Free]:
    query = PriceQuery(_SERVICE, GLOBAL, "invocations")
    yield Charge("Invocations", MILLION_REQUESTS * (usage.monthly_function_invocations / 1_000_000), query)
    query = PriceQuery(_SERVICE, GLOBAL, "outbound-data")
    yield Charge("Outbound data transfer", GB * usage.monthly_outbound_data_gb, query)


def _ghz(memory: Amount) -> Amount:
    if memory.open:
        return memory
    clock = _GHZ.get(int(memory.expected)) if memory.expected == int(memory.expected) else None
    if clock is None:
        return Amount.unknown("GHz", f"no function has {memory.formula} MiB of memory")
    return Amount.exactly(clock, "GHz")
