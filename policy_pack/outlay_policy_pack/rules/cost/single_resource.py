"""OUT-C002: no single resource costs more a month than one may."""

from outlay.figures import money
from outlay.finding import EnforcementLevel, Severity
from outlay.money import Comparison
from outlay.standard.limits import UsagePolicy
from outlay.standard.model import Standard
from outlay.standard.section import Amount

from outlay_policy_pack.evidence.wording import settling, that_count, why_open
from outlay_policy_pack.rule import Answers, Area, Found, NotApplicable, Scope, Settings, rule
from outlay_policy_pack.stack_view import StackView


class SingleResource(Settings):
    """`monthly` is the most that one resource may cost a month, in the standard's currency."""

    monthly: Amount | None = None


@rule(
    "OUT-C002",
    "single-resource",
    title="Cost of a single resource",
    area=Area.COST,
    scope=Scope.STACK,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.MEDIUM,
    rationale="One figure too many in a size costs as much as all the rest, and is not seen in the stack's total.",
    remediation="Take a smaller or a cheaper one, or have this resource exempted.",
    example="# finops.yaml\nrules:\n  single-resource: {monthly: 1000}",
    capability="Planning & Estimating",
    settings=SingleResource,
)
def single_resource(view: StackView, standard: Standard, settings: SingleResource) -> Answers:
    """A finding for each resource that costs more than the limit, or where that cannot be told.

    It looks at the stack, since what a resource costs may depend on its neighbours.
    """
    if settings.monthly is None:
        yield NotApplicable("no limit is set: monthly")
        return
    must_be_given = standard.limits.usage is UsagePolicy.MUST_BE_GIVEN
    for urn, resource in view.cost.resources.items():
        cost = resource.cost
        answer = cost.compare(settings.monthly, usage_must_be_given=must_be_given)
        limit = money(settings.monthly, cost.currency)
        if answer is Comparison.ABOVE:
            yield Found(f"costs more than the {limit} a month that one resource may", urn=urn, monthly=cost.low)
        elif answer is Comparison.UNDECIDED:
            message = f"may cost more than the {limit} a month that one resource may"
            gaps = that_count(cost.gaps, usage_counts=must_be_given)
            instead = settling("single-resource", gaps, (resource,))
            yield Found(message, instead, urn=urn, open=why_open(cost, usage_counts=must_be_given), monthly=cost.low)
