"""OUT-C003: most of what costs money has a figure."""

from decimal import Decimal
from typing import Final

from outlay.estimate.resource_cost import Status
from outlay.finding import EnforcementLevel, Severity
from outlay.standard.limits import UsagePolicy
from outlay.standard.model import Standard
from outlay.standard.section import Percent

from outlay_policy_pack.evidence.wording import listed
from outlay_policy_pack.rule import Answers, Area, Found, NotApplicable, Scope, Settings, rule
from outlay_policy_pack.stack_view import StackView

_NO_FIGURE: Final[tuple[Status, ...]] = (Status.UNSUPPORTED, Status.NOT_SEEN, Status.UNPRICED, Status.UNKNOWN)


class ShareUnpriced(Settings):
    """`percent` is how many of a hundred resources that cost money may be without a complete figure."""

    percent: Percent | None = None


@rule(
    "OUT-C003",
    "share-unpriced",
    title="Share of resources without a figure",
    area=Area.COST,
    scope=Scope.STACK,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.MEDIUM,
    rationale="A limit is only as good as the estimate it is held against: what has no figure may cost anything.",
    remediation="State prices of your own for what lacks them, settle what is open until deployment, or leave out what "
    "nobody can price.",
    example="# finops.yaml\nrules:\n  share-unpriced: {percent: 10}",
    capability="Planning & Estimating",
    settings=ShareUnpriced,
)
def share_unpriced(view: StackView, standard: Standard, settings: ShareUnpriced) -> Answers:
    """A finding when too many resources have no complete figure. It is never undecided: gaps are what it counts.

    Counted are the resources that cost money or may: none that is free, read from elsewhere, or only orders others. One
    is without a figure when any of its charges is unpriced or open, when nobody can price its type, or when it is a
    remote component that was not seen. Use that nobody stated counts where `limits.usage` is `must_be_given`.
    """
    if settings.percent is None:
        yield NotApplicable("no limit is set: percent")
        return
    lacking = _NO_FIGURE
    if standard.limits.usage is UsagePolicy.MUST_BE_GIVEN:
        lacking = (*_NO_FIGURE, Status.USAGE)
    costing = [each for each in view.cost.resources.values() if each.status is not Status.FREE]
    if not costing:
        yield NotApplicable("nothing in the stack costs money")
        return
    without = [each for each in costing if each.status in lacking]
    share = Decimal(100) * len(without) / len(costing)
    if share > settings.percent:
        names = listed(each.name for each in without)
        message = f"{len(without)} of {len(costing)} resources that cost money ({share:.0f}%) have no complete figure"
        yield Found(f"{message}, and {settings.percent:f}% is the most: {names}")
