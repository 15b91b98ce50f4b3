"""A table whose cells never break: every row is a line, and headings run over all columns.

Of several layouts of one table `fitting` takes the first that the terminal has room for. Not here: what stands in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rich.console import Console
from rich.text import Text

_GAP: Final = 2


class Side(Enum):
    """To which side of its column a cell keeps."""

    LEFT = "left"
    RIGHT = "right"
    MIDDLE = "center"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, of several lines where it has line breaks, and the side that its cells keep to."""

    name: str
    side: Side = Side.LEFT


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Text, ...]
    style: str


class Grid:
    """A table without lines, as wide as its longest cells.

    Args:
        columns: from left to right.
        indent: by how much rows are set in under the headings between them.
        gap: blanks between two columns.
    """

    def __init__(self, columns: Iterable[Column], *, indent: int = 0, gap: int = _GAP) -> None:
        self._columns = tuple(columns)
        self._indent = indent
        self._gap = gap
        self._rows: list[_Row | Text] = []

    def add(self, *cells: str | Text, style: str = "") -> None:
        """A row, a cell a column."""
        self._rows.append(_Row(tuple(each if isinstance(each, Text) else Text(each) for each in cells), style))

    def add_heading(self, heading: Text) -> None:
        """A line over all columns; it does not widen them."""
        self._rows.append(heading)

    @property
    def width(self) -> int:
        """Columns of the terminal that the rows need."""
        widths = self._widths()
        return self._indent + sum(widths) + self._gap * (len(widths) - 1)

    def print(self, console: Console) -> None:
        """Print it; a row that is too wide even so stays a line, for the terminal to carry on."""
        for line in self.lines():
            console.print(line, no_wrap=True, overflow="ignore", crop=False)

    def lines(self) -> Iterator[Text]:
        """The headings of the columns, then the rows."""
        widths = self._widths()
        names = [column.name.split("\n") for column in self._columns]
        height = max((len(name) for name in names if name != [""]), default=0)
        for number in range(height):
            # what is short stands at the bottom
            cells = (name[number - height] if height - number <= len(name) else "" for name in names)
            yield self._line(_Row(tuple(map(Text, cells)), "dim"), widths)
        for row in self._rows:
            yield self._line(row, widths) if isinstance(row, _Row) else row

    def _line(self, row: _Row, widths: list[int]) -> Text:
        line = Text(" " * self._indent, style=row.style)
        for number, (cell, column, width) in enumerate(zip(row.cells, self._columns, widths, strict=True)):
            placed = cell.copy()
            placed.align(column.side.value, width)
            line.append(" " * self._gap if number else "").append_text(placed)
        line.rstrip()
        return line

    def _widths(self) -> list[int]:
        rows = [row for row in self._rows if isinstance(row, _Row)]
        return [
            max([*(len(part) for part in column.name.split("\n")), *(row.cells[number].cell_len for row in rows)])
            for number, column in enumerate(self._columns)
        ]


def fitting(console: Console, layouts: Iterable[Grid]) -> Grid:
    """The first of these that the terminal has room for, else the last.

    Raises:
        ValueError: there are none.
    """
    grid = None
    for grid in layouts:
        if grid.width <= console.width:
            return grid
    if grid is None:
        raise ValueError("a table needs a layout")
    return grid


def in_lines(parts: Iterable[str], width: int) -> Iterator[str]:
    """The parts with dots between them, in lines of a width; none breaks."""
    line = ""
    for part in parts:
        longer = f"{line} · {part}" if line else part
        if line and len(longer) > width:
            yield line
            longer = part
        line = longer
    yield line
