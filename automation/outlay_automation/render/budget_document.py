"""How a stack's cost stands against its budget as JSON, alike in every document."""

from typing import Any

from outlay.estimate.amount import written
from outlay.money import Comparison, Cost, Money
from outlay.standard.limits import UsagePolicy
from outlay.standard.model import Standard


def budget_document(total: Cost, standard: Standard, project: str, stack: str) -> dict[str, Any] | None:
    """The budget as JSON; None where the standard sets none."""
    budget = standard.budgets.of_stack(project, stack)
    if budget is None:
        return None
    return {
        "monthly": written(budget.monthly),
        "headroom": written(budget.monthly - total.expected),
        "comparison": comparison(total, budget.monthly, standard).value,
    }


def comparison(total: Cost, limit: Money, standard: Standard) -> Comparison:
    """How a cost stands against a limit, with use counted as the standard says."""
    return total.compare(limit, usage_must_be_given=standard.limits.usage is UsagePolicy.MUST_BE_GIVEN)
