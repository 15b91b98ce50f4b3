"""OUT-B003: what costs money is watched by a budget object, where the standard gives the stack a budget."""

from collections.abc import Iterator, Sequence

from outlay.estimate.resource_cost import Status
from outlay.finding import EnforcementLevel, Severity
from outlay.resource import Resource, Secret, Unknown, name_of
from outlay.standard.model import Standard
from outlay.tagging.budget_scope import AWS_BUDGET_TYPE, BUDGET_TAG, GCP_BUDGET_TYPE, scope_of_stack
from outlay.tagging.effective import effective_tags
from outlay.tagging.spelling import TAGGED_PACKAGES

from outlay_policy_pack.evidence.budget_objects import BudgetObject, budget_objects, scope_of
from outlay_policy_pack.evidence.wording import listed
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, NotApplicable, Scope, rule
from outlay_policy_pack.stack_view import StackView

_TYPES = {"aws": AWS_BUDGET_TYPE, "gcp": GCP_BUDGET_TYPE}
_CLOUDS = {"aws": "AWS", "gcp": "Google Cloud"}


@rule(
    "OUT-B003",
    "stack-has-budget",
    title="A budget object watches the stack",
    area=Area.BUDGETS,
    scope=Scope.STACK,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.HIGH,
    rationale="A budget in a file alarms nobody: what runs up cost after the deployment is seen by the provider alone.",
    remediation="Call govern(...) of outlay_components at the top of the program, or use its components: both make it.",
    example="from outlay_components import govern\n\ngovern()  # tags every resource, and makes the stack's budget",
    capability="Budgeting",
)
def stack_has_budget(view: StackView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for each cloud and scope in which something costs money that no budget object watches.

    A scope is what resources carry as the tag `outlay-budget`; those without one belong to the stack's, whose budget
    does not see them before they carry it. A budget sees the bill of its own cloud only. Without a budget in the
    standard there is no limit that an object could have.
    """
    if standard.budgets.of_stack(view.project, view.stack) is None:
        yield NotApplicable(f"the standard sets no budget for {view.project}/{view.stack}")
        return
    used, hidden = _scopes_that_cost(view), _not_seen(view)
    if not (used or hidden):
        yield NotApplicable("nothing in the stack is billed by AWS or Google Cloud")
        return
    budgets = list(budget_objects(view.resources))
    for (cloud, scope), resources in sorted(used.items()):
        yield from _watched(cloud, scope, resources, budgets)
    of_stack = scope_of_stack(view.project, view.stack)
    if hidden and not any(each.scope == of_stack for each in budgets):
        open_ = (f"what is inside {listed(hidden)} could not be seen",)
        yield Found("it may hold what no budget object watches", open=open_)


def _watched(cloud: str, scope: str, resources: Sequence[Resource], budgets: list[BudgetObject]) -> Iterator[Found]:
    there = [each for each in budgets if each.cloud == cloud]
    if any(each.scope == scope for each in there):
        yield from _carried(scope, resources)
        return
    names = listed(dict.fromkeys(each.name for each in resources))
    filtered = f"{_TYPES[cloud]} with the filter {BUDGET_TAG} = {scope} and no other"
    open_ = tuple(f"the filter of {name_of(each.urn)} is open until deployment" for each in there if _is_open(each))
    if open_:
        message = f"what is billed for {names} on {_CLOUDS[cloud]} may be watched by no budget object"
        yield Found(message, f"Declare {filtered}.", open=open_)
    else:
        message = f"no budget object watches what is billed for {names} on {_CLOUDS[cloud]}"
        yield Found(message, f"Call govern(...) of outlay_components, which makes {filtered}.")


def _carried(scope: str, resources: Sequence[Resource]) -> Iterator[Found]:
    """Which of these resources the budget of their scope does not see, for lack of the tag that it filters by."""
    without: dict[str, None] = {}
    for resource in resources:
        found = effective_tags(resource)
        value = found.tags.get(BUDGET_TAG) if found is not None else scope
        is_open = isinstance(value, Unknown | Secret) or (value is None and found is not None and found.is_open)
        if is_open:
            message, why = "may carry no tag that a budget object sees it by", f"{BUDGET_TAG} is open until deployment"
            yield Found(message, urn=resource.urn, open=(why,))
        elif value != scope:
            without[resource.name] = None
    if without:
        message = f"the budget object does not see {listed(without)}, without the tag {BUDGET_TAG} that it filters by"
        instead = (
            f"Call govern(...) of outlay_components, or add {BUDGET_TAG} = {scope} to the provider's default tags."
        )
        yield Found(message, instead)


def _is_open(budget: BudgetObject) -> bool:
    return isinstance(budget.scope, Unknown)


def _scopes_that_cost(view: StackView) -> dict[tuple[str, str], list[Resource]]:
    """By cloud and scope, the resources that cost money, or may."""
    of_stack = scope_of_stack(view.project, view.stack)
    found: dict[tuple[str, str], list[Resource]] = {}
    for resource in view.resources:
        cost = view.cost.resources.get(resource.urn)
        if resource.package in TAGGED_PACKAGES and cost is not None and cost.status is not Status.FREE:
            found.setdefault((resource.package, scope_of(resource, of_stack)), []).append(resource)
    return found


def _not_seen(view: StackView) -> list[str]:
    """The components that nobody could look into: what they hold may be billed by either cloud."""
    return [each.name for each in view.cost.resources.values() if each.status is Status.NOT_SEEN]
