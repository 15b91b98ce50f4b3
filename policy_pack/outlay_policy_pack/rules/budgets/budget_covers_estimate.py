"""OUT-B002: the limit of each budget object is at least what is estimated of the resources that it watches."""

from collections.abc import Iterator

from outlay.estimate.resource_cost import Status
from outlay.figures import money
from outlay.finding import EnforcementLevel, Severity
from outlay.money import Comparison, Cost
from outlay.prices.currency import RATES_HINT
from outlay.resource import Unknown
from outlay.standard.limits import UsagePolicy
from outlay.standard.model import Standard
from outlay.tagging.budget_scope import scope_of_stack

from outlay_policy_pack.evidence.budget_objects import BudgetObject, budget_objects, scope_of
from outlay_policy_pack.evidence.wording import settling, that_count, why_open
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, NotApplicable, Scope, rule
from outlay_policy_pack.stack_view import StackView


@rule(
    "OUT-B002",
    "budget-covers-estimate",
    title="Budget objects cover the estimate",
    area=Area.BUDGETS,
    scope=Scope.STACK,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.HIGH,
    rationale="A budget below what the stack costs anyway cries every month, until nobody listens to it any more.",
    remediation="Raise the budget's limit to the estimate and some headroom, or make cheaper what it watches.",
    example='aws.Bucket("images", {"budget": MonthlyBudget.from_estimate(headroom=20)})  # of outlay_components',
    capability="Budgeting",
)
def budget_covers_estimate(view: StackView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for each budget object whose limit is below the estimate of its scope, or where that cannot be told.

    A budget watches the resources of its own cloud that carry its scope as the tag `outlay-budget`; the stack's own
    budget also answers for those that carry none.
    """
    budgets = list(budget_objects(view.resources))
    if not budgets:
        yield NotApplicable("the stack has no budget object")
    for budget in budgets:
        yield from _judged(budget, view, standard)


def _judged(budget: BudgetObject, view: StackView, standard: Standard) -> Iterator[Found]:
    question = "whether its limit covers what it watches is open"
    currency = view.cost.total.currency
    if isinstance(budget.scope, Unknown):
        yield Found(question, urn=budget.urn, open=("its filter is open until deployment",))
        return
    if budget.limit is None:
        yield Found(question, urn=budget.urn, open=(budget.why_open,))
        return
    told = view.pricing.book.told(budget.limit, budget.currency)
    if told is None:
        why = f"its limit is in {budget.currency}, estimates are in {currency}, and there is no rate between them"
        yield Found(question, RATES_HINT, urn=budget.urn, open=(why,))
        return
    watched = _watched(budget.cloud, budget.scope, view)
    must_be_given = standard.limits.usage is UsagePolicy.MUST_BE_GIVEN
    answer = watched.compare(told, usage_must_be_given=must_be_given)
    limit, low = money(budget.limit, budget.currency), money(watched.low, currency)
    if budget.currency != currency:
        limit = f"{limit} ({money(told, currency)})"
    if answer is Comparison.ABOVE:
        message = f"its limit of {limit} a month is below the {low} that {budget.scope} is estimated to cost"
        yield Found(message, urn=budget.urn)
    elif answer is Comparison.UNDECIDED:
        message = f"{budget.scope} costs at least {low} a month, and whether the limit of {limit} covers it is open"
        gaps = that_count(watched.gaps, usage_counts=must_be_given)
        instead = settling("budget-covers-estimate", gaps, view.cost.resources.values())
        yield Found(message, instead, urn=budget.urn, open=why_open(watched, usage_counts=must_be_given))


def _watched(cloud: str, scope: str, view: StackView) -> Cost:
    """What the resources of a scope cost, by the cloud that bills them; what nobody could see may be billed by any."""
    of_stack = scope_of_stack(view.project, view.stack)
    costs = (
        cost.cost
        for each in view.resources
        if (cost := view.cost.resources.get(each.urn)) is not None
        and (each.package == cloud or cost.status is Status.NOT_SEEN)
        and scope_of(each, of_stack) == scope
    )
    return Cost.total(costs, view.cost.total.currency)
