"""What differs between two sets of figures, figure by figure, without holding either in memory.

Not here: whose figures they are, and printing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

from outlay.prices.figure import Figure

_Key: TypeAlias = tuple[str, str, str, str, str, float, str, str]
"""The parts of a figure's name, its region, and its currency: amounts of two currencies are no change of one price."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is new, gone, or has another price.

    `before` and `after` are its unit prices, in `currency`; None where it was not there. Of a name with several
    figures it is the lowest.
    """

    figure: Figure
    before: Decimal | None
    after: Decimal | None

    @property
    def currency(self) -> str:
        """The currency of both prices."""
        return self.figure.currency

    @property
    def share(self) -> Decimal:
        """By how much of the price before it changes: 0.1 for a tenth more. Of a figure that was free or new, 0."""
        if self.before is None or self.after is None or not self.before:
            return Decimal(0)
        return (self.after - self.before) / self.before


def figure_changes(before: Iterable[Figure], after: Iterable[Figure]) -> Iterator[FigureChange]:
    """Every figure that differs; one whose currency changes is gone in the one and new in the other.

    Both sides come in the book's order, as `LookupFile.figures` gives them.
    """
    old_ones, new_ones = _grouped(before), _grouped(after)
    old, new = next(old_ones, None), next(new_ones, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old[0] < new[0]):
            assert old is not None
            yield FigureChange(old[1][0], old[1][0].price, None)
            old = next(old_ones, None)
        elif old is None or new[0] < old[0]:
            yield FigureChange(new[1][0], None, new[1][0].price)
            new = next(new_ones, None)
        else:
            if _prices(old[1]) != _prices(new[1]):
                yield FigureChange(new[1][0], old[1][0].price, new[1][0].price)
            old, new = next(old_ones, None), next(new_ones, None)


def _grouped(figures: Iterable[Figure]) -> Iterator[tuple[_Key, list[Figure]]]:
    # the book's order ends with the price and not with the currency
    for _, of_one_name in groupby(figures, lambda figure: _key(figure)[:-1]):
        in_order = sorted(of_one_name, key=lambda figure: (figure.currency, figure.price))
        for key, group in groupby(in_order, _key):
            yield key, list(group)


def _key(figure: Figure) -> _Key:
    name = figure.name
    tier_from = float(name.tier_from)
    return name.service, name.item, name.dimension, name.term, name.unit, tier_from, figure.region, figure.currency


def _prices(figures: list[Figure]) -> list[Decimal]:
    return [figure.price for figure in figures]
