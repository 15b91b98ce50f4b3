"""What a change costs: the difference of two estimates, resource by resource.

Rows pair by the URN a resource had before (aliases, moves), a replacement is one row, and every difference is taken
end by end with gaps on both sides cancelling. Not here: who decides whether that is too much (rules) and how it is
printed (renderers).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from outlay.charge_diff import TAG_PROPERTIES, Side, difference
from outlay.errors import CurrencyMismatch
from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.money import Delta
from outlay.resource import SourcePosition, Urn
from outlay.step import Op, PropertyChange, Step

_UNTOUCHED: Final = frozenset({Op.SAME, Op.READ})


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

    @property
    def is_unchanged(self) -> bool:
        """Whether the resource stays as and where it is and costs what it cost."""
        return self.op in _UNTOUCHED and not self.is_renamed and self.delta.is_nothing


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
        return tuple(row for row in self.rows if not row.is_unchanged)

    @property
    def unchanged(self) -> tuple[DiffRow, ...]:
        """The rows of resources that stay as they are and cost what they cost."""
        return tuple(row for row in self.rows if row.is_unchanged)


def cost_diff(before: StackCost, after: StackCost, steps: Sequence[Step]) -> CostDiff:
    """The difference of two estimates of one stack along the engine's steps.

    A resource that no step names counts as unchanged where both sides have it, as created or deleted where one has.
    Each side of a resource enters one row, so that the rows' differences add up to that of the totals.

    Raises:
        CurrencyMismatch: when the two are in different currencies.
    """
    if before.total.currency != after.total.currency:
        raise CurrencyMismatch(f"cannot compare {before.total.currency} with {after.total.currency}")
    currency = after.total.currency
    rows = tuple(_rows(before, after, steps, currency))
    return CostDiff(before, after, rows, Delta.total((row.delta for row in rows), currency))


def _rows(before: StackCost, after: StackCost, steps: Sequence[Step], currency: str) -> Iterator[DiffRow]:
    # A resource that a step carries on is not what a step of the same URN deletes: that is a remnant.
    carried_on = {step.old_urn for step in steps if step.op is not Op.DELETE}
    named_before: set[Urn] = set()
    named_after: set[Urn] = set()
    for step in steps:
        is_taken = step.old_urn in named_before or (step.op is Op.DELETE and step.old_urn in carried_on)
        old = before.resources.get(step.old_urn) if step.old_urn and not is_taken else None
        new = after.resources.get(step.urn) if step.op is not Op.DELETE and step.urn not in named_after else None
        if old is not None:
            named_before.add(old.urn)
        if new is not None:
            named_after.add(step.urn)
        if (old or new) and not _is_structural(old, new):
            yield _row(step.op, step.urn, old, new, currency, step)
    for urn, new in after.resources.items():
        if urn not in named_after and not new.is_structural:
            old = None if urn in named_before else before.resources.get(urn)
            named_before.add(urn)
            yield _row(Op.SAME if old else Op.CREATE, urn, old, new, currency, None)
    for urn, old in before.resources.items():
        if urn not in named_before and not old.is_structural:
            yield _row(Op.DELETE, urn, old, None, currency, None)


def _row(
    op: Op,
    urn: Urn,
    before: ResourceCost | None,
    after: ResourceCost | None,
    currency: str,
    step: Step | None,
) -> DiffRow:
    is_changed = step is not None and op not in _UNTOUCHED and not _only_tags(step.changes)
    return DiffRow(
        urn=urn,
        old_urn=before.urn if before else None,
        op=op,
        before=before,
        after=after,
        delta=difference(Side.of(before), Side.of(after), currency, is_changed=is_changed),
        replace_keys=step.replace_keys if step else (),
        source=step.source if step else None,
    )


def _only_tags(changes: Sequence[PropertyChange]) -> bool:
    return bool(changes) and all(change.path.startswith(TAG_PROPERTIES) for change in changes)


def _is_structural(*sides: ResourceCost | None) -> bool:
    return all(side is None or side.is_structural for side in sides)
