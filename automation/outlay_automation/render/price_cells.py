"""What the tables of an item's prices have in common: unit prices as they are written, and the sources by number."""

from decimal import Context, Decimal
from typing import Final

from outlay.prices.query import Grade, Price
from rich.console import Console
from rich.table import Table
from rich.text import Text

from outlay_automation.render import figures

ESTIMATE_MARK: Final = "~"
_MOST_DIGITS: Final = 12
_DIVIDED: Final = Context(prec=6)
"""A unit price with more digits than anybody publishes comes of a division, and is shown with these."""


class Sources:
    """The sources of what is shown with their layers, numbered in the order in which they come up.

    Args:
        with_grades: whether grades are told here, because the table has no column for them.
    """

    def __init__(self, *, with_grades: bool) -> None:
        self._with_grades = with_grades
        self._numbers: dict[str, int] = {}

    @property
    def several(self) -> bool:
        """Whether a price has to say which of them is its own."""
        return len(self._numbers) > 1

    def number(self, price: Price) -> int:
        """The number under which a price's source is listed."""
        said = f"{price.layer}: {price.source}, {price.as_of.isoformat()}"
        if self._with_grades:
            said += f", grade {price.grade.value}"
        return self._numbers.setdefault(said, len(self._numbers) + 1)

    def print(self, console: Console) -> None:
        """Print them by number."""
        if not self._numbers:
            return
        console.print()
        console.print(Text("Sources", style="bold"))
        table = Table.grid(padding=(0, 2, 0, 0))
        for said, number in self._numbers.items():
            table.add_row("", str(number), Text(said))
        console.print(table)


def estimated(price: Price) -> str:
    """What stands before a price that nobody published."""
    return ESTIMATE_MARK if price.grade is Grade.D else ""


def unit_price(amount: Decimal, currency: str) -> str:
    """A unit price in full, one that a division gave rounded."""
    is_published = len(amount.as_tuple().digits) <= _MOST_DIGITS
    return figures.unit_price(amount if is_published else _DIVIDED.plus(amount), currency)
