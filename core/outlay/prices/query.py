"""What a pricer asks of the price book, and what it answers.

A `PriceQuery` is data: it names a figure without knowing it. The answer is a `Price` with its source, or `Missing`
with the nearest alternatives: never zero, never another region in silence. Not here: where figures lie
(`outlay.prices.sheets`) and how layers stack (`outlay.prices.book`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from outlay.money import ZERO, Money
from outlay.prices.term import ON_DEMAND
from outlay.resource import Unknown

GLOBAL = "*"
"""The region of a price that is the same everywhere."""


@dataclass(frozen=True, slots=True)
class PriceQuery:
    """The name of one figure.

    `service` and `item` are the provider's own spelling (`AmazonEC2`, `m5.large`), `dimension` tells apart several
    figures of an item (`linux`, `postgres/multi-az`), `term` is `on-demand`, `spot` or a commitment. `region` and
    `item` may be open until deployment; then there is no answer but the gap.
    """

    service: str
    region: str | Unknown | None
    item: str | Unknown
    dimension: str = ""
    term: str = ON_DEMAND

    def __str__(self) -> str:
        what = "/".join(str(part) for part in (self.item, self.dimension) if part)
        term = "" if self.term == ON_DEMAND else f", {self.term}"
        return f"{self.service} {what} in {'every region' if self.region == GLOBAL else self.region}{term}"


class Grade(StrEnum):
    """How far a figure can be trusted."""

    A = "A"
    """The provider's own price interface, equal to an independent source where both have it."""
    B = "B"
    """One source, or an older one."""
    C = "C"
    """Derived, or known to be stale."""
    D = "D"
    """A stand-in: another family's or region's figure by a ratio. Named as an assumption wherever it is used."""


@dataclass(frozen=True, slots=True)
class Tier:
    """From which quantity a month on (`start`, included) a unit costs `unit_price`."""

    start: Decimal
    unit_price: Money


@dataclass(frozen=True, slots=True)
class Price:
    """A price of the book: its graduated tiers, its unit, and where it comes from.

    `upfront` is what a commitment costs once, when it begins, for each unit that runs all the time; the tiers then
    hold what its hours cost on top.

    Raises:
        ValueError: when the tiers do not ascend from 0, or a price is negative or no number.
    """

    tiers: tuple[Tier, ...]
    unit: str
    source: str
    as_of: date
    grade: Grade
    layer: str
    currency: str = "USD"
    upfront: Money = ZERO

    def __post_init__(self) -> None:
        is_in_order = all(tier.start < following.start for tier, following in pairwise(self.tiers))
        if not self.tiers or self.tiers[0].start != 0 or not is_in_order:
            raise ValueError("a price needs each tier once, the first from 0")
        if not all(price.is_finite() and price >= 0 for price in (self.upfront, *(t.unit_price for t in self.tiers))):
            raise ValueError("a unit price is a number of at least 0")

    @property
    def unit_price(self) -> Money:
        """What the first unit costs."""
        return self.tiers[0].unit_price

    def slices(self, quantity: Decimal) -> Iterator[tuple[Tier, Decimal]]:
        """How much of a quantity falls into each tier; tiers it does not reach get zero."""
        if len(self.tiers) == 1:
            yield self.tiers[0], quantity
            return
        for tier, following in zip(self.tiers, (*self.tiers[1:], None), strict=True):
            end = quantity if following is None else min(quantity, following.start)
            yield tier, max(end - tier.start, Decimal(0))

    def cost(self, quantity: Decimal) -> Money:
        """What a quantity costs a month over the graduated tiers, exactly."""
        if len(self.tiers) == 1:
            return quantity * self.tiers[0].unit_price
        return sum((tier.unit_price * part for tier, part in self.slices(quantity)), Decimal(0))


@dataclass(frozen=True, slots=True)
class Missing:
    """The book has no such figure; `nearest` names what it has instead, for a person to choose from."""

    query: PriceQuery
    reason: str
    nearest: tuple[str, ...] = ()


class PriceSource(Protocol):
    """A layer of the book: contract, overlay or embedded."""

    @property
    def name(self) -> str:
        """The layer's name, as it stands beside each figure."""
        ...

    def find(self, query: PriceQuery) -> Price | Missing:
        """The figure that the query names, from this layer alone."""
        ...
