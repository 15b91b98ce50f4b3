"""The look-up file: figures in SQLite, so that one of them is found without reading the others.

The embedded book and every refreshed overlay is such a file. Its digest is over the figures as they read, never over
the file: two files with the same figures are the same book. Not here: writing one (`outlay.prices.lookup_writer`) and
how layers stack (`outlay.prices.book`).
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from outlay.errors import DamagedPrices
from outlay.prices.book import EMBEDDED, BookIdentity
from outlay.prices.figure import UPFRONT, Figure, FigureName, Source
from outlay.prices.lookup_schema import ALL_FIGURES, IN_ORDER, SCHEMA, identity_of_figures
from outlay.prices.missing import ambiguous, missing
from outlay.prices.query import GLOBAL, Grade, Missing, Price, PriceQuery, Tier

_FIND: Final = """
SELECT figure.region, name.unit, name.tier_from, figure.price, figure.origin
FROM name CROSS JOIN figure ON figure.name = name.id
WHERE name.service = ? AND name.item = ? AND name.dimension = ? AND name.term = ? AND figure.region IN (?, ?)
"""
_COUNTS: Final = """
SELECT service.code, region.code, origin.as_of, word.text = ?, count(*)
FROM name CROSS JOIN figure ON figure.name = name.id
JOIN service ON service.id = name.service
JOIN region ON region.id = figure.region
JOIN origin ON origin.id = figure.origin
JOIN word ON word.id = name.unit
GROUP BY name.service, figure.region, figure.origin, name.unit
"""
_ITEMS: Final = """
SELECT service.code, count(DISTINCT item) FROM name JOIN service ON service.id = name.service GROUP BY name.service
"""
_ITEMS_IN: Final = """
SELECT service.code, count(DISTINCT item) FROM name CROSS JOIN figure ON figure.name = name.id
JOIN service ON service.id = name.service
JOIN region ON region.id = figure.region
WHERE region.code IN (?, ?) GROUP BY name.service
"""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_GRADES: Final = {grade.value: grade for grade in Grade}
_ANEW: Final = "Install Outlay anew; in a source checkout, delete the file and it comes back."
_ANOTHER: Final = "Name a file of prices that `outlay prices refresh` made."
_UNREADABLE: Final = (sqlite3.Error, KeyError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What reading a file raises whose cells are not what they should be."""
_PUBLISHED_DIGITS: Final = Context(prec=12)
"""More digits than any provider publishes: what lies beyond is the noise of a binary fraction in a source."""


@dataclass(frozen=True, slots=True)
class _Origin:
    source: Source
    grade: Grade
    currency: str


@dataclass(frozen=True, slots=True)
class ServiceCount:
    """How much a layer has of a service: figures by region, items, amounts upfront among the figures, and dates."""

    service: str
    regions: Mapping[str, int]
    items: int
    upfront: int
    oldest: date
    youngest: date


class LookupFile:
    """A layer of the book over a look-up file, opened for reading.

    Args:
        path: the file.
        name: the layer's name, as it stands beside each figure.
        hint: what a person does when the file is damaged; it depends on where the path came from.

    Raises:
        DamagedPrices: when the file is none, is cut, or has a schema that this version does not know.
    """

    def __init__(self, path: Path, name: str, hint: str = "") -> None:
        self.name = name
        self.path = path
        self._hint = hint or (_ANEW if name == EMBEDDED else _ANOTHER)
        if not path.is_file():
            raise DamagedPrices(f"{path} is {'no file' if path.exists() else 'missing'}", self._hint)
        self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        try:
            self._meta: dict[str, str] = dict(self._database.execute("SELECT key, value FROM meta"))
            schema = self._meta.get("schema")
            if schema != SCHEMA:
                self._database.close()
                raise DamagedPrices(f"{path} has the schema {schema}; this version knows {SCHEMA}", self._hint)
            self._services = self._ids("service", "code")
            self._regions = self._ids("region", "code")
            self._words = self._ids("word", "text")
            self._texts = {number: text for text, number in self._words.items()}
        except sqlite3.Error as error:
            self._database.close()
            raise self._damaged(error) from error

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    @cached_property
    def identity(self) -> BookIdentity:
        """The date of the youngest figure, the digest over all, and one a service."""
        try:
            services = dict(self._database.execute("SELECT code, digest FROM service ORDER BY code"))
            digest = self._meta["digest"]
            if not _DIGEST.fullmatch(digest):
                raise ValueError(f"{digest[:80]!r} is no digest")
            return BookIdentity(date.fromisoformat(self._meta["as_of"]), digest, services)
        except _UNREADABLE as error:
            raise self._damaged(error) from error

    def find(self, query: PriceQuery) -> Price | Missing:
        """The figure of the query's region, else the one that holds everywhere, else what is missing of it."""
        region = str(query.region)
        key = (
            self._services.get(query.service),
            str(query.item),
            self._words.get(query.dimension),
            self._words.get(query.term),
            self._regions.get(region),
            self._regions.get(GLOBAL),
        )
        try:
            rows = self._database.execute(_FIND, key).fetchall()
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        if not rows:
            return missing(query, self)
        here = [row for row in rows if row[0] == key[4]] or rows
        try:
            return self._price(query, here)
        except _UNREADABLE as error:
            raise DamagedPrices(f"{self.path} is damaged: {query}: {error}", self._hint) from error

    def figures(self, service: str = "", region: str = "", item: str = "") -> Iterator[Figure]:
        """All figures, or those of a service, region or item, in the book's order."""
        asked = {"service.code": service, "region.code": region, "item": item}
        given = {column: value for column, value in asked.items() if value}
        where = " AND ".join(f"{column} = ?" for column in given)
        sql = f"{ALL_FIGURES}{'WHERE ' + where if where else ''}{IN_ORDER}"
        try:
            for row in self._database.execute(sql, tuple(given.values())):
                yield _figure(row)
        except _UNREADABLE as error:
            raise self._damaged(error) from error

    def services(self) -> tuple[str, ...]:
        """The services that have figures, sorted."""
        return tuple(sorted(self._services))

    def regions(self, service: str = "") -> tuple[str, ...]:
        """The regions that have figures, of a service or of any, sorted."""
        if not service:
            return tuple(sorted(self._regions))
        sql = (
            "SELECT DISTINCT region.code FROM name JOIN figure ON figure.name = name.id"
            " JOIN region ON region.id = figure.region WHERE name.service = ?"
        )
        return tuple(sorted(self._column(sql, self._services.get(service))))

    def items(self, service: str) -> tuple[str, ...]:
        """The items of a service, sorted."""
        sql = "SELECT DISTINCT item FROM name WHERE service = ?"
        return tuple(sorted(self._column(sql, self._services.get(service))))

    def counts(self, region: str = "") -> tuple[ServiceCount, ...]:
        """What there is of each service, by name, without reading the figures; with `region`, of what holds there."""
        try:
            rows = self._database.execute(_COUNTS, (UPFRONT,)).fetchall()
            items = self._database.execute(*((_ITEMS_IN, (region, GLOBAL)) if region else (_ITEMS,))).fetchall()
            by_service: dict[str, list[tuple[str, str, int, int]]] = {service: [] for service, _ in sorted(items)}
            for service, *row in rows:
                if not region or row[0] in (region, GLOBAL):
                    by_service[service].append((row[0], row[1], row[2], row[3]))
            return tuple(_count(service, held, dict(items)[service]) for service, held in by_service.items())
        except _UNREADABLE as error:
            raise self._damaged(error) from error

    def verify(self) -> None:
        """Whether the figures are those that the file was made of.

        Raises:
            DamagedPrices: when their digest is another one, or the file cannot be read to its end.
        """
        try:
            found = identity_of_figures(self._database)
        except _UNREADABLE as error:
            raise self._damaged(error) from error
        if found != self.identity:
            raise DamagedPrices(f"{self.path} was altered: its figures are not those of its digest", self._hint)

    def _price(self, query: PriceQuery, rows: list[tuple[int, int, str, str, int]]) -> Price | Missing:
        """The tiers and the amount upfront that the rows make together."""
        upfront = Decimal(0)
        tiers: dict[Decimal, Decimal] = {}
        units: set[str] = set()
        origin = self._origin(rows[-1][4])
        for _, unit_id, tier_from, text, origin_id in rows:
            price = _published(text)
            unit = self._texts[unit_id]
            if unit == UPFRONT:
                upfront = price
                continue
            units.add(unit)
            start = _finite(tier_from)
            if tiers.setdefault(start, price) != price:
                return ambiguous(query, [row[3] for row in rows])
            if start == 0:
                origin = self._origin(origin_id)
        if len(units) != 1:
            return ambiguous(query, [f"{row[3]} per {self._texts[row[1]]}" for row in rows])
        return Price(
            tiers=tuple(Tier(start, tiers[start]) for start in sorted(tiers)),
            unit=units.pop(),
            source=origin.source.name,
            as_of=origin.source.as_of,
            grade=origin.grade,
            layer=self.name,
            currency=origin.currency,
            upfront=upfront,
        )

    def _origin(self, number: int) -> _Origin:
        return self._origins[number]

    @cached_property
    def _origins(self) -> Mapping[int, _Origin]:
        rows = self._database.execute("SELECT id, source, as_of, licence, grade, currency FROM origin")
        return {
            number: _Origin(Source(source, date.fromisoformat(as_of), licence), Grade(grade), currency)
            for number, source, as_of, licence, grade, currency in rows
        }

    def _ids(self, table: str, column: str) -> dict[str, int]:
        return dict(self._database.execute(f"SELECT {column}, id FROM {table}"))

    def _column(self, sql: str, *values: object) -> list[str]:
        try:
            return [row[0] for row in self._database.execute(sql, values)]
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> DamagedPrices:
        return DamagedPrices(f"{self.path} is damaged: {error}", self._hint)


def _finite(text: str) -> Decimal:
    """The number in a cell.

    Raises:
        ValueError: it is none, or endless.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text[:40]!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{text[:40]!r} is no price")
    return number


def _published(text: str) -> Decimal:
    """The price as its provider publishes it."""
    price = _finite(text)
    return price if len(text) <= _PUBLISHED_DIGITS.prec else _PUBLISHED_DIGITS.plus(price).normalize()


def _count(service: str, rows: list[tuple[str, str, int, int]], items: int) -> ServiceCount:
    """The rows of a service (region, date, whether they are amounts upfront, how many) as one value."""
    regions: Counter[str] = Counter()
    for region, _, _, count in rows:
        regions[region] += count
    dates = [date.fromisoformat(as_of) for _, as_of, _, _ in rows]
    upfront = sum(count for _, _, is_upfront, count in rows if is_upfront)
    return ServiceCount(service, regions, items, upfront, min(dates), max(dates))


@cache
def _source(name: str, as_of: str, licence: str, id_: str) -> Source:
    """A source, made once: many figures share it."""
    return Source(name, date.fromisoformat(as_of), licence, id_)


def _figure(row: tuple[Any, ...]) -> Figure:
    service, item, dimension, term, unit, tier_from, region, price, source, as_of, licence, grade, currency, id_ = row
    return Figure(
        FigureName(service, item, dimension, term, unit, _finite(tier_from)),
        region,
        _finite(price),
        _source(source, as_of, licence, id_),
        _GRADES[grade],
        currency,
    )
