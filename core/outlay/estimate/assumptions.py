"""What an estimate rests on that nobody stated, gathered and sorted: every output lists it by name."""

from collections.abc import Iterable

from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.step import Assumption


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
