"""Values that are open but can only be one of a few: the estimate is a range over the choices.

An instance type that comes from configuration not yet set, with allowed values in the standard, is such a value. Not
here: values about which nothing is known; those are gaps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from outlay.estimate.charge import PricedCharge, Range
from outlay.estimate.pricing import cost_of
from outlay.estimate.resource_cost import ResourceCost, status_of
from outlay.resource import Resource, Unknown, Value

MOST_VARIANTS: Final = 32
"""With more combinations than this a value counts as open: the range would say nothing."""


def variants(resource: Resource) -> list[Resource]:
    """The resource with every combination of its open values' choices; itself where there is none."""
    found = [dict(resource.inputs)]
    for key, value in resource.inputs.items():
        choices = _choices(value)
        if choices:
            found = [{**inputs, key: choice} for inputs in found for choice in choices]
        if len(found) > MOST_VARIANTS:
            return [resource]
    return [resource] if len(found) == 1 else [replace(resource, inputs=inputs) for inputs in found]


def merged(costs: Sequence[ResourceCost]) -> ResourceCost:
    """One cost over alternatives: each line from the least to the most, the first alternative as the expected one."""
    first = costs[0]
    lines: dict[str, list[PricedCharge]] = {}
    for alternative in costs:
        for charge in alternative.charges:
            lines.setdefault(charge.label, []).append(charge)
    charges = tuple(_line(alternatives, len(costs)) for alternatives in lines.values())
    gaps = sorted({gap for each in costs for gap in each.cost.gaps})
    total = cost_of(charges, gaps, first.cost.currency)
    return replace(
        first,
        status=status_of(total.gaps, has_charges=bool(charges)),
        cost=total,
        charges=charges,
        free_reason="" if charges or gaps else first.free_reason,
        assumptions=tuple(sorted({text for each in costs for text in each.assumptions})),
    )


def _choices(value: Value) -> Sequence[Value]:
    if isinstance(value, Unknown):
        return value.choices
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if choices := _choices(inner):
                return [{**value, key: choice} for choice in choices]
    return ()


def _line(alternatives: Sequence[PricedCharge], count: int) -> PricedCharge:
    """The range over one line's alternatives; where some alternatives lack the line, it begins at zero."""
    first = alternatives[0]
    costs = [charge.cost for charge in alternatives if charge.cost is not None]
    if not costs:
        return first
    lows = [cost.low for cost in costs]
    low = min(lows) if len(costs) == count else min(*lows, type(lows[0])(0))
    expected = first.cost.expected if first.cost is not None else max(low, min(cost.expected for cost in costs))
    high = max(cost.high for cost in costs)
    return replace(first, cost=Range(low, expected, high), formula=f"{first.formula} (over {count} alternatives)")
