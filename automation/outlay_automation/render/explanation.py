"""One resource's cost in full: each charge with its formula, its price and where that is from; and what would be less.

Plain text without rich, so that it can be searched and pasted. Not here: which resource is meant (the command).
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, TextIO, TypeAlias

from outlay.alternatives import Alternative
from outlay.discount.line import undiscounted
from outlay.estimate.amount import written
from outlay.estimate.charge import DiscountKind, PricedCharge, Range
from outlay.estimate.resource_cost import CommitmentPrice, CommitmentUse, ResourceCost, Status
from outlay.money import Gap, GapKind
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import YEAR_HOURS
from outlay.resource import name_of

from outlay_automation.render import figures
from outlay_automation.render.counted import in_units, tier_in_full
from outlay_automation.render.sections import singular

_Prices: TypeAlias = Mapping[tuple[DiscountKind, str], Sequence[CommitmentPrice]]
_SEVERAL: Final = 2
_PLACES: Final = 8
_HOW_TO_STATE_USE: Final = "State the use in finops.yaml, under usage.types or usage.resources, and it has a cost."

_CHEAPER_BY_ITSELF: Final = "Cheaper (by itself, without the commitments that the standard states)"


def print_explanation(
    cost: ResourceCost,
    stream: TextIO,
    commitments: Sequence[CommitmentUse] = (),
    cheaper: Sequence[Alternative] = (),
) -> None:
    """Print the resource, its charges, its gaps, what its figures rest on, and what would be cheaper.

    Args:
        cost: the resource.
        stream: where to.
        commitments: what it may draw on, so that it can be said what these are charged by.
        cheaper: what it could be instead.
    """
    by_name = {(each.kind, each.name): each.prices for each in commitments}
    where = f" in {cost.region}" if cost.region else ""
    stream.write(f"{cost.name}  {cost.type}{where}\n{cost.urn}\n{_headline(cost)}\n")
    for charge in cost.charges:
        stream.write("\n" + "\n".join(_charge(charge, by_name, cost.cost.currency)) + "\n")
    for gap in cost.cost.gaps:
        if not any(gap in charge.gaps for charge in cost.charges):
            stream.write(f"\n{_gap(gap)}\n")
    if cost.assumptions:
        stream.write("\nAssumptions\n" + "".join(f"  {text}\n" for text in cost.assumptions))
    if any(gap.charge for gap in cost.cost.gaps_of(GapKind.USAGE)):
        stream.write(f"\n{_HOW_TO_STATE_USE}\n")
    if cheaper:
        title = _CHEAPER_BY_ITSELF if commitments else "Cheaper"
        stream.write(f"\n{title}\n" + "".join(f"  {line}\n" for each in cheaper for line in _alternative(each)))


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


def _charge(charge: PricedCharge, commitments: _Prices, currency: str) -> Iterator[str]:
    yield tier_in_full(charge.label, charge.unit)
    price, unit_price = charge.price, charge.unit_price
    if unit_price is not None and charge.quantity is not None and charge.cost is not None:
        before = undiscounted(charge) or charge.cost
        amount = figures.span(before.low, before.expected, before.high, currency)
        quantity = in_units(_quantity(charge.quantity), charge.unit)
        yield f"  {quantity} × {figures.unit_price(unit_price, currency)} = {amount}"
        if charge.formula != written(charge.quantity.expected):
            yield f"  quantity: {charge.formula}"
    elif price is None and charge.quantity is not None and charge.cost is not None and not charge.quantity.high:
        nothing = figures.money(charge.cost.expected, currency)
        yield f"  {in_units(_quantity(charge.quantity), charge.unit)} = {nothing} at any price; none is known"
    elif unit_price is not None:
        yield f"  {figures.unit_price(unit_price, currency)} per {singular(charge.unit)}"
    for gap in charge.gaps:
        yield f"  {_gap(gap)}"
    if price is not None:
        yield f"  price: {charge.query}"
        yield f"  {_source(price)}"
    yield from _chain(charge, commitments, currency)


def _source(price: Price) -> str:
    return f"source: {price.source}, {price.as_of.isoformat()}, grade {price.grade.value}, {price.layer}"


def _chain(charge: PricedCharge, commitments: _Prices, currency: str) -> Iterator[str]:
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
        for price in _prices_of(charge.query, commitments.get((each.kind, each.name), ())):
            yield from _commitment_price(price, currency)
    yield f"  effective cost: {_amount(cost, currency)}"


def _prices_of(query: PriceQuery, prices: Sequence[CommitmentPrice]) -> Iterator[CommitmentPrice]:
    """The price that a commitment is charged by for this charge: its only one, or that of what is charged."""
    for each in prices:
        asked = each.query
        is_same = (asked.service, asked.region, asked.item) == (query.service, query.region, query.item)
        if len(prices) == 1 or (is_same and asked.dimension == query.dimension):
            yield each


def _commitment_price(of: CommitmentPrice, currency: str) -> Iterator[str]:
    """What an hour costs under a commitment and how that follows from its price, and where that price is from."""
    effective = figures.unit_price(_rounded(of.rate), currency)
    hourly = figures.unit_price(of.price.unit_price, currency)
    if of.percent is not None:
        yield f"    {hourly} on demand less {of.percent} %, as the standard states = {effective} an hour"
    elif of.price.upfront:
        upfront, hours = figures.money(of.price.upfront, currency), YEAR_HOURS * of.years
        yield f"    {upfront} upfront, spread over {hours:,} hours, and {hourly} an hour = {effective} an hour"
    else:
        yield f"    {hourly} an hour, nothing upfront"
    yield f"    price: {of.query}"
    yield f"    {_source(of.price)}"


def _rounded(rate: Fraction) -> Decimal:
    """A rate to the hundred-millionth, below which nothing is charged."""
    return round(Decimal(rate.numerator) / rate.denominator, _PLACES)


def _alternative(of: Alternative) -> Iterator[str]:
    """What it is, what it saves, what to set for it and where, and what has to hold."""
    saving = figures.money(of.saving, of.cost.currency)
    yield f"{of.title}: {saving} less, {figures.cost(of.cost)} a month"
    if of.changes:
        where = f" of {name_of(of.urn)}" if of.urn else ""
        yield f"  set {of.to_set}{where}"
    if of.condition:
        yield f"  where {of.condition}"


def _amount(of: Range, currency: str) -> str:
    return figures.span(of.low, of.expected, of.high, currency)


def _gap(gap: Gap) -> str:
    return gap.reason if gap.kind is GapKind.USAGE else f"{gap.kind.value.replace('_', ' ')}: {gap.reason}"


def _quantity(quantity: Range) -> str:
    if quantity.low == quantity.high:
        return f"{Decimal(_shortened(quantity.expected)):,f}"
    return f"{_shortened(quantity.low)}–{_shortened(quantity.high)}"


def _shortened(number: Decimal) -> str:
    """A number as a person writes it; of an endless fraction, as that of a schedule is, as much as matters."""
    return written(round(number, _PLACES))
