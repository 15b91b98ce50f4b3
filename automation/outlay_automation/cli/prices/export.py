"""`outlay prices export`: every figure with its source, date, grade, licence and layer, for other tools to read.

Names are those of published data sets (`outlay.prices.published`), in the book's order: equal books give equal bytes.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Final, TextIO

from outlay.prices.book import BookIdentity
from outlay.prices.published import published_rows

from outlay_automation.cli.prices.book_in_use import BookInUse, book_in_use
from outlay_automation.cli.prices.selection import figures_in, selection
from outlay_automation.prices.effective import LayeredFigure, Selection
from outlay_automation.render.notes import say_note
from outlay_automation.render.price_document import book_document
from outlay_automation.replaced_file import replaced

COLUMNS: Final = (
    "service",
    "region",
    "item",
    "dimension",
    "term",
    "unit",
    "tier_from",
    "price_usd",
    "source_id",
    "grade",
    "source",
    "as_of",
    "licence",
    "layer",
    "currency",
)
"""The columns of the exchange format. `price_usd` keeps its name in every book: `currency` says what it is in."""
SCHEMA: Final = "outlay/prices-export/1"
_USD: Final = "USD"

_Row = Sequence[str]


def export_prices(
    *, form: str, service: str, region: str, layer: str, output: Path | None, standard: Path | None
) -> None:
    """Write the figures to a file, in one step, or to the standard output.

    Raises:
        WrongUse: there is no such service, region or layer, or the file cannot be written.
    """
    used = book_in_use(standard)
    asked = selection(used.opened, layer, service, region)
    rows = _noting_currencies(exported_rows(used, asked, layer))
    with nullcontext(sys.stdout) if output is None else replaced(output) as stream:
        if form == "json":
            _write_document(rows, stream, used.opened.book.identity, layer)
        else:
            {"csv": _write_csv, "jsonl": _write_lines}[form](rows, stream)


def exported_rows(used: BookInUse, asked: Selection, layer: str) -> Iterator[_Row]:
    """The rows, a text for each of `COLUMNS`."""
    for row in published_rows(figures_in(used.opened, asked, layer)):
        figure = row.figure
        assert isinstance(figure, LayeredFigure)
        source = figure.source
        yield (
            row.service,
            row.region,
            row.item,
            row.dimension,
            row.term,
            row.unit,
            f"{row.tier_from:f}",
            f"{figure.price:f}",
            source.id,
            figure.grade.value,
            source.name,
            source.as_of.isoformat(),
            source.licence,
            figure.layer,
            figure.currency,
        )


def _noting_currencies(rows: Iterator[_Row]) -> Iterator[_Row]:
    """The rows; what is not in US dollars is said when all are written."""
    others: Counter[str] = Counter()
    for row in rows:
        if row[-1] != _USD:
            others[row[-1]] += 1
        yield row
    for currency, count in sorted(others.items()):
        counted = "1 row" if count == 1 else f"{count:,} rows"
        say_note(f"price_usd is in {currency} in {counted}, as the column currency says")


def _write_csv(rows: Iterable[_Row], stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)


def _write_lines(rows: Iterable[_Row], stream: TextIO) -> None:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for row in rows:
        stream.write(encode(dict(zip(COLUMNS, row, strict=True))) + "\n")


def _write_document(rows: Iterable[_Row], stream: TextIO, book: BookIdentity, layer: str) -> None:
    """One document, a figure a line, written as it comes."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    head = {"schema": SCHEMA, "book": book_document(book), "layer": layer}
    stream.write(json.dumps(head, indent=2, ensure_ascii=False).removesuffix("\n}") + ',\n  "figures": [')
    separator = "\n"
    for row in rows:
        stream.write(f"{separator}    {encode(dict(zip(COLUMNS, row, strict=True)))}")
        separator = ",\n"
    stream.write("\n  ]\n}\n")
