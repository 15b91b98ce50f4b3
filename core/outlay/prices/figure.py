"""One figure of the price book as it lies in a sheet, an overlay or a contract: a name, a price, where it is from.

A `Price` (`outlay.prices.query`) is what all figures of one name and region make together. Not here: files.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from outlay.money import Money
from outlay.prices.query import Grade

UPFRONT: Final = "upfront"
"""The unit of a figure that is paid once, when a commitment begins, and not a month."""

AGREED: Final = "agreed"
"""The licence of a figure that a company agreed with its provider: its own affair, passed on to nobody."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where figures come from: what it is called, of which date it is, under which licence it may be passed on.

    `id` is its number in `sources.csv`, empty for one that stands in no sheet.
    """

    name: str
    as_of: date
    licence: str
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FigureName:
    """What a figure prices, its region apart: the parts of a `PriceQuery` with unit and tier.

    `tier_from` is the quantity a month from which on the figure holds, in `unit`.
    """

    service: str
    item: str
    dimension: str
    term: str
    unit: str
    tier_from: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published unit price, in `currency` a unit.

    Several figures make one price where it has graduated tiers, or an amount upfront (unit `upfront`).
    """

    name: FigureName
    region: str
    price: Money
    source: Source
    grade: Grade
    currency: str = "USD"
