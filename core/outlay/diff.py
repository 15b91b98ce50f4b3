"""What a change costs: the difference of two estimates, resource by resource.

Rows pair by the URN a resource had before (aliases, moves), a replacement is one row, and every difference is taken
end by end with gaps on both sides cancelling. Not here: who decides whether that is too much (rules) and how it is
printed (renderers).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from outlay.estimate.charge import Range
from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.money import ZERO, Delta, Gap, GapKind
from outlay.resource import SourcePosition, Urn
from outlay.step import Op, Step

_Identity: TypeAlias = tuple[GapKind, str, str]


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One resource before and after the change, with what that does to its monthly cost."""

    urn: Urn
    old_urn: Urn | None
    op: Op
    before: ResourceCost | None
    after: ResourceCost | None
    delta: Delta
    replace_keys: tuple[str, ...] = ()
    source: SourcePosition | None = None

    @property
    def cost(self) -> ResourceCost:
        """The resource as it is after the change, or as it was before its deletion."""
        found = self.after or self.before
        assert found is not None, "a row has a side"
        return found

    @property
    def is_renamed(self) -> bool:
        """Whether the resource is the same one under another URN."""
        return self.old_urn is not None and self.old_urn != self.urn and self.after is not None


@dataclass(frozen=True, slots=True)
class CostDiff:
    """A change of a stack in money: what it costs before, after, and every resource's part in the difference."""

    before: StackCost
    after: StackCost
    rows: tuple[DiffRow, ...]
    delta: Delta

    @property
    def changed(self) -> tuple[DiffRow, ...]:
        """The rows of resources that the change touches or whose cost it moves."""
        return tuple(row for row in self.rows if row.op is not Op.SAME or row.is_renamed or not row.delta.is_nothing)

    @property
    def unchanged(self) -> tuple[DiffRow, ...]:
        """The rows of resources that stay as they are and cost what they cost."""
        return tuple(row for row in self.rows if row.op is Op.SAME and not row.is_renamed and row.delta.is_nothing)


def cost_diff(before: StackCost, after: StackCost, steps: Sequence[Step]) -> CostDiff:
    """The difference of two estimates of one stack along the engine's steps.

    A resource that no step names counts as unchanged where both sides have it, as created or deleted where one has.
    """
    currency = after.total.currency
    rows = tuple(_rows(before, after, steps, currency))
    return CostDiff(before, after, rows, Delta.total((row.delta for row in rows), currency))


def delta_of(before: ResourceCost | None, after: ResourceCost | None, currency: str) -> Delta:
    """The difference of one resource's cost; a gap that both sides have, word for word, cancels."""
    low, expected, high = (a - b for a, b in zip(_sum(after), _sum(before), strict=True))
    old = {gap.identity: gap for gap in (before.cost.gaps if before else ())}
    new = {gap.identity: gap for gap in (after.cost.gaps if after else ())}
    return Delta(low, expected, high, _only(new, old), _only(old, new), currency)


def _rows(before: StackCost, after: StackCost, steps: Sequence[Step], currency: str) -> Iterator[DiffRow]:
    named_before: set[Urn] = set()
    named_after: set[Urn] = set()
    for step in steps:
        old_urn = step.old_urn if step.old_urn in before.resources else None
        old = before.resources.get(old_urn) if old_urn else None
        new = after.resources.get(step.urn) if step.op is not Op.DELETE else None
        if old_urn:
            named_before.add(old_urn)
        if new is not None:
            named_after.add(step.urn)
        if (old or new) and not _is_structural(old, new):
            yield _row(step.op, step.urn, old_urn, old, new, currency, step)
    for urn, new in after.resources.items():
        if urn not in named_after and not new.is_structural:
            old = None if urn in named_before else before.resources.get(urn)
            named_before.add(urn)
            yield _row(Op.SAME if old else Op.CREATE, urn, urn if old else None, old, new, currency, None)
    for urn, old in before.resources.items():
        if urn not in named_before and not old.is_structural:
            yield _row(Op.DELETE, urn, urn, old, None, currency, None)


def _row(
    op: Op,
    urn: Urn,
    old_urn: Urn | None,
    before: ResourceCost | None,
    after: ResourceCost | None,
    currency: str,
    step: Step | None,
) -> DiffRow:
    return DiffRow(
        urn=urn,
        old_urn=old_urn,
        op=op,
        before=before,
        after=after,
        delta=delta_of(before, after, currency),
        replace_keys=step.replace_keys if step else (),
        source=step.source if step else None,
    )


def _is_structural(*sides: ResourceCost | None) -> bool:
    return all(side is None or side.is_structural for side in sides)


def _sum(cost: ResourceCost | None) -> tuple[Decimal, Decimal, Decimal]:
    """The priced part's ends. Taken from the charges, since a cost with a gap has no high end."""
    known: list[Range] = [charge.cost for charge in cost.charges if charge.cost] if cost else []
    return (
        sum((each.low for each in known), ZERO),
        sum((each.expected for each in known), ZERO),
        sum((each.high for each in known), ZERO),
    )


def _only(of: Mapping[_Identity, Gap], without: Mapping[_Identity, Gap]) -> tuple[Gap, ...]:
    return tuple(sorted(gap for identity, gap in of.items() if identity not in without))
