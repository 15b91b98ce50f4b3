"""Prices a resource by what is stated of its use; where keys are lacking that its cost depends on, by defaults.

Only a default that closes a gap counts, so that each one that is named was used. Not here: the defaults
(`outlay.usage.defaults`), and whether they count (`outlay.standard.usage`).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from outlay.estimate.amount import not_given, without_price
from outlay.estimate.resource_cost import ResourceCost
from outlay.money import GapKind
from outlay.usage.stated import StatedUse, UsageDefault, laid_over


def priced_by_use(price: Callable[[Mapping[str, object]], ResourceCost], stated: Mapping[str, object]) -> ResourceCost:
    """What a resource costs, with what its use rests on among its assumptions.

    Args:
        price: what it costs by given figures.
        stated: the figures, with their origin where they have one.
    """
    if not isinstance(stated, StatedUse):
        return price(stated)
    figures, used = stated.figures, list[str]()
    cost = price(figures)
    rest = list(stated.defaults)
    while found := _closing(cost, rest):
        for default in found:
            rest.remove(default)
            used.append(default.text)
            figures = laid_over(default.nested, figures)
        cost = price(figures)
    names = tuple(dict.fromkeys((*cost.assumptions, *(stated.assumptions if stated.figures else ()), *used)))
    return cost if names == cost.assumptions else replace(cost, assumptions=names)


def _closing(cost: ResourceCost, defaults: list[UsageDefault]) -> list[UsageDefault]:
    """The defaults of keys that the cost lacks."""
    lacking = {without_price(gap.reason) for gap in cost.cost.gaps_of(GapKind.USAGE)} if defaults else set()
    return [each for each in defaults if not_given(each.key) in lacking]
