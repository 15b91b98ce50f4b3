"""One resource's cost in full: each charge with its formula, its price and where that price comes from.

Plain text without rich, so that it can be searched and pasted. Not here: which resource is meant (the command).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, TextIO

from outlay.discount.line import undiscounted
from outlay.estimate.amount import written
from outlay.estimate.charge import PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost, Status
from outlay.money import Gap, GapKind

from outlay_automation.render import figures
from outlay_automation.render.sections import singular

_SEVERAL: Final = 2
_HOW_TO_STATE_USE: Final = "State the use in finops.yaml, under usage.types or usage.resources, and it has a cost."


def print_explanation(cost: ResourceCost, stream: TextIO) -> None:
    """Print the resource, its charges, its gaps and what its figures rest on."""
    where = f" in {cost.region}" if cost.region else ""
    stream.write(f"{cost.name}  {cost.type}{where}\n{cost.urn}\n{_headline(cost)}\n")
    for charge in cost.charges:
        stream.write("\n" + "\n".join(_charge(charge, cost.cost.currency)) + "\n")
    for gap in cost.cost.gaps:
        if not any(gap in charge.gaps for charge in cost.charges):
            stream.write(f"\n{_gap(gap)}\n")
    if cost.assumptions:
        stream.write("\nAssumptions\n" + "".join(f"  {text}\n" for text in cost.assumptions))
    if cost.cost.gaps_of(GapKind.USAGE):
        stream.write(f"\n{_HOW_TO_STATE_USE}\n")


def _headline(cost: ResourceCost) -> str:
    """What can be said of the whole resource in a line."""
    known = sum(charge.cost is not None for charge in cost.charges)
    if cost.status is Status.FREE:
        return f"free: {cost.free_reason}"
    if not known:
        return {
            Status.USAGE: "it costs what is used of it, and nobody stated how much",
            Status.UNKNOWN: "no figure: what decides its cost is open until deployment",
            Status.UNPRICED: "no figure: the price book does not have its price",
        }.get(cost.status, "no figure")
    amount = f"{figures.cost(cost.cost)} a month"
    if known >= _SEVERAL:
        amount += f" in {known} charges"
    if cost.status is Status.PRICED:
        return amount
    return f"{amount}, and what {'depends on use' if cost.status is Status.USAGE else 'has no figure'}"


def _charge(charge: PricedCharge, currency: str) -> Iterator[str]:
    yield charge.label
    price, unit_price = charge.price, charge.unit_price
    if unit_price is not None and charge.quantity is not None and charge.cost is not None:
        before = undiscounted(charge) or charge.cost
        amount = figures.span(before.low, before.expected, before.high, currency)
        quantity = _quantity(charge.quantity)
        yield f"  {quantity} {charge.unit} × {figures.unit_price(unit_price, currency)} = {amount}"
        if charge.formula != written(charge.quantity.expected):
            yield f"  quantity: {charge.formula}"
    elif unit_price is not None:
        yield f"  {figures.unit_price(unit_price, currency)} per {singular(charge.unit)}"
    for gap in charge.gaps:
        yield f"  {_gap(gap)}"
    if price is not None:
        yield f"  price: {charge.query}"
        yield f"  source: {price.source}, {price.as_of.isoformat()}, grade {price.grade.value}, {price.layer}"
    yield from _chain(charge, currency)


def _chain(charge: PricedCharge, currency: str) -> Iterator[str]:
    """From list to effective cost: what a contract and each discount make of it. Nothing where they are the same."""
    cost = charge.cost
    if cost is None or (not charge.discounts and charge.list_cost == cost):
        return
    listed = "not known" if charge.list_cost is None else _amount(charge.list_cost, currency)
    published = charge.list_price
    of_source = f" ({published.source}, {published.as_of.isoformat()}, {published.layer})" if published else ""
    yield f"  list cost: {listed}{of_source}"
    if charge.contracted_cost is not None:
        yield f"  contracted cost: {_amount(charge.contracted_cost, currency)}"
    for each in charge.discounts:
        yield f"  {each.name}: {figures.money(-each.amount, currency)} ({each.kind.value.replace('_', ' ')})"
    yield f"  effective cost: {_amount(cost, currency)}"


def _amount(of: Range, currency: str) -> str:
    return figures.span(of.low, of.expected, of.high, currency)


def _gap(gap: Gap) -> str:
    return gap.reason if gap.kind is GapKind.USAGE else f"{gap.kind.value.replace('_', ' ')}: {gap.reason}"


def _quantity(quantity: Range) -> str:
    if quantity.low == quantity.high:
        return f"{Decimal(written(quantity.expected)):,f}"
    return f"{written(quantity.low)}–{written(quantity.high)}"
