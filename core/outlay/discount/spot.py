"""Spot instances that the program does not name: a stated share of some instances is bought at the spot price.

The price is the book's for the term `spot`, or a stated percentage off the on-demand price. Not here: instances whose
own properties ask for spot; they are priced so from the start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from outlay.discount.line import Line
from outlay.discount.stated import SpotUse
from outlay.estimate.charge import DiscountKind
from outlay.prices.book import CONTRACT, PriceBook
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import SPOT

_BY_THE_HOUR: Final = frozenset({"hours", "vCPU-hours", "GB-hours", "GPU-hours"})


@dataclass(frozen=True, slots=True)
class SpotOutcome:
    """What came of the shares: in words what has no spot price, and those that select nothing."""

    missing: tuple[str, ...]
    idle: tuple[SpotUse, ...]


@dataclass(frozen=True, slots=True)
class _SpotPrice:
    """What a unit costs at spot, and whether a contract sets that."""

    price: Fraction
    is_agreed: bool


def apply(uses: Iterable[SpotUse], lines: Sequence[Line], book: PriceBook) -> SpotOutcome:
    """Buy the shares at spot prices; of several that select a line the first counts."""
    missing: dict[str, None] = {}
    idle: list[SpotUse] = []
    taken: set[int] = set()
    for use in uses:
        selected = [line for line in lines if id(line) not in taken and line.is_on_demand and _selects(use, line)]
        taken.update(map(id, selected))
        if not selected:
            idle.append(use)
        for line in selected:
            price = _price(use, line, book)
            if price is None:
                missing[f"{use.name}: there is no spot price of {line.query}"] = None
            else:
                _buy(line, Fraction(use.share) / 100, price, use.name)
    return SpotOutcome(tuple(missing), tuple(idle))


def _selects(use: SpotUse, line: Line) -> bool:
    return line.charge.unit in _BY_THE_HOUR and line.is_selected(use.selector)


def _price(use: SpotUse, line: Line, book: PriceBook) -> _SpotPrice | None:
    """What a unit costs at spot, times the same factor as the on-demand price."""
    if use.percent is not None:
        return _SpotPrice(Fraction(line.unit_price) * (1 - Fraction(use.percent) / 100), line.is_agreed)
    query = line.query
    price = book.find(PriceQuery(query.service, query.region, query.item, query.dimension, SPOT))
    if not isinstance(price, Price):
        return None
    return _SpotPrice(Fraction(price.unit_price) * Fraction(line.charge.factor), price.layer == CONTRACT)


def _buy(line: Line, share: Fraction, at: _SpotPrice, name: str) -> None:
    for portion in line.portions:
        if at.price < portion.unit_price:
            for end, rest in enumerate(portion.rest):
                bought, left = rest.times(share), rest.times(1 - share)
                portion.take(end, bought, left, at.price, (DiscountKind.SPOT, name), is_agreed=at.is_agreed)
