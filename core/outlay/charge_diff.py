"""The difference of one resource's cost, charge by charge: equal charges cancel exactly, and so do equal gaps.

Not here: which resource of one side is which of the other (`outlay.diff`, `outlay.baseline`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeAlias

from outlay.estimate.charge import PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost
from outlay.money import ZERO, Delta, Gap, GapKind, Money

NOTHING_KNOWN: Final = frozenset({GapKind.UNSUPPORTED, GapKind.NOT_SEEN})
"""Gaps in the place of a whole resource: what a change of it costs cannot be told either."""
TAG_PROPERTIES: Final = ("tags", "labels", "userLabels", "resourceLabels", "effectiveLabels", "pulumiLabels")
"""How the properties begin whose change never changes a cost."""
_NOTHING: Final = Range(ZERO, ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a charge with a gap counts, at which unit price; None for what is not known.

    Without a unit price `item` says what is bought, since a larger machine whose price is open is not the smaller one.
    """

    quantity: Range | None
    unit_price: Money | None
    item: str = ""


@dataclass(frozen=True, slots=True)
class CountedGap:
    """A gap with what its charges count. Ten unpriced nodes are not one: they are another gap."""

    gap: Gap
    counted: tuple[Counted, ...] = ()

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two gaps equal: what they say, and what their charges count at which price."""
        return (*self.gap.identity, self.counted)


Figures: TypeAlias = Mapping[str, Range]
"""The priced charges' monthly figures by label."""


@dataclass(frozen=True, slots=True)
class Side:
    """A resource's cost on one side of a change, as far as a difference needs it."""

    figures: Figures = field(default_factory=dict)
    gaps: tuple[CountedGap, ...] = ()

    @classmethod
    def of(cls, cost: ResourceCost | None) -> "Side":
        """The side of a resource; nothing where there is none."""
        if cost is None:
            return cls()
        # the figures are taken from the charges, since a cost with a gap has no high end
        figures: dict[str, Range] = {}
        for charge in cost.charges:
            if charge.cost is not None:
                so_far = figures.get(charge.label)
                figures[charge.label] = charge.cost if so_far is None else _sum(so_far, charge.cost)
        return cls(figures, tuple(_counted(gap, cost) for gap in cost.cost.gaps))

    @property
    def is_beyond_telling(self) -> bool:
        """Whether it cannot be priced at all, so that what a change of it costs cannot be told either."""
        return any(each.gap.kind in NOTHING_KNOWN for each in self.gaps)


def difference(before: Side, after: Side, currency: str, *, is_changed: bool = False) -> Delta:
    """The difference of two sides of one resource.

    When the resource `is_changed`, the gap of one that cannot be priced at all does not cancel: the change may well
    move its cost.
    """
    old, new = before.figures, after.figures
    pairs = [(old.get(label, _NOTHING), new.get(label, _NOTHING)) for label in dict.fromkeys((*old, *new))]
    old_gaps = {each.identity: each.gap for each in before.gaps}
    new_gaps = {each.identity: each.gap for each in after.gaps}
    equal = {
        identity
        for identity, gap in new_gaps.items()
        if identity in old_gaps and not (is_changed and gap.kind in NOTHING_KNOWN)
    }
    return Delta(
        low=sum((later.low - earlier.low for earlier, later in pairs), ZERO),
        expected=sum((later.expected - earlier.expected for earlier, later in pairs), ZERO),
        high=sum((later.high - earlier.high for earlier, later in pairs), ZERO),
        opened=tuple(sorted(gap for identity, gap in new_gaps.items() if identity not in equal)),
        closed=tuple(sorted(gap for identity, gap in old_gaps.items() if identity not in equal)),
        currency=currency,
    )


def _counted(gap: Gap, cost: ResourceCost) -> CountedGap:
    return CountedGap(gap, tuple(_counts(line) for line in cost.charges if gap in line.gaps))


def _counts(line: PricedCharge) -> Counted:
    item = f"{line.query.item}/{line.query.dimension}" if line.unit_price is None else ""
    return Counted(line.quantity, line.unit_price, item)


def _sum(one: Range, other: Range) -> Range:
    return Range(*(a + b for a, b in zip(_ends(one), _ends(other), strict=True)))


def _ends(of: Range) -> tuple[Decimal, Decimal, Decimal]:
    return (of.low, of.expected, of.high)
