"""What is left of one commitment while it is drawn down, at each time of the month and at all three ends.

Each end of the range is drawn down by itself and in the same order: what a line asks for rises from end to end, and
what lines before it leave of the commitment falls. Not here: who may draw, and in which order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from outlay.discount.line import Portion, hull, money
from outlay.discount.load import MONTH, Load
from outlay.estimate.charge import DiscountKind
from outlay.estimate.resource_cost import CommitmentUse


@dataclass(frozen=True, slots=True)
class Draw:
    """What one portion would take of a pool: `weight` of it an hour of a unit, for `price` a unit-hour.

    `is_agreed` says whether that price is, or follows from, one that a contract sets.
    """

    portion: Portion
    weight: Fraction
    price: Fraction
    is_agreed: bool = False

    @property
    def is_worth_it(self) -> bool:
        """Whether it costs less than without."""
        return self.price < self.portion.unit_price


class Pool:
    """A capacity that is there at each hour of the month, and lost where nothing uses it.

    `worth` is what one of it costs an hour, used or not.
    """

    def __init__(self, kind: DiscountKind, name: str, capacity: Fraction, worth: Fraction) -> None:
        self.kind = kind
        self.name = name
        self._capacity = capacity
        self._worth = worth
        self._left = [Load.of(capacity * MONTH)] * 3

    def draw(self, draws: Iterable[Draw]) -> None:
        """Let portions draw, the first first, as long as there is something left; no more are asked for then."""
        rest = iter(draws)
        while self._has_some() and (each := next(rest, None)) is not None:
            if each.is_worth_it and not each.portion.is_covered:
                for end, left in enumerate(self._left):
                    covered, uncovered, self._left[end] = each.portion.rest[end].covered(left, each.weight)
                    of = (self.kind, self.name)
                    each.portion.take(end, covered, uncovered, each.price, of, is_agreed=each.is_agreed)

    def _has_some(self) -> bool:
        """Whether something is left, at any end."""
        return any(units for left in self._left for _, units in left.stretches)

    def use(self) -> tuple[Fraction, tuple[Fraction, Fraction, Fraction]]:
        """What the capacity costs a month, and what of that is unused at each end of the use."""
        low, expected, high = (left.unit_hours * self._worth for left in self._left)
        return self._capacity * MONTH * self._worth, (low, expected, high)


def use_of(kind: DiscountKind, name: str, pools: Sequence[Pool], note: str = "") -> CommitmentUse:
    """What becomes of a commitment that consists of these pools."""
    uses = [pool.use() for pool in pools]
    cost = sum((cost for cost, _ in uses), Fraction(0))
    unused = hull([money(sum((ends[end] for _, ends in uses), Fraction(0))) for end in range(3)])
    return CommitmentUse(kind, name, money(cost), unused, note)


def not_applied(kind: DiscountKind, name: str, note: str) -> CommitmentUse:
    """A commitment without a price, with the reason."""
    return CommitmentUse(kind, name, None, None, note)
