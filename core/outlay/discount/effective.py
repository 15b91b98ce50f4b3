"""From list to effective cost, over one stack or a whole fleet: each commitment and each allowance is used once.

Pure, and the same whatever was applied before: everything is worked out from the prices and quantities that the
charges hold. Ties are broken by URN, so that the order of resources does not matter. Not here: the rules of each kind
of discount (a module each).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from outlay.discount import sustained_use
from outlay.discount.alike import alike
from outlay.discount.line import Line, line_of, lines_of, open_lines_of
from outlay.discount.stated import Discounts
from outlay.estimate.charge import PricedCharge
from outlay.estimate.choices import merged_line
from outlay.estimate.resource_cost import CommitmentUse, ResourceCost, StackCost
from outlay.prices.book import PriceBook
from outlay.resource import Urn
from outlay.step import Assumption

if TYPE_CHECKING:
    from outlay.discount.spot import SpotOutcome

_OPEN_CHOICE: Final = "no commitment is taken to cover what is still a choice"
_OWN_NOTES: Final = frozenset({sustained_use.ASSUMPTION, _OPEN_CHOICE})
"""What is said anew each time the discounts are worked out."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """Several stacks after their discounts, with what became of the commitments that they share."""

    stacks: tuple[StackCost, ...]
    commitments: tuple[CommitmentUse, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


def discounted(stack: StackCost, discounts: Discounts, book: PriceBook) -> StackCost:
    """What a stack costs with these discounts, commitments drawn down over all of it.

    Args:
        stack: the stack as priced.
        discounts: what is stated.
        book: where the prices of commitments come from.
    """
    fleet = discounted_fleet((stack,), discounts, book)
    return replace(fleet.stacks[0], commitments=fleet.commitments, assumptions=fleet.assumptions)


def discounted_fleet(stacks: Sequence[StackCost], discounts: Discounts, book: PriceBook) -> Fleet:
    """What several stacks cost with these discounts, commitments drawn down once over all of them."""
    if discounts.is_sustained_use_at_most:
        return Fleet(tuple(_with_sustained_use(stack, discounts, book) for stack in stacks))
    from outlay.discount.assumed import assumptions_of
    from outlay.discount.open_use import with_open_use

    lines = [
        line
        for number, stack in enumerate(stacks)
        for cost in stack.resources.values()
        for line in lines_of(cost, number)
    ]
    commitments, at_spot = _apply(discounts, lines, book)
    by_place = {line.order: line for line in lines}
    commitments = tuple(with_open_use(commitments, discounts, stacks))
    after = tuple(_folded(stack, number, by_place, discounts, book) for number, stack in enumerate(stacks))
    choices = [line for stack in stacks for cost in stack.resources.values() for line in open_lines_of(cost)]
    return Fleet(after, commitments, tuple(assumptions_of(discounts, lines, choices, commitments, at_spot)))


def discounted_resource(cost: ResourceCost, discounts: Discounts, book: PriceBook) -> ResourceCost:
    """What one resource costs with the discounts that depend on nothing but itself.

    What lacks a spot price is among the resource's assumptions.
    """
    own = _by_resource(discounts)
    if own.is_sustained_use_at_most:
        return _resource_with_sustained_use(cost, own, book)
    lines = list(lines_of(cost, 0))
    _, at_spot = _apply(own, lines, book)
    after = _with_lines(cost, 0, {line.order: line for line in lines}, own, book)
    if not at_spot.missing:
        return after
    return replace(after, assumptions=tuple(dict.fromkeys((*after.assumptions, *at_spot.missing))))


def _apply(
    discounts: Discounts, lines: Sequence[Line], book: PriceBook
) -> tuple[tuple[CommitmentUse, ...], "SpotOutcome"]:
    """Every discount in its order; what became of the commitments, and of buying at spot prices."""
    from outlay.discount import (
        committed_use,
        free_tier,
        negotiated,
        reservations,
        savings_plans,
        spend_commitments,
        spot,
    )

    at_spot = spot.apply(discounts.spot, lines, book)
    free_tier.apply(discounts.free_tiers, lines)
    groups = alike(lines) if not discounts.is_by_resource else ()
    commitments = (
        *reservations.draw_down(discounts.reservations, groups, book),
        *committed_use.draw_down(discounts.committed_use, groups, book),
        *savings_plans.draw_down(discounts.savings_plans, groups, book),
        *spend_commitments.draw_down(discounts.spend_commitments, groups),
    )
    if discounts.sustained_use:
        sustained_use.apply(lines, is_stated=discounts.sustained_use_is_stated)
    negotiated.apply(discounts.negotiated, lines)
    return tuple(sorted(commitments, key=lambda each: (each.kind, each.name))), at_spot


def _folded(
    stack: StackCost,
    number: int,
    lines: Mapping[tuple[str, int, int], Line],
    discounts: Discounts,
    book: PriceBook,
) -> StackCost:
    """The stack with its lines as they are after the discounts."""
    resources = {key: _with_lines(cost, number, lines, discounts, book) for key, cost in stack.resources.items()}
    return StackCost.of(resources, stack.book, stack.total.currency)


def _with_lines(
    cost: ResourceCost,
    stack: int,
    lines: Mapping[tuple[str, int, int], Line],
    discounts: Discounts,
    book: PriceBook,
) -> ResourceCost:
    charges = [
        lines[place].discounted()
        if (place := (cost.urn, stack, number)) in lines
        else _over_alternatives(charge, cost, discounts, book)
        for number, charge in enumerate(cost.charges)
    ]
    return _with_charges(cost, charges, discounts)


def _with_charges(cost: ResourceCost, charges: Sequence[PricedCharge], discounts: Discounts) -> ResourceCost:
    """The resource with these charges; itself where none of them is another one."""
    if all(new is old for new, old in zip(charges, cost.charges, strict=True)):
        return cost
    notes = [sustained_use.ASSUMPTION] if not discounts.sustained_use_is_stated and _is_sustained(charges) else []
    if not discounts.is_by_resource and any(charge.alternatives for charge in charges):
        notes.append(_OPEN_CHOICE)
    others = (text for text in cost.assumptions if text not in _OWN_NOTES)
    assumptions = tuple(dict.fromkeys((*others, *notes)))
    return replace(cost.with_charges(charges), assumptions=assumptions)


def _is_sustained(charges: Iterable[PricedCharge | None]) -> bool:
    """Whether one of the charges has the discount, or one of its alternatives has."""
    return any(
        any(each.name == sustained_use.NAME for each in charge.discounts) or _is_sustained(charge.alternatives)
        for charge in charges
        if charge is not None
    )


def _over_alternatives(charge: PricedCharge, cost: ResourceCost, discounts: Discounts, book: PriceBook) -> PricedCharge:
    """A line that is one of several, each with the discounts that depend on nothing but itself."""
    if not charge.alternatives:
        return charge
    own = _by_resource(discounts)
    return merged_line([_alone(each, cost, own, book) for each in charge.alternatives])


def _alone(
    charge: PricedCharge | None, cost: ResourceCost, discounts: Discounts, book: PriceBook
) -> PricedCharge | None:
    if charge is None:
        return None
    line = line_of(charge, cost.type.partition(":")[0], (cost.urn, 0, 0))
    if line is None:
        return charge
    _apply(discounts, [line], book)
    return line.discounted()


def _by_resource(discounts: Discounts) -> Discounts:
    """The discounts that are no pool over several resources."""
    if discounts.is_by_resource:
        return discounts
    return Discounts(
        spot=discounts.spot,
        sustained_use=discounts.sustained_use,
        sustained_use_is_stated=discounts.sustained_use_is_stated,
        negotiated=discounts.negotiated,
    )


def _with_sustained_use(stack: StackCost, discounts: Discounts, book: PriceBook) -> StackCost:
    """The short way where nothing else is stated: only what can have the discount is touched."""
    changed = {
        key: new
        for key, cost in stack.resources.items()
        if (new := _resource_with_sustained_use(cost, discounts, book)) is not cost
    }
    if not changed:
        return stack
    resources: dict[Urn, ResourceCost] = {**stack.resources, **changed}
    return StackCost.of(resources, stack.book, stack.total.currency)


def _resource_with_sustained_use(cost: ResourceCost, discounts: Discounts, book: PriceBook) -> ResourceCost:
    if not any(charge.discounts or sustained_use.is_eligible(charge.query) for charge in cost.charges):
        return cost
    lines = {line.order: line for line in lines_of(cost, 0)}
    if discounts.sustained_use:
        sustained_use.apply(lines.values(), is_stated=discounts.sustained_use_is_stated)
    return _with_lines(cost, 0, lines, discounts, book)
