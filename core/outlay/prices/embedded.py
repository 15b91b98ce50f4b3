"""The embedded layer: figures that travel with Outlay, read from one CSV sheet a service.

A sheet's row is one figure: item, dimension, term, unit, tier_from, region, price, source, grade; `sources.csv` says
where each comes from and of which date. A sheet is read when its service is first asked for. Not here: other layers
and what a query means.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, TypeAlias

from outlay.prices.book import BookIdentity, PriceBook
from outlay.prices.query import GLOBAL, Grade, Missing, Price, PriceQuery, Tier

_Key: TypeAlias = tuple[str, str, str, str]
"""Region, item, dimension, term."""
_SOURCES: Final = "sources.csv"
_MOST_ALTERNATIVES: Final = 5


class EmbeddedPrices:
    """The layer `embedded` of the book, over a folder of sheets.

    Raises:
        ValueError: when a row names a source that `sources.csv` does not have, or a tier twice.
    """

    name = "embedded"

    def __init__(self, sheets: Traversable) -> None:
        self._sheets = sheets
        self._sources = {row["id"]: row for row in _rows(sheets.joinpath(_SOURCES))}
        self._services: dict[str, Mapping[_Key, Price]] = {}

    def find(self, query: PriceQuery) -> Price | Missing:
        """The figure, or what is missing of it with the nearest that the sheet has."""
        prices = self._service(query.service)
        region, item = str(query.region), str(query.item)
        for place in (region, GLOBAL):
            found = prices.get((place, item, query.dimension, query.term))
            if found is not None:
                return found
        return _missing(query, prices)

    def identity(self) -> BookIdentity:
        """The date of the youngest figure and a digest over all rows, whatever the files' form."""
        digest = hashlib.sha256()
        dates = []
        for sheet in sorted(self._sheets.iterdir(), key=lambda each: each.name):
            if sheet.name.endswith(".csv") and sheet.name != _SOURCES:
                for row in _rows(sheet):
                    dates.append(self._sources[row["source"]]["as_of"])
                    digest.update("\x1f".join((sheet.name, *row.values())).encode())
        return BookIdentity(date.fromisoformat(max(dates)), digest.hexdigest())

    def _service(self, service: str) -> Mapping[_Key, Price]:
        prices = self._services.get(service)
        if prices is None:
            sheet = self._sheets.joinpath(f"{service}.csv")
            prices = self._services[service] = self._read(sheet) if sheet.is_file() else {}
        return prices

    def _read(self, sheet: Traversable) -> Mapping[_Key, Price]:
        rows: dict[_Key, list[dict[str, str]]] = {}
        for row in _rows(sheet):
            rows.setdefault((row["region"], row["item"], row["dimension"], row["term"]), []).append(row)
        return {key: self._price(sheet.name, key, tiers) for key, tiers in rows.items()}

    def _price(self, sheet: str, key: _Key, rows: list[dict[str, str]]) -> Price:
        tiers = tuple(sorted((Decimal(row["tier_from"]), Decimal(row["price"])) for row in rows))
        if tiers[0][0] != 0 or len({start for start, _ in tiers}) != len(tiers):
            raise ValueError(f"{sheet}: {key} needs each tier once, the first from 0")
        row = rows[0]
        source = self._sources.get(row["source"])
        if source is None:
            raise ValueError(f"{sheet}: {key} has the source {row['source']}, which {_SOURCES} does not name")
        return Price(
            tiers=tuple(Tier(start, unit_price) for start, unit_price in tiers),
            unit=row["unit"],
            source=source["source"],
            as_of=date.fromisoformat(source["as_of"]),
            grade=Grade(row["grade"]),
            layer=self.name,
        )


@cache
def embedded_book() -> PriceBook:
    """The book that needs nothing: the sheets inside this package alone."""
    layer = EmbeddedPrices(files("outlay.prices").joinpath("sheets"))
    return PriceBook((layer,), layer.identity())


def _rows(sheet: Traversable) -> Iterator[dict[str, str]]:
    with sheet.open("r", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _missing(query: PriceQuery, prices: Mapping[_Key, Price]) -> Missing:
    """What the sheet lacks: the service, the item, its dimension, or just the region."""
    region, item = str(query.region), str(query.item)
    what = "/".join(part for part in (item, query.dimension) if part)
    here = {key for key in prices if key[1] == item}
    if not prices:
        return Missing(query, f"no prices of {query.service}")
    if not here:
        items = sorted({key[1] for key in prices})
        close = get_close_matches(item, items, _MOST_ALTERNATIVES)
        return Missing(query, f"no price of {query.service} {item}", tuple(close))
    regions = sorted({key[0] for key in here if key[2:] == (query.dimension, query.term)})
    if regions:
        close = get_close_matches(region, regions, _MOST_ALTERNATIVES, cutoff=0) or regions
        return Missing(query, f"no price of {query.service} {what} in {region}", tuple(close))
    others = sorted({"/".join(part for part in key[2:] if part) for key in here})
    return Missing(query, f"no price of {query.service} {what}, {query.term}", tuple(others[:_MOST_ALTERNATIVES]))
