"""Everything that a result's figures rest on and that nobody stated, in one sorted list."""

from typing import TYPE_CHECKING

from outlay.estimate.assumptions import grouped, of_costs, of_stack
from outlay.step import Assumption

if TYPE_CHECKING:
    from outlay_automation.stack_preview import PreviewResult

__all__ = ["assumptions_of", "grouped", "of_costs", "of_stack"]


def assumptions_of(result: "PreviewResult") -> tuple[Assumption, ...]:
    """Those of the engine (made-up answers and defaults) and those of the estimate on either side, each once."""
    sides = (*result.diff.after.resources.values(), *result.diff.before.resources.values())
    of_discounts = (*result.diff.after.assumptions, *result.diff.before.assumptions)
    return tuple(sorted({*result.preview.assumptions, *of_discounts, *of_costs(sides)}))
