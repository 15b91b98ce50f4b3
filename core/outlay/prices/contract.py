"""The layer `contract`: unit prices that a company has agreed with its provider, over everything that is published.

An offer names a figure as the book does; its region and item may hold `*`, which stands for any text. The most
specific offer answers: an exact item before a pattern, then an exact region before a pattern, then the longer pattern,
then the pattern whose text is first by its characters, the item's before the region's. So the order of lines decides
nothing, and the digest need not hold it. Not here: reading the file (`outlay.prices.contract_file`) and whether what
it names exists (`outlay.prices.contract_check`).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Final, TypeAlias

from outlay.prices.book import CONTRACT, BookIdentity
from outlay.prices.figure import UPFRONT, Figure
from outlay.prices.query import Missing, Price, PriceQuery, Tier

ANY: Final = "*"
_Name: TypeAlias = tuple[str, str, str, str, str]
"""Service, region, item, dimension, term."""


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One line of a contract: the agreed figure. Its region and its item may be patterns."""

    line: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Offer:
    """The rows of a contract that make one price: its tiers, and what is paid upfront.

    Raises:
        ValueError: when they make none, such as tiers without the one from 0, or two units.
    """

    rows: tuple[ContractRow, ...]

    def __post_init__(self) -> None:
        units = sorted({row.figure.name.unit for row in self.rows} - {UPFRONT})
        if len(units) > 1:
            raise ValueError(f"a price has one unit, not {' and '.join(units)}")
        if not any(row.figure.name.tier_from == 0 for row in self._tiers):
            raise ValueError("a price needs a row with tier_from 0")
        if len({(row.figure.currency, row.figure.source) for row in self.rows}) > 1:
            raise ValueError("the rows of one price share currency, source and as_of")

    @property
    def line(self) -> int:
        """The line of its first row."""
        return self.rows[0].line

    @property
    def is_pattern(self) -> bool:
        """Whether it may name more than one figure."""
        return ANY in str(self.query.region) or ANY in str(self.query.item)

    @property
    def unit(self) -> str:
        """What its price is for one of."""
        return self._tiers[0].figure.name.unit

    @property
    def query(self) -> PriceQuery:
        """What it prices, patterns as they are written."""
        name = self.rows[0].figure.name
        return PriceQuery(name.service, self.rows[0].figure.region, name.item, name.dimension, name.term)

    def price(self) -> Price:
        """The rows as one price."""
        figure = self.rows[0].figure
        by_start = sorted((row.figure.name.tier_from, row.figure.price) for row in self._tiers)
        return Price(
            tiers=tuple(Tier(start, price) for start, price in by_start),
            unit=self.unit,
            source=figure.source.name,
            as_of=figure.source.as_of,
            grade=figure.grade,
            layer=CONTRACT,
            currency=figure.currency,
            upfront=sum((row.figure.price for row in self.rows if row.figure.name.unit == UPFRONT), Decimal(0)),
        )

    @property
    def _tiers(self) -> tuple[ContractRow, ...]:
        return tuple(row for row in self.rows if row.figure.name.unit != UPFRONT)


class Contract:
    """A team's agreed prices as a layer of the book.

    Args:
        offers: what is agreed, in the order of the file.
    """

    name = CONTRACT

    def __init__(self, offers: Iterable[Offer]) -> None:
        self.offers = tuple(offers)
        self._exact: dict[_Name, Price] = {}
        self._patterns: dict[tuple[str, str, str], list[tuple[re.Pattern[str], re.Pattern[str], Price]]] = {}
        for offer in sorted(self.offers, key=_specificity):
            query, price = offer.query, offer.price()
            region, item = str(query.region), str(query.item)
            if offer.is_pattern:
                kind = (query.service, query.dimension, query.term)
                self._patterns.setdefault(kind, []).append((pattern_of(item), pattern_of(region), price))
            else:
                self._exact[query.service, region, item, query.dimension, query.term] = price

    def find(self, query: PriceQuery) -> Price | Missing:
        """The agreed price, from the most specific offer that names it."""
        return next(self._agreed(query), None) or Missing(query, f"the contract does not name {query}")

    def find_per(self, query: PriceQuery, unit: str) -> Price | Missing:
        """The agreed price of one `unit`, from the most specific offer that names the query and is for that unit."""
        agreed = (price for price in self._agreed(query) if price.unit == unit)
        return next(agreed, None) or Missing(query, f"the contract does not name {query} per unit of {unit}")

    @cached_property
    def identity(self) -> BookIdentity:
        """The date of the youngest agreement, and a digest over all; the order of rows does not enter it."""
        services: dict[str, str] = {}
        for service, figures in groupby(self.figures(), lambda figure: figure.name.service):
            services[service] = hashlib.sha256("\n".join(sorted(map(_said, figures))).encode()).hexdigest()
        digest = hashlib.sha256("\n".join(f"{name} {of}" for name, of in services.items()).encode()).hexdigest()
        return BookIdentity(max(figure.source.as_of for figure in self.figures()), digest, services)

    def figures(self, service: str = "", region: str = "", item: str = "") -> Iterator[Figure]:
        """All agreed figures, or those written for a service, region or item; patterns as they are written."""
        for figure in sorted((row.figure for offer in self.offers for row in offer.rows), key=_order):
            if (
                service in ("", figure.name.service)
                and region in ("", figure.region)
                and item in ("", figure.name.item)
            ):
                yield figure

    def services(self) -> tuple[str, ...]:
        """The services that the contract names, sorted."""
        return tuple(sorted({offer.query.service for offer in self.offers}))

    def regions(self, service: str = "") -> tuple[str, ...]:
        """The regions that the contract names, of a service or of any, sorted; patterns as they are written."""
        return tuple(sorted({figure.region for figure in self.figures(service)}))

    def items(self, service: str) -> tuple[str, ...]:
        """The items of a service that the contract names, sorted; patterns as they are written."""
        return tuple(sorted({figure.name.item for figure in self.figures(service)}))

    def _agreed(self, query: PriceQuery) -> Iterator[Price]:
        """The prices of all offers that name the query, the most specific first."""
        region, item = str(query.region), str(query.item)
        exact = self._exact.get((query.service, region, item, query.dimension, query.term))
        if exact is not None:
            yield exact
        for of_item, of_region, price in self._patterns.get((query.service, query.dimension, query.term), ()):
            if of_item.fullmatch(item) and of_region.fullmatch(region):
                yield price


def pattern_of(text: str) -> re.Pattern[str]:
    """What a text with `*` stands for; every other character stands for itself."""
    return re.compile(".*".join(re.escape(part) for part in text.split(ANY)), re.DOTALL)


def offers_of(rows: Iterable[ContractRow]) -> Mapping[_Name, list[ContractRow]]:
    """Rows by what they price, in the order of the file."""
    found: dict[_Name, list[ContractRow]] = {}
    for row in rows:
        name = row.figure.name
        found.setdefault((name.service, row.figure.region, name.item, name.dimension, name.term), []).append(row)
    return found


def _specificity(offer: Offer) -> tuple[bool, bool, int, str, str]:
    region, item = str(offer.query.region), str(offer.query.item)
    return ANY in item, ANY in region, -len(item.replace(ANY, "")) - len(region.replace(ANY, "")), item, region


def _order(figure: Figure) -> tuple[str, str, str, str, str, Decimal, str]:
    name = figure.name
    return name.service, name.item, name.dimension, name.term, name.unit, name.tier_from, figure.region


def _said(figure: Figure) -> str:
    name, source = figure.name, figure.source
    parts = (name.service, figure.region, name.item, name.dimension, name.term, name.unit, _shortest(name.tier_from))
    return "\x1f".join((*parts, _shortest(figure.price), figure.currency, source.name, source.as_of.isoformat()))


def _shortest(number: Decimal) -> str:
    """A number without zeros that say nothing, so that two ways to write it are one."""
    return f"{number.normalize():f}"
