"""The sheets: every embedded figure as text that reads well in a diff.

A sheet is a CSV file. A row is an item under one source (service, item, dimension, term, unit, tier_from, source,
grade), a column is a region, a cell is the price a unit in the region's currency, empty where the source has none.
`times` stands in sheets whose source lists one price several times. `sources.csv` says what a source is. Only the
build reads sheets (`outlay.prices.build`); a wheel carries the look-up file instead.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from outlay.errors import InvalidFile
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.query import GLOBAL, Grade
from outlay.prices.region_names import known_regions
from outlay.prices.table import rows_of

SOURCES: Final = "sources.csv"
_NAME: Final = ("service", "item", "dimension", "term", "unit", "tier_from")
_TIMES: Final = "times"
_BEFORE_REGIONS: Final = (*_NAME, "source", "grade")
_CURRENCY: Final = "USD"


def sheet_files(folder: Path) -> tuple[Path, ...]:
    """The sheets of a folder, in the order in which they are read; `sources.csv` is none of them."""
    return tuple(sorted(path for path in folder.rglob("*.csv") if path.name != SOURCES))


def read_sources(folder: Path) -> Mapping[str, Source]:
    """The sources by id.

    Raises:
        InvalidFile: when a source has no name, no date or no licence, or an id stands twice.
    """
    path = folder / SOURCES
    sources: dict[str, Source] = {}
    for line, row in _rows(path, ("id", "source", "as_of", "licence")):
        if not all(row.values()):
            raise InvalidFile(path, line, "a source needs an id, a name, a date and a licence")
        if row["id"] in sources:
            raise InvalidFile(path, line, f"the source {row['id']} stands twice")
        try:
            as_of = date.fromisoformat(row["as_of"])
        except ValueError:
            raise InvalidFile(path, line, f"{row['as_of']} is no date such as 2026-07-30") from None
        sources[row["id"]] = Source(row["source"], as_of, row["licence"], row["id"])
    return sources


def read_figures(folder: Path) -> Iterator[tuple[Figure, int]]:
    """Each figure of the sheets with how often its source lists it.

    Raises:
        InvalidFile: when a sheet is cut, names a source, region or grade that is none, mixes currencies, or holds a
            cell that is no price of at least 0; the error names file, line and region.
    """
    sources = read_sources(folder)
    for path in sheet_files(folder):
        yield from _figures(path, sources)


def _figures(path: Path, sources: Mapping[str, Source]) -> Iterator[tuple[Figure, int]]:
    currency = ""
    regions: tuple[str, ...] = ()
    for line, row in _rows(path, _BEFORE_REGIONS):
        if not regions:
            regions = tuple(column for column in row if column not in (*_BEFORE_REGIONS, _TIMES))
            currency = _currency(path, regions)
        source = sources.get(row["source"])
        if source is None:
            raise InvalidFile(path, line, f"the source {row['source'] or '(none)'} is not in {SOURCES}")
        if row["grade"] not in Grade.__members__:
            raise InvalidFile(path, line, f"{row['grade'] or '(none)'} is no grade", "A grade is A, B, C or D.")
        grade = Grade(row["grade"])
        start = _number(path, line, "tier_from", row["tier_from"])
        name = FigureName(row["service"], row["item"], row["dimension"], row["term"], row["unit"], start)
        times = _times(path, line, row.get(_TIMES, ""))
        for region in regions:
            cell = row[region]
            if cell:
                price = _number(path, line, region, cell)
                yield Figure(name, region, price, source, grade, currency), times


def _currency(path: Path, regions: tuple[str, ...]) -> str:
    """The one currency in which all regions of a sheet bill."""
    known = known_regions()
    for region in regions:
        if region != GLOBAL and region not in known:
            raise InvalidFile(path, 1, f"{region} is no region that regions.csv knows")
    currencies = {known[region].currency for region in regions if region != GLOBAL} or {_CURRENCY}
    if len(currencies) > 1:
        raise InvalidFile(path, 1, f"one sheet, one currency; its regions bill in {', '.join(sorted(currencies))}")
    return currencies.pop()


def _times(path: Path, line: int, text: str) -> int:
    """How often the source lists a price; once where nothing is said."""
    if text and not (text.isascii() and text.isdigit() and int(text) > 0):
        raise InvalidFile(path, line, f"{_TIMES}: {text} is no whole number of at least 1")
    return int(text or 1)


def _number(path: Path, line: int, column: str, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise InvalidFile(path, line, f"{column}: {text} is no number") from None
    if not number.is_finite() or number < 0:
        raise InvalidFile(path, line, f"{column}: {text} is no number of at least 0")
    return number


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a sheet with their line numbers."""

    def check_head(columns: list[str], line: int) -> None:
        lacking = [column for column in needed if column not in columns]
        if lacking:
            raise InvalidFile(path, line, f"has no column {lacking[0]}")
        doubled = [column for column, count in Counter(columns).items() if count > 1]
        if doubled:
            raise InvalidFile(path, line, f"has two columns {doubled[0] or 'without a name'}")

    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from rows_of(lines, path, check_head)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(path, None, f"cannot be read: {error}") from None
