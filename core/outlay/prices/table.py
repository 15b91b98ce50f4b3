"""The rows of a CSV file by column, each with its line: the one reader of sheets, contracts and rates.

A row that is shorter or longer than the head was cut or split, and is never taken. Not here: what the columns are
called, and what stands in the cells.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from outlay.errors import InvalidFile


def read_text(path: Path, form: str, named_by: str) -> str:
    """The text of a file that a person wrote, without the mark that spreadsheets put at its beginning.

    Args:
        path: the file.
        form: what such a file looks like, for one that is no text.
        named_by: the key of finops.yaml that the path comes from, for one that is not there.

    Raises:
        InvalidFile: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidFile(path, None, f"cannot be read: {error}", form) from None
    except OSError as error:
        hint = f"`{named_by}` in finops.yaml names it, relative to finops.yaml."
        raise InvalidFile(path, None, f"cannot be read: {error.strerror}", hint) from None


def rows_of(
    lines: Iterable[str],
    path: str | Path,
    check_head: Callable[[list[str], int], None],
    *,
    cut: str = "",
    form: str = "",
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows with their lines, by column, without the blanks around cells; empty lines are passed over.

    Args:
        lines: the file, with the ends of its lines.
        path: what errors call it.
        check_head: is given the columns and their line before any row, and raises where they are not right.
        cut: what a person does about a row that is not as long as the head.
        form: what a person does about a file that is no CSV.

    Raises:
        InvalidFile: it is no CSV, or a row is not as long as the head.
    """
    reader = csv.reader(lines, strict=True)
    columns: list[str] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if not columns:
                columns = cells
                check_head(columns, reader.line_num)
            elif len(cells) != len(columns):
                message = f"has {len(cells)} cells, and the file has {len(columns)} columns"
                raise InvalidFile(path, reader.line_num, message, cut or form)
            else:
                yield reader.line_num, dict(zip(columns, cells, strict=True))
    except csv.Error as error:
        raise InvalidFile(path, reader.line_num, f"is no CSV: {error}", form) from None
    if not columns:
        raise InvalidFile(path, None, "is empty", form)
