"""Reading figures from a file in the exchange format, such as `outlay prices export` writes: CSV, JSON or JSON lines.

The columns service, region, item, dimension, term, unit, tier_from and price_usd are needed; currency, as_of, source,
licence and grade are read where they are there. Not here: other formats, and which names mean the same.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, TextIO

from outlay.errors import InvalidFile
from outlay.prices.currency import USD
from outlay.prices.figure import UPFRONT, Figure, FigureName, Source
from outlay.prices.query import Grade
from outlay.prices.table import rows_of

COLUMNS: Final = ("service", "region", "item", "dimension", "term", "unit", "tier_from", "price_usd")
_FORM: Final = f"`outlay prices export --format csv` writes such a file. Needed are {', '.join(COLUMNS)}."
_NUMBER: Final = re.compile(r"[0-9]{1,20}(\.[0-9]{1,40})?([eE]-?[0-9]{1,2})?")
_WITH_UPFRONT: Final = re.compile(r"(.+)\+upfront\((.+)\)")
_UNDATED: Final = date.min
_GRADES: Final = {grade.value: grade for grade in Grade}


def read_price_file(path: Path) -> tuple[Figure, ...]:
    """The figures of a file by their published names, in the book's order.

    Raises:
        InvalidFile: it cannot be read, or is no such file; with the line of the first thing that is wrong.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = _rows(path, lines)
            figures = [part for line, cells in rows for part in parted(_figure(path, line, cells))]
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(path, None, f"cannot be read: {error}", _FORM) from None
    return tuple(sorted(figures, key=book_order))


def parted(figure: Figure) -> Iterator[Figure]:
    """A figure of the exchange format, its amount upfront as a figure of its own, as in the book."""
    found = _WITH_UPFRONT.fullmatch(figure.name.unit) if "(" in figure.name.unit else None
    if found is None:
        yield figure
        return
    yield replace(figure, name=replace(figure.name, unit=found[1]))
    yield replace(figure, name=replace(figure.name, unit=UPFRONT, tier_from=Decimal(0)), price=Decimal(found[2]))


def book_order(figure: Figure) -> tuple[str, str, str, str, str, Decimal, str, Decimal]:
    """By what figures are ordered in the book."""
    name = figure.name
    named = (name.service, name.item, name.dimension, name.term, name.unit, name.tier_from)
    return (*named, figure.region, figure.price)


def _rows(path: Path, lines: TextIO) -> Iterator[tuple[int | None, Mapping[str, str]]]:
    """The rows by column, each with its line where it has one."""
    head = lines.readline()
    lines.seek(0)
    if not head.lstrip().startswith("{"):
        yield from rows_of(lines, path, partial(_check_head, path), form=_FORM)
        return
    try:
        first = json.loads(head) if head.strip() != "{" else {}
        is_document = head.strip() == "{" or "figures" in first
        found = _figures_of(json.load(lines)) if is_document else (json.loads(each) for each in lines if each.strip())
        for number, row in enumerate(found, start=1):
            line = None if is_document else number
            if not isinstance(row, dict) or not all(isinstance(cell, str) for cell in row.values()):
                raise InvalidFile(path, line, "has a figure whose parts are no texts", _FORM)
            _check_head(path, list(row), line)
            yield line, row
    except (ValueError, RecursionError) as error:
        raise InvalidFile(path, None, f"is no JSON: {error}", _FORM) from None


def _figures_of(document: Any) -> Iterable[Any]:
    """The rows of a document of `outlay prices export --format json`."""
    figures = document.get("figures") if isinstance(document, dict) else None
    if not isinstance(figures, list):
        raise ValueError("it has no list of figures")
    return figures


def _check_head(path: Path, columns: list[str], line: int | None) -> None:
    lacking = [column for column in COLUMNS if column not in columns]
    if lacking:
        raise InvalidFile(path, line, f"has no column {lacking[0]}", _FORM)


def _figure(path: Path, line: int | None, cells: Mapping[str, str]) -> Figure:
    unit = cells["unit"]
    with_upfront = _WITH_UPFRONT.fullmatch(unit) if "(" in unit else None
    if with_upfront:
        _number(path, line, "unit", with_upfront[2])
    name = FigureName(
        cells["service"],
        cells["item"],
        cells["dimension"],
        cells["term"],
        unit,
        _number(path, line, "tier_from", cells["tier_from"]),
    )
    as_of = cells.get("as_of", "")
    # many figures share a source, and making one takes longer than the rest of the line
    source = _source(cells.get("source", ""), as_of, cells.get("licence", "")) if _is_date(as_of) else None
    grade = cells.get("grade", "")
    if source is None:
        message = f"as_of is {as_of[:40]!r}, and a date such as 2026-07-30 belongs there"
        raise InvalidFile(path, line, message)
    if grade and grade not in _GRADES:
        raise InvalidFile(path, line, f"grade is {grade[:40]!r}, and A, B, C or D belongs there", _FORM)
    price = _number(path, line, "price_usd", cells["price_usd"])
    return Figure(name, cells["region"], price, source, _GRADES[grade or "B"], cells.get("currency") or USD)


def _number(path: Path, line: int | None, column: str, text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise InvalidFile(path, line, f"{column} is {text[:40]!r}, and a number such as 0.096 belongs there", _FORM)
    return Decimal(text)


@cache
def _is_date(text: str) -> bool:
    """Whether a text is a date, or nothing."""
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


@cache
def _source(name: str, as_of: str, licence: str) -> Source:
    return Source(name, date.fromisoformat(as_of) if as_of else _UNDATED, licence)
