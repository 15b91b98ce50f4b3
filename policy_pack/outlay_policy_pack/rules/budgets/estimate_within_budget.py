"""OUT-B001: what the stack is estimated to cost a month stays within the budget that the standard sets for it."""

from outlay.figures import money
from outlay.finding import EnforcementLevel, Severity
from outlay.money import Comparison, Cost
from outlay.standard.limits import UsagePolicy
from outlay.standard.model import Standard

from outlay_policy_pack.evidence.wording import settling, that_count, why_open
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, NotApplicable, Scope, rule
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
    remediation="Make the change cheaper, or raise the stack's limit under budgets.stacks in finops.yaml.",
    example="# finops.yaml\nbudgets:\n  stacks:\n    webshop/prod: {monthly: 1200}",
    capability="Budgeting",
)
def estimate_within_budget(view: StackView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding when the estimate is above the budget, or when that cannot be told."""
    budget = standard.budgets.of_stack(view.project, view.stack)
    if budget is None:
        yield NotApplicable(f"the standard sets no budget for {view.project}/{view.stack}")
        return
    total, limit = view.cost.total, budget.monthly
    must_be_given = standard.limits.usage is UsagePolicy.MUST_BE_GIVEN
    answer = total.compare(limit, usage_must_be_given=must_be_given)
    shown, currency = money(limit, total.currency), total.currency
    if answer is Comparison.ABOVE:
        excess = total.low - limit
        yield Found(
            f"at least {money(total.low, currency)} a month, {money(excess, currency)} above the budget of {shown}"
        )
    elif answer is Comparison.UNDECIDED:
        costs = view.cost.resources.values()
        yield Found(
            f"{_between(total)} a month, and whether that is within the budget of {shown} is open",
            settling("estimate-within-budget", that_count(total.gaps, usage_counts=must_be_given), costs),
            open=why_open(total, usage_counts=must_be_given),
        )


def _between(total: Cost) -> str:
    low = f"at least {money(total.low, total.currency)}"
    return low if total.high in (None, total.low) else f"{low}, up to {money(total.high, total.currency)}"
