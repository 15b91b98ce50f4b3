"""Lines that ask for the same thing at the same price, gathered once, so that a commitment looks at each kind once.

Not here: which commitment covers what.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from outlay.discount.line import Line, Portion
from outlay.estimate.charge import MatchedQuery
from outlay.prices.query import PriceQuery


@dataclass(frozen=True, slots=True)
class Alike:
    """On-demand lines with one query, unit, unit price and zone, in their order.

    `zone` is empty where nobody says it; `dimension` is the one by which reservations are matched.
    """

    query: PriceQuery
    zone: str
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
    def dimension(self) -> str:
        """The dimension that a reservation has to have."""
        query = self.query
        return query.matched_as or query.dimension if isinstance(query, MatchedQuery) else query.dimension

    def apart(self) -> Iterator["Alike"]:
        """Each line by itself, for rules that select resources."""
        for line in self.lines:
            yield Alike(self.query, self.zone, (line,))


def alike(lines: Iterable[Line]) -> tuple[Alike, ...]:
    """The on-demand lines, gathered."""
    found: dict[object, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.order):
        if line.is_on_demand:
            key = (line.query, zone_of(line.query), line.unit_price, line.charge.unit, line.provider)
            found.setdefault(key, []).append(line)
    return tuple(Alike(each[0].query, zone_of(each[0].query), tuple(each)) for each in found.values())


def zone_of(query: PriceQuery) -> str:
    """The availability zone of what is charged, empty where nobody says it."""
    return query.zone if isinstance(query, MatchedQuery) else ""


def portions_in_order(groups: Sequence[Alike]) -> Iterator[Portion]:
    """The portions of several groups' lines, in the order of the lines."""
    for line in merge(*(group.lines for group in groups), key=lambda line: line.order):
        yield from line.portions
