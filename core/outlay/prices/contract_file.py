"""Reading a contract: a CSV of agreed unit prices, every error with file and line.

Columns: service, region, item, unit, price and as_of; dimension (empty by default), term (`on-demand`), tier_from (0),
currency (the standard's) and source (the file's name) may be left out. Not here: what the prices mean
(`outlay.prices.contract`) and whether what they name exists (`outlay.prices.contract_check`).
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Final

from outlay.errors import InvalidFile
from outlay.prices.contract import Contract, ContractRow, Offer, offers_of
from outlay.prices.figure import AGREED, UPFRONT, Figure, FigureName, Source
from outlay.prices.query import Grade
from outlay.prices.table import read_text, rows_of
from outlay.prices.term import ON_DEMAND

REQUIRED: Final = ("service", "region", "item", "unit", "price", "as_of")
OPTIONAL: Final = ("dimension", "term", "tier_from", "currency", "source")
_FORM: Final = f"A contract is a CSV with the columns {', '.join(REQUIRED)}, and if needed {', '.join(OPTIONAL)}."
_NUMBER: Final = re.compile(r"[0-9]{1,20}(\.[0-9]{1,30})?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_MOST_SAID: Final = 20
_COMPUTE_UNITS: Final = ("hours", "vCPU-hours")


class _Wrong(Exception):
    """What is wrong with a line, before it is known how the file is called."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_contract(path: Path, currency: str = "USD") -> Contract:
    """The contract in a file.

    Args:
        path: the CSV.
        currency: the currency of rows that name none.

    Raises:
        InvalidFile: it cannot be read or is no contract; every wrong line is named with what is wrong.
    """
    return parse_contract(read_text(path, _FORM, "prices.contract"), str(path), currency)


def parse_contract(text: str, path: str, currency: str = "USD") -> Contract:
    """The contract in a text; `path` is what errors call it, and the source of rows that name none.

    Raises:
        InvalidFile: as `read_contract`.
    """
    wrong: list[_Wrong] = []
    rows: list[ContractRow] = []
    seen: dict[tuple[str, FigureName], int] = {}
    lines = text.splitlines(keepends=True)
    for line, cells in rows_of(lines, path, partial(_check_columns, path), form=_FORM):
        try:
            row = _row(line, cells, Path(path).name, currency)
            first = seen.setdefault((row.figure.region, row.figure.name), line)
            if first != line:
                raise _Wrong(line, f"prices what line {first} prices")
        except _Wrong as error:
            wrong.append(error)
        else:
            rows.append(row)
    offers: list[Offer] = []
    for of_one_price in offers_of(rows).values():
        try:
            offers.append(_offer(of_one_price))
        except _Wrong as error:
            wrong.append(error)
    if wrong:
        raise _invalid(path, wrong)
    if not offers:
        raise InvalidFile(path, None, "has no prices", "Add some, or leave prices.contract out of finops.yaml.")
    return Contract(offers)


def _check_columns(path: str, columns: list[str], line: int) -> None:
    known = (*REQUIRED, *OPTIONAL)
    if len(columns) == 1 and ";" in columns[0]:
        hint = "Save it with commas between cells, and numbers as 0.12."
        raise InvalidFile(path, line, "separates its columns by semicolons", hint)
    for column in columns:
        if column not in known:
            close = get_close_matches(column, known, 1)
            meant = f"Did you mean {close[0]!r}? " if close else ""
            raise InvalidFile(path, line, f"has the column {column!r}, which no contract has", f"{meant}{_FORM}")
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise InvalidFile(path, line, f"has the column {twice[0]} twice", _FORM)
    lacking = [column for column in REQUIRED if column not in columns]
    if lacking:
        raise InvalidFile(path, line, f"lacks the column {', '.join(lacking)}", _FORM)


def _row(line: int, cells: Mapping[str, str], file: str, currency: str) -> ContractRow:
    for column in REQUIRED:
        if not cells[column]:
            raise _Wrong(line, f"{column} is empty")
    of_row = cells.get("currency") or currency
    if not _CURRENCY.fullmatch(of_row):
        raise _Wrong(line, f"currency is {of_row!r}, and an ISO 4217 code such as EUR belongs there")
    name = FigureName(
        cells["service"],
        cells["item"],
        cells.get("dimension", ""),
        cells.get("term") or ON_DEMAND,
        cells["unit"],
        _number(line, "tier_from", cells.get("tier_from") or "0"),
    )
    if name.unit == UPFRONT and name.tier_from:
        raise _Wrong(line, "an amount upfront has no tiers")
    source = Source(cells.get("source") or file, _date(line, cells["as_of"]), AGREED)
    price = _number(line, "price", cells["price"])
    return ContractRow(line, Figure(name, cells["region"], price, source, Grade.A, of_row))


def _number(line: int, column: str, text: str) -> Decimal:
    if text.startswith("-"):
        raise _Wrong(line, f"{column} is {text}, and nothing costs less than 0")
    if not _NUMBER.fullmatch(text):
        raise _Wrong(line, f"{column} is {text[:40]!r}, and a number such as 0.0464 belongs there")
    return Decimal(text)


def _date(line: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Wrong(line, f"as_of is {text[:40]!r}, and a date such as 2026-01-31 belongs there") from None


def _offer(rows: list[ContractRow]) -> Offer:
    """The rows as one price.

    A price of nothing for compute is refused, unless something is paid upfront: it is a slip more often than a gift.
    """
    try:
        offer = Offer(tuple(rows))
    except ValueError as error:
        raise _Wrong(rows[-1].line, str(error)) from None
    price = offer.price()
    if offer.unit in _COMPUTE_UNITS and not price.upfront and not any(tier.unit_price for tier in price.tiers):
        raise _Wrong(offer.line, f"{offer.query} costs 0 per {offer.unit.removesuffix('s')}, which no machine does")
    return offer


def _invalid(path: str, wrong: list[_Wrong]) -> InvalidFile:
    first, *others = sorted(wrong, key=lambda error: error.line)
    more = "".join(f"\n{path}:{other.line}: {other}" for other in others[: _MOST_SAID - 1])
    rest = len(others) - (_MOST_SAID - 1)
    more += f"\n… and {rest} more" if rest > 0 else ""
    return InvalidFile(path, first.line, f"{first}{more}", _FORM)
