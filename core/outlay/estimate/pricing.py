"""How one charge becomes figures: quantity × price over graduated tiers, or the gap that stands in its place.

The only place where a quantity meets a price. Not here: which charges a resource has (the pricers).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from outlay.estimate.amount import MONTH_HOURS, Amount, unpriced_too, written
from outlay.estimate.charge import Charge, PricedCharge, Range
from outlay.estimate.properties import Reading
from outlay.money import Gap, GapKind
from outlay.prices.book import CONTRACT, PriceBook
from outlay.prices.query import Grade, Missing, Price, Tier
from outlay.resource import Resource, Unknown

_SCALES = ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(1000), "K"))
_PACKED = re.compile(r"(\d+)([kM]) ")
_PACKS = {"k": Decimal(1000), "M": Decimal(10**6)}

_OUR_OWN: Final = ("unverified: ", "derived: ")
"""How the sources begin that nobody published as they stand here: what rests on them is an assumption by name."""


def price_charge(charge: Charge, resource: Resource, book: PriceBook, reading: Reading) -> Iterable[PricedCharge]:
    """The charge with its figures: one line a graduated tier that it reaches, or one line with the gap.

    Nothing of something costs nothing, whatever its price: then a missing one is no gap. All figures are in the book's
    currency.

    Raises:
        ValueError: when the quantity is no quantity, or the book prices another unit than the charge counts.
    """
    _check(charge)
    is_named = isinstance(charge.price.region, str) and isinstance(charge.price.item, str)
    gaps = [] if is_named and not charge.quantity.amount.open else list(_gaps(charge, resource))
    if len(gaps) > 1:
        gaps = list(dict.fromkeys(gaps))
    answer = book.find(charge.price) if is_named else None
    if isinstance(answer, Missing):
        nearest = f"; the book has {', '.join(answer.nearest)}" if answer.nearest else ""
        gaps = list(_unpriced(charge, resource, f"{answer.reason}{nearest}"))
    elif answer is not None and answer.layer == CONTRACT and answer.unit != charge.quantity.unit.name:
        # a pattern of the contract reaches further than what is published, which the book would have held it to
        counted = f"the contract has {charge.price} per {answer.unit}, and it is counted in {charge.quantity.unit}"
        answer, gaps = None, list(_unpriced(charge, resource, counted))
    if not isinstance(answer, Price):
        quantity = _quantity(charge.quantity.amount)
        is_nothing = quantity is not None and not quantity.high
        cost, gaps = (quantity, []) if is_nothing else (None, gaps)
        return (_line(charge, charge.name, None, None, quantity, cost, tuple(gaps)),)
    if answer.unit != charge.quantity.unit.name:
        raise ValueError(
            f"{charge.label} counts {charge.quantity.unit}, and {charge.price} is priced per {answer.unit}"
        )
    if answer.grade is Grade.D:
        reading.note(f"{charge.label}: the price is a stand-in ({answer.source})")
    elif answer.source.startswith(_OUR_OWN):
        kind, _, why = answer.source.partition(": ")
        reading.note(f"{charge.label}: the price is {kind} ({why})")
    if conversion := book.conversion(charge.price):
        reading.note(conversion)
    if gaps:
        return _with_gaps(charge, answer, tuple(gaps))
    return _figures(charge, answer, _list_price(charge, answer, book))


def _check(charge: Charge) -> None:
    """Whether the charge counts something: pricers of others may yield what no reader of ours would."""
    amount = charge.quantity.amount
    if not (0 <= amount.low <= amount.expected <= amount.high and amount.high.is_finite() and charge.factor >= 0):
        raise ValueError(f"{charge.label} counts {amount.low}–{amount.high} × {charge.factor}, which is no quantity")


def _gaps(charge: Charge, resource: Resource) -> Iterator[Gap]:
    for part, what in ((charge.price.item, "what is charged"), (charge.price.region, "the region")):
        if isinstance(part, Unknown):
            yield Gap(GapKind.UNKNOWN, resource.urn, charge.label, f"{what} is open until deployment")
        elif part is None:
            yield Gap(GapKind.UNKNOWN, resource.urn, charge.label, f"{what} is not known")
    for open_ in charge.quantity.amount.open:
        yield Gap(open_.kind, resource.urn, charge.label, open_.reason)


def _unpriced(charge: Charge, resource: Resource, why: str) -> Iterator[Gap]:
    """That the book has no price: first of all a lack of use where nothing but use that nobody stated is open."""
    lacking = dict.fromkeys(charge.quantity.amount.open)
    if lacking and all(open_.kind is GapKind.USAGE for open_ in lacking):
        for open_ in lacking:
            yield Gap(GapKind.USAGE, resource.urn, charge.label, unpriced_too(open_.reason, why))
    else:
        yield Gap(GapKind.UNPRICED, resource.urn, charge.label, why)


def _with_gaps(charge: Charge, price: Price, gaps: tuple[Gap, ...]) -> Iterator[PricedCharge]:
    """The price of what nobody can count yet, a line a tier."""
    level = charge.level if all(gap.kind is GapKind.USAGE for gap in gaps) else None
    quantity = _quantity(charge.quantity.amount)
    for tier, name in _names(charge.name, price):
        unit_price = tier.unit_price * charge.factor
        if level is None:
            yield _line(charge, name, price, unit_price, quantity, None, gaps)
        else:
            yield replace(_line(charge, name, price, unit_price * MONTH_HOURS, None, None, gaps), unit=level.name)


def _list_price(charge: Charge, price: Price, book: PriceBook) -> Price | None:
    """The published price: the price itself, or the one below a contract's; None where the book has none."""
    if price.layer != CONTRACT:
        return price
    published = book.list_price(charge.price)
    return published if isinstance(published, Price) and published.unit == price.unit else None


def _figures(charge: Charge, price: Price, list_price: Price | None) -> Iterator[PricedCharge]:
    for (tier, name), quantity in zip(_names(charge.name, price), _sliced(charge.quantity.amount, price), strict=True):
        if quantity.high > 0 or tier.start == 0:
            unit_price = tier.unit_price * charge.factor
            cost = _times(quantity, unit_price)
            if list_price is price:
                yield _line(charge, name, price, unit_price, quantity, cost, ())
            else:
                listed = None if list_price is None else _listed(list_price, tier.start, quantity, charge.factor)
                line = _line(charge, name, price, unit_price, quantity, cost, ())
                yield replace(line, list_cost=listed, list_price=list_price)


def _sliced(amount: Amount, price: Price) -> list[Range]:
    """What of a quantity falls into each tier."""
    if len(price.tiers) == 1:
        return [Range(amount.low, amount.expected, amount.high)]
    if amount.low is amount.high:  # most quantities are one number: it is cut up once
        return [Range(part, part, part) for _, part in price.slices(amount.expected)]
    ends = zip(*(price.slices(end) for end in (amount.low, amount.expected, amount.high)), strict=True)
    return [Range(*(part for _, part in each)) for each in ends]


def _times(quantity: Range, unit_price: Decimal) -> Range:
    if quantity.low is quantity.high:
        cost = quantity.expected * unit_price
        return Range(cost, cost, cost)
    return Range(quantity.low * unit_price, quantity.expected * unit_price, quantity.high * unit_price)


def _listed(price: Price, start: Decimal, quantity: Range, factor: Decimal) -> Range:
    """What the units of a contract's tier, which begins at `start`, cost at the published price."""
    below = price.cost(start)
    ends = (quantity.low, quantity.expected, quantity.high)
    return Range(*((price.cost(start + end) - below) * factor for end in ends))


def _names(name: str, price: Price) -> list[tuple[Tier, str]]:
    """Each tier with the charge's name: `Requests (first 1K)`, `Requests (next 9K)`, `Requests (over 10K)`."""
    if len(price.tiers) == 1:
        return [(price.tiers[0], name)]
    pieces = _tier_names(price.tiers, price.unit)
    return [(tier, f"{name} ({piece})") for tier, piece in zip(price.tiers, pieces, strict=True)]


@lru_cache(maxsize=1024)
def _tier_names(tiers: tuple[Tier, ...], unit: str) -> tuple[str, ...]:
    """What tells each tier from the others, worked out once a price: thousands of charges have the same."""
    starts = [tier.start * _pieces(unit) for tier in tiers]
    between = (f"next {_short(end - start)}" for start, end in pairwise(starts[1:]))
    return (f"first {_short(starts[1])}", *between, f"over {_short(starts[-1])}")


def _pieces(unit: str) -> Decimal:
    """How many are counted as one of a unit: a million of `1M requests`, one of `GB-months`."""
    found = _PACKED.match(unit)
    return Decimal(found[1]) * _PACKS[found[2]] if found else Decimal(1)


def _short(number: Decimal) -> str:
    for scale, letter in _SCALES:
        if number >= scale:
            return f"{written((number / scale).normalize())}{letter}"
    return written(number)


def _quantity(amount: Amount) -> Range | None:
    return None if amount.open else Range(amount.low, amount.expected, amount.high)


def _line(
    charge: Charge,
    name: str,
    price: Price | None,
    unit_price: Decimal | None,
    quantity: Range | None,
    cost: Range | None,
    gaps: tuple[Gap, ...],
) -> PricedCharge:
    return PricedCharge(
        name=name,
        component=charge.component,
        unit=charge.quantity.unit.name,
        quantity=quantity,
        unit_price=unit_price,
        cost=cost,
        price=price,
        query=charge.price,
        formula=charge.quantity.amount.formula,
        gaps=gaps,
        factor=charge.factor,
        hours=None if charge.hours is None else _quantity(charge.hours),
        list_cost=cost,
        contracted_cost=cost,
    )
