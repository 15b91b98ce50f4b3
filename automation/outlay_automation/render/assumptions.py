"""Everything that a result's figures rest on and that nobody stated, in one sorted list."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.step import Assumption

if TYPE_CHECKING:
    from outlay_automation.stack_preview import PreviewResult


def assumptions_of(result: "PreviewResult") -> tuple[Assumption, ...]:
    """Those of the engine (made-up answers and defaults) and those of the estimate on either side, each once."""
    sides = (*result.diff.after.resources.values(), *result.diff.before.resources.values())
    of_discounts = (*result.diff.after.assumptions, *result.diff.before.assumptions)
    return tuple(sorted({*result.preview.assumptions, *of_discounts, *of_costs(sides)}))


def of_stack(stack: StackCost) -> tuple[Assumption, ...]:
    """What an estimate rests on: its discounts and its resources, each once."""
    return tuple(sorted({*stack.assumptions, *of_costs(stack.resources.values())}))


def of_costs(costs: Iterable[ResourceCost]) -> Iterable[Assumption]:
    """What the figures of these resources rest on."""
    for cost in costs:
        for text in cost.assumptions:
            yield Assumption(cost.urn, text)


def grouped(assumptions: Iterable[Assumption]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The assumptions by text, with the subjects that share it: for people, who read each once."""
    subjects: dict[str, list[str]] = {}
    for each in assumptions:
        subjects.setdefault(each.text, []).append(each.subject)
    return tuple((text, tuple(sorted(names))) for text, names in sorted(subjects.items()))
