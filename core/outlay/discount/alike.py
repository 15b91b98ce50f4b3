"""Lines that ask for the same thing at the same price, gathered once, so that a commitment looks at each kind once.

Not here: which commitment covers what.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from outlay.discount.line import Line, Portion
from outlay.prices.query import PriceQuery


@dataclass(frozen=True, slots=True)
class Alike:
    """On-demand lines with one query, unit, unit price, zone and dimension of reservations, in their order."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """One of them, to ask for what they have in common."""
        return self.lines[0]

    @property
    def item(self) -> str:
        """What is charged, in the provider's spelling."""
        return str(self.query.item)

    @property
    def region(self) -> str:
        """Where."""
        return str(self.query.region)

    @property
    def query(self) -> PriceQuery:
        """What they ask of the price book."""
        return self.first.query

    @property
    def reserved_dimension(self) -> str:
        """The dimension that a reservation has to have to cover them."""
        return self.first.charge.reserved_dimension

    @property
    def zone(self) -> str:
        """The availability zone, empty where nobody says it."""
        return self.first.charge.zone

    def apart(self) -> Iterator["Alike"]:
        """Each line by itself, for rules that select resources."""
        for line in self.lines:
            yield Alike((line,))


def alike(lines: Iterable[Line]) -> tuple[Alike, ...]:
    """The on-demand lines, gathered."""
    found: dict[object, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.order):
        if line.is_on_demand:
            of = line.charge
            key = (of.query, of.reserved_dimension, of.zone, line.unit_price, of.unit, line.provider)
            found.setdefault(key, []).append(line)
    return tuple(Alike(tuple(each)) for each in found.values())


def portions_in_order(groups: Sequence[Alike]) -> Iterator[Portion]:
    """The portions of several groups' lines, in the order of the lines."""
    for line in merge(*(group.lines for group in groups), key=lambda line: line.order):
        yield from line.portions
