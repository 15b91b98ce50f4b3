"""The embedded layer: figures that travel with Outlay, read from one CSV sheet a service.

A sheet's row is one figure: item, dimension, term, unit, tier_from, region, price, source, grade; `sources.csv` says
where each comes from and of which date. A sheet is read when its service is first asked for. Not here: other layers
and what a query means.
"""

import csv
import hashlib
from collections.abc import Collection, Iterator, Mapping
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
_Sheet: TypeAlias = dict[_Key, list[dict[str, str]]]
_SOURCES: Final = "sources.csv"
_COLUMNS: Final = ("item", "dimension", "term", "unit", "tier_from", "region", "price", "grade")
"""What a figure says, its source apart."""
_MOST_ALTERNATIVES: Final = 5
_LONGEST_ITEM: Final = 80
"""Characters beyond which an item is no misspelling of anything."""


class EmbeddedPrices:
    """The layer `embedded` of the book, over a folder of sheets.

    Raises:
        ValueError: when a row names a source that `sources.csv` does not have, or a figure's tiers are not one price.
    """

    name = "embedded"

    def __init__(self, sheets: Traversable) -> None:
        self._sheets = sheets
        self._sources = {row["id"]: row for row in _rows(sheets.joinpath(_SOURCES))}
        self._read_sheets: dict[str, _Sheet] = {}

    def find(self, query: PriceQuery) -> Price | Missing:
        """The figure, or what is missing of it with the nearest that the sheet has."""
        sheet = self._sheet(query.service)
        region, item = str(query.region), str(query.item)
        for place in (region, GLOBAL):
            key = (place, item, query.dimension, query.term)
            if key in sheet:
                return self._price(f"{query.service}.csv", key, sheet[key])
        return _missing(query, sheet)

    def identity(self) -> BookIdentity:
        """The date of the youngest figure, and a digest over all figures with source and date.

        The order of rows and columns, line ends and the numbering of sources do not enter it.
        """
        figures: list[str] = []
        youngest = ""
        for sheet in self._sheets.iterdir():
            if sheet.name.endswith(".csv") and sheet.name != _SOURCES:
                for row in _rows(sheet):
                    source = self._source(sheet.name, row)
                    youngest = max(youngest, source["as_of"])
                    said = (sheet.name, *(row[column] for column in _COLUMNS), source["source"], source["as_of"])
                    figures.append("\x1f".join(said))
        digest = hashlib.sha256("\n".join(sorted(figures)).encode())
        return BookIdentity(date.fromisoformat(youngest), digest.hexdigest())

    def _sheet(self, service: str) -> _Sheet:
        """The rows of a service by what they price. A stack asks for few of them: only those become prices."""
        found = self._read_sheets.get(service)
        if found is None:
            found = self._read_sheets[service] = {}
            file = self._sheets.joinpath(f"{service}.csv")
            for row in _rows(file) if file.is_file() else ():
                found.setdefault((row["region"], row["item"], row["dimension"], row["term"]), []).append(row)
        return found

    def _price(self, sheet: str, key: _Key, rows: list[dict[str, str]]) -> Price:
        row = rows[0]
        if any(other["unit"] != row["unit"] for other in rows):
            raise ValueError(f"{sheet}: {key} has tiers of several units")
        source = self._source(sheet, row)
        tiers = sorted((Decimal(each["tier_from"]), Decimal(each["price"])) for each in rows)
        try:
            return Price(
                tiers=tuple(Tier(start, unit_price) for start, unit_price in tiers),
                unit=row["unit"],
                source=source["source"],
                as_of=date.fromisoformat(source["as_of"]),
                grade=Grade(row["grade"]),
                layer=self.name,
            )
        except ValueError as error:
            raise ValueError(f"{sheet}: {key}: {error}") from None

    def _source(self, sheet: str, row: Mapping[str, str]) -> Mapping[str, str]:
        source = self._sources.get(row["source"])
        if source is None:
            raise ValueError(f"{sheet}: {row['item']} has the source {row['source']}, which {_SOURCES} does not name")
        return source


@cache
def embedded_book() -> PriceBook:
    """The book that needs nothing: the sheets inside this package alone."""
    layer = EmbeddedPrices(files("outlay.prices").joinpath("sheets"))
    return PriceBook((layer,), layer.identity())


def _rows(sheet: Traversable) -> Iterator[dict[str, str]]:
    with sheet.open("r", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        columns = next(rows)
        for row in rows:
            yield dict(zip(columns, row, strict=True))


def _missing(query: PriceQuery, prices: Collection[_Key]) -> Missing:
    """What the sheet lacks: the service, the item, its dimension, or just the region."""
    region, item = str(query.region), str(query.item)
    if len(item) > _LONGEST_ITEM:
        return Missing(query, f"no price of {query.service} {item[:_LONGEST_ITEM]}…")
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
