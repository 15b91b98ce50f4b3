"""OUT-B001: what the stack is estimated to cost a month stays within the budget that the standard sets for it."""

from outlay.finding import EnforcementLevel, Severity
from outlay.money import ZERO, Comparison
from outlay.standard.limits import UsagePolicy
from outlay.standard.model import Standard

from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, Scope, rule
from outlay_policy_pack.stack_view import StackView


@rule(
    "OUT-B001",
    "estimate-within-budget",
    title="Estimate within the stack's budget",
    area=Area.BUDGETS,
    scope=Scope.STACK,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.HIGH,
    rationale="A budget that a change may exceed unseen is found out by the bill, weeks after it could be helped.",
    remediation="Make the change cheaper, or raise budgets.stacks in finops.yaml.",
    example="budgets: {stacks: {webshop/prod: {monthly: 1200}}}",
    capability="Budgeting",
)
def estimate_within_budget(view: StackView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding when the estimate is above the budget, or when that cannot be told."""
    budget = standard.budgets.of_stack(view.project, view.stack)
    if budget is None:
        return
    total, limit = view.cost.total, budget.monthly
    must_be_given = standard.limits.usage is UsagePolicy.MUST_BE_GIVEN
    answer = total.compare(limit, usage_must_be_given=must_be_given)
    if answer is Comparison.ABOVE:
        yield Found(f"at least {total.low:.2f} a month, and the budget is {limit:.2f}", monthly=total.low - limit)
    elif answer is Comparison.UNDECIDED:
        high = "" if total.high is None or total.high == total.low else f", up to {total.high:.2f}"
        question = (
            f"at least {total.low:.2f}{high} a month, and whether that is within the budget of {limit:.2f} is open"
        )
        open_parts = len({gap.urn for gap in total.gaps})
        why = f"{open_parts} resources have no complete figure" if open_parts else "the estimate is a range around it"
        yield Found(question, open=(why,), monthly=max(total.low - limit, ZERO))
