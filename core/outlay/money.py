"""Money with gaps: what is known of a cost, and what is not.

`Cost` is a monthly cost as a range with the gaps that keep it from being complete; `Delta` is the difference of two
such costs. Unknown is never zero: a gap travels with every sum. Not here: prices (`outlay.prices`), rounding and
printing (`outlay.figures`, renderers).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Final, TypeAlias

from outlay.errors import CurrencyMismatch

Money: TypeAlias = Decimal
"""An amount of money a month, unrounded, in the currency of the value that holds it (USD unless said otherwise)."""

ZERO = Decimal(0)


class GapKind(StrEnum):
    """Why a part of a cost has no figure, worst first."""

    UNSUPPORTED = "unsupported"
    """No pricer knows the resource's type."""
    NOT_SEEN = "not_seen"
    """The resource lies inside a remote component that the preview did not open."""
    UNPRICED = "unpriced"
    """The price book has no figure for it, and some of it is there, or how much is not known until deployment."""
    UNKNOWN = "unknown"
    """A value that decides the cost is open until deployment."""
    USAGE = "usage"
    """It depends on use, and nobody said how much. Where the price book has no figure for it either, the reason says
    both: of no use it costs nothing, and otherwise it is unpriced."""


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """One part of a cost that has no figure.

    `urn` names the resource, `charge` the line of its cost (empty when it is the whole resource), `reason` says in
    words what is missing.
    """

    kind: GapKind
    urn: str
    charge: str
    reason: str

    @property
    def identity(self) -> tuple[GapKind, str, str]:
        """What makes two gaps the same one before and after a change, whatever the resource is called."""
        return (self.kind, self.charge, self.reason)


_IN_ORDER: Final = attrgetter("kind", "urn", "charge", "reason")
"""The order of gaps, taken once a gap instead of once a comparison: large stacks have tens of thousands."""


class Comparison(StrEnum):
    """How a cost stands against a limit."""

    ABOVE = "above"
    BELOW = "below"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Cost:
    """A monthly cost: `low` ≤ `expected` ≤ `high`, none negative, and the gaps that it does not contain.

    `high` is None exactly when there is a gap other than usage: then nothing is known of the upper end.

    Raises:
        ValueError: when the figures are out of order, negative, or `high` contradicts the gaps.
    """

    low: Money
    expected: Money
    high: Money | None
    gaps: tuple[Gap, ...] = ()
    currency: str = "USD"

    def __post_init__(self) -> None:
        if len(self.gaps) > 1:
            object.__setattr__(self, "gaps", tuple(sorted(set(self.gaps), key=_IN_ORDER)))
        if self.low < 0 or self.low > self.expected or (self.high is not None and self.expected > self.high):
            raise ValueError(f"a cost needs 0 ≤ low ≤ expected ≤ high, not {self.low}, {self.expected}, {self.high}")
        if (self.high is None) != any(gap.kind is not GapKind.USAGE for gap in self.gaps):
            raise ValueError("the high end of a cost is open exactly when there is a gap other than usage")

    @classmethod
    def exactly(cls, amount: Money, currency: str = "USD") -> "Cost":
        """A cost that is one known figure."""
        return cls(amount, amount, amount, (), currency)

    @classmethod
    def missing(cls, gap: Gap, currency: str = "USD") -> "Cost":
        """A cost of which nothing is known but the gap."""
        return cls(ZERO, ZERO, ZERO if gap.kind is GapKind.USAGE else None, (gap,), currency)

    @classmethod
    def total(cls, costs: Iterable["Cost"], currency: str = "USD") -> "Cost":
        """The sum of costs in `currency`: figures are added, gaps united.

        Raises:
            CurrencyMismatch: when one of them is in another currency.
        """
        low = expected = high = ZERO
        is_open = False
        gaps: set[Gap] = set()
        for cost in costs:
            if cost.currency != currency:
                raise CurrencyMismatch(f"cannot add {cost.currency} to {currency}")
            low += cost.low
            expected += cost.expected
            if cost.high is None:
                is_open = True
            else:
                high += cost.high
            gaps.update(cost.gaps)
        return cls(low, expected, None if is_open else high, tuple(gaps), currency)

    def __add__(self, other: "Cost") -> "Cost":
        return Cost.total((self, other), self.currency)

    def __str__(self) -> str:
        """The cost in a line, with how many gaps it has: `≥ $98.77 a month, 3 gaps`."""
        from outlay.figures import cost  # that reads this module

        count = len(self.gaps)
        return f"{cost(self)} a month" + (f", {count} gap{'s' if count > 1 else ''}" if count else "")

    @property
    def is_complete(self) -> bool:
        """Whether the figures hold everything, use included."""
        return not self.gaps

    def gaps_of(self, *kinds: GapKind) -> tuple[Gap, ...]:
        """The gaps of the given kinds."""
        return tuple(gap for gap in self.gaps if gap.kind in kinds)

    def compare(self, limit: Money, *, usage_must_be_given: bool = False) -> Comparison:
        """How this cost stands against a limit in the same currency.

        Above if even the low end exceeds it; below if even the high end does not; undecided otherwise. A usage gap
        leaves the answer as it is unless `usage_must_be_given`: then a cost with one is never below.
        """
        if self.low > limit:
            return Comparison.ABOVE
        if self.high is None or self.high > limit or (usage_must_be_given and self.gaps):
            return Comparison.UNDECIDED
        return Comparison.BELOW


@dataclass(frozen=True, slots=True)
class Delta:
    """The difference of two costs, end by end: low − low, expected − expected, high − high.

    Only priced parts enter the figures. `opened` are the gaps that only the later cost has, `closed` those that only
    the earlier one had; gaps on both sides cancel.
    """

    low: Money
    expected: Money
    high: Money
    opened: tuple[Gap, ...] = ()
    closed: tuple[Gap, ...] = ()
    currency: str = "USD"

    @property
    def is_undecided(self) -> bool:
        """Whether a gap other than usage stands on one side only, so that the figures are not the whole difference."""
        return any(gap.kind is not GapKind.USAGE for gap in (*self.opened, *self.closed))

    @property
    def is_nothing(self) -> bool:
        """Whether nothing changes: no figure and no gap."""
        return not (self.low or self.expected or self.high or self.opened or self.closed)

    def compare(self, limit: Money, *, usage_must_be_given: bool = False) -> Comparison:
        """How this change stands against the most that a cost may grow, in the same currency.

        Above if every end exceeds the limit, below if none does, undecided otherwise. A gap that opens can only add to
        the change and one that closes only take from it, so the first leaves no answer below and the second none
        above. Usage gaps count only with `usage_must_be_given`, as in `Cost.compare`.
        """
        ends = (self.low, self.expected, self.high)
        if min(ends) > limit and not _counting(self.closed, usage_must_be_given):
            return Comparison.ABOVE
        if max(ends) <= limit and not _counting(self.opened, usage_must_be_given):
            return Comparison.BELOW
        return Comparison.UNDECIDED

    @classmethod
    def total(cls, deltas: Iterable["Delta"], currency: str = "USD") -> "Delta":
        """The sum of differences in `currency`.

        Raises:
            CurrencyMismatch: when one of them is in another currency.
        """
        low = expected = high = ZERO
        opened: set[Gap] = set()
        closed: set[Gap] = set()
        for delta in deltas:
            if delta.currency != currency:
                raise CurrencyMismatch(f"cannot add {delta.currency} to {currency}")
            low += delta.low
            expected += delta.expected
            high += delta.high
            opened.update(delta.opened)
            closed.update(delta.closed)
        return cls(low, expected, high, tuple(sorted(opened)), tuple(sorted(closed)), currency)


def _counting(gaps: Iterable[Gap], usage_must_be_given: bool) -> bool:
    return any(usage_must_be_given or gap.kind is not GapKind.USAGE for gap in gaps)
