"""Values that are open but can only be one of a few: the estimate is a range over the choices.

An instance type that comes from configuration not yet set, with allowed values in the standard, is such a value. Not
here: values about which nothing is known; those are gaps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from math import prod
from types import NoneType
from typing import Final, TypeAlias

from outlay.estimate.charge import PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost
from outlay.money import ZERO
from outlay.region import region_of_inputs
from outlay.resource import Resource, Unknown, Value

MOST_VARIANTS: Final = 32
"""With more combinations than this a value counts as open: the range would say nothing."""

_PLAIN: Final = frozenset({str, int, bool, Decimal, NoneType})
"""What most properties are; to tell one of these from a mapping takes longer than to find it here."""

_Path: TypeAlias = tuple[str | int, ...]


def variants(resource: Resource) -> list[Resource]:
    """The resource with every combination of its open values' choices, wherever they stand; itself where none has any.

    A region that follows from such a value follows each of its choices.
    """
    places = [] if not _has_choices(resource.inputs) else list(_places(resource.inputs, ()))
    regions = resource.region.choices if isinstance(resource.region, Unknown) else ()
    if not places and not regions:
        return [resource]
    if prod(len(choices) for _, choices in places) > MOST_VARIANTS:
        return [resource]
    paths = [path for path, _ in places]
    found = [
        variant
        for chosen in product(*(choices for _, choices in places))
        for variant in _with(resource, dict(zip(paths, chosen, strict=True)))
    ]
    return found if len(found) <= MOST_VARIANTS else [resource]


def merged(costs: Sequence[ResourceCost]) -> ResourceCost:
    """One cost over alternatives: each line from the least to the most, the first alternative as the expected one.

    Each line is taken by itself, so that the lines add up to the total; where alternatives trade one line for another,
    the range is wider than that of their sums.
    """
    first = costs[0]
    alternatives = [{charge.label: charge for charge in cost.charges} for cost in costs]
    labels = dict.fromkeys(label for lines in alternatives for label in lines)
    charges = [merged_line([lines.get(label) for lines in alternatives]) for label in labels]
    loose_gaps = sorted({gap for cost in costs for gap in cost.loose_gaps})
    return replace(
        first.with_charges(charges, loose_gaps),
        region=first.region if all(cost.region == first.region for cost in costs) else None,
        free_reason="" if charges or loose_gaps else first.free_reason,
        assumptions=tuple(dict.fromkeys(text for cost in costs for text in cost.assumptions)),
        neighbours=tuple(dict.fromkeys(urn for cost in costs for urn in cost.neighbours)),
    )


def _has_choices(value: Value) -> bool:
    """Whether a value with choices is anywhere within; asked of every resource, so that most need no more."""
    if isinstance(value, Unknown):
        return bool(value.choices)
    if isinstance(value, Mapping):
        value = tuple(value.values())
    return isinstance(value, list | tuple) and any(_has_choices(each) for each in value if type(each) not in _PLAIN)


def _places(value: Value, path: _Path) -> Iterator[tuple[_Path, Sequence[Value]]]:
    """Where the values with choices stand, and their choices."""
    if isinstance(value, Unknown):
        if value.choices:
            yield path, value.choices
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _places(inner, (*path, index))


def _with(resource: Resource, chosen: Mapping[_Path, Value]) -> Iterator[Resource]:
    """The resource with these values, in each region that they leave open."""
    inputs = {key: _replaced(value, (key,), chosen) for key, value in resource.inputs.items()}
    region = resource.region
    if isinstance(region, Unknown):
        own = region_of_inputs(resource.package, inputs)
        named = [own] if isinstance(own, str) else [choice for choice in region.choices if isinstance(choice, str)]
        regions: Sequence[str | Unknown] = named or [region]
        for each in regions:
            yield replace(resource, inputs=inputs, region=each)
    else:
        yield replace(resource, inputs=inputs)


def _replaced(value: Value, path: _Path, chosen: Mapping[_Path, Value]) -> Value:
    if path in chosen:
        return chosen[path]
    if isinstance(value, Mapping):
        return {key: _replaced(inner, (*path, key), chosen) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(inner, (*path, index), chosen) for index, inner in enumerate(value)]
    return value


def merged_line(alternatives: Sequence[PricedCharge | None]) -> PricedCharge:
    """One line over its alternatives, of which one at least has it; where one lacks it, it begins at zero."""
    lines = [line for line in alternatives if line is not None]
    first = lines[0]
    unit_prices = {line.unit_price for line in lines}
    bought = {(line.query, line.reserved_dimension, line.unit_price, line.hours) for line in lines}
    cost = _span([line.cost if line else None for line in alternatives])
    is_listed = all(line.list_cost is not None for line in lines if line.cost is not None)
    return replace(
        first,
        quantity=_span([line.quantity if line else None for line in alternatives]),
        unit_price=first.unit_price if len(unit_prices) == 1 else None,
        cost=cost,
        list_cost=_span([line.list_cost if line else None for line in alternatives]) if is_listed else None,
        contracted_cost=_span([line.contracted_cost if line else None for line in alternatives]),
        alternatives=tuple(alternatives) if len(bought) > 1 else (),
        formula=f"{first.formula} (over {len(alternatives)} alternatives)",
        gaps=tuple(dict.fromkeys(gap for line in lines for gap in line.gaps)),
    )


def _span(figures: Sequence[Range | None]) -> Range | None:
    """From the least to the most with the first one's expected figure; what is lacking counts as zero."""
    if not any(figures):
        return None
    nothing = Range(ZERO, ZERO, ZERO)
    known = [figure or nothing for figure in figures]
    return Range(min(each.low for each in known), known[0].expected, max(each.high for each in known))
