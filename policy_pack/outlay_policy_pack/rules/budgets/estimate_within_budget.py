"""OUT-B001: what the stack is estimated to cost a month stays within the budget that the standard sets for it."""

from collections.abc import Iterator

from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.money import Comparison, Cost, Money
from outlay.standard.limits import OnUnknown, UsagePolicy
from outlay.standard.model import Standard

from outlay_policy_pack.stack_view import StackView

RULE = "OUT-B001"


def estimate_within_budget(view: StackView, standard: Standard) -> Iterator[Finding]:
    """A finding when the estimate is above the budget, or when it cannot be told; `limits` says what that does."""
    budget = standard.budgets.of_stack(view.project, view.stack)
    if budget is None:
        return
    total = view.cost.total
    must_be_given = standard.limits.usage is UsagePolicy.MUST_BE_GIVEN
    answer = total.compare(budget.monthly, usage_must_be_given=must_be_given)
    if answer is Comparison.BELOW:
        return
    on_unknown = standard.limits.on_unknown
    is_decided = answer is Comparison.ABOVE or on_unknown is OnUnknown.ASSUME_HIGH
    blocks = is_decided or on_unknown is OnUnknown.BLOCK
    yield Finding(
        rule=RULE,
        title="Estimate within the stack's budget",
        message=_message(total, budget.monthly, answer, on_unknown),
        level=EnforcementLevel.MANDATORY if blocks else EnforcementLevel.ADVISORY,
        severity=Severity.HIGH,
        remediation="Make the change cheaper, or raise budgets.stacks in finops.yaml.",
        is_undecided=not is_decided,
        monthly=max(total.low - budget.monthly, Money(0)),
    )


def _message(total: Cost, limit: Money, answer: Comparison, on_unknown: OnUnknown) -> str:
    if answer is Comparison.ABOVE:
        return f"at least {total.low:.2f} a month, and the budget is {limit:.2f}"
    open_parts = len({gap.urn for gap in total.gaps})
    high = "" if total.high is None or total.high == total.low else f", up to {total.high:.2f}"
    gaps = f", with {open_parts} resources that have no complete figure" if open_parts else ""
    assumed = "; the standard assumes the high end" if on_unknown is OnUnknown.ASSUME_HIGH else ""
    question = f"whether that is below the budget of {limit:.2f} is open"
    return f"at least {total.low:.2f}{high} a month{gaps}: {question}{assumed}"
