"""OUT-C001: a change makes the stack cost at most so much more a month."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Final

from outlay.figures import money
from outlay.finding import EnforcementLevel, Severity
from outlay.money import Comparison, Gap, Money
from outlay.standard.limits import UsagePolicy
from outlay.standard.model import Standard
from outlay.standard.section import Amount, exact
from pydantic import BeforeValidator, Field

from outlay_policy_pack.evidence.wording import reasons, settling, that_count
from outlay_policy_pack.rule import Answers, Area, Found, NotApplicable, Scope, Settings, rule
from outlay_policy_pack.stack_view import ONE_SIDE_KNOWN, Growth, StackView

_BASELINE: Final = (
    "Run `outlay baseline write` where the stack is as it was, and name its file in OUTLAY_BASELINE or in the policy "
    "configuration of monthly-delta (baseline); `outlay preview` knows both sides without it."
)
Growing = Annotated[Decimal, BeforeValidator(exact), Field(ge=0, le=100_000, allow_inf_nan=False)]


class MonthlyDelta(Settings):
    """The most that a change may add a month; each that is set holds.

    `amount` is in the standard's currency, `percent` a percentage of what the stack cost before.
    """

    amount: Amount | None = None
    percent: Growing | None = None


@rule(
    "OUT-C001",
    "monthly-delta",
    title="Growth of the monthly cost",
    area=Area.COST,
    scope=Scope.STACK,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.HIGH,
    rationale="Costs grow by changes that each look small; a limit makes somebody look before a large one is deployed.",
    remediation="Make the change cheaper, split it, or have it exempted by whoever answers for the budget.",
    example="# finops.yaml\nrules:\n  monthly-delta: {amount: 500, percent: 20}",
    capability="Planning & Estimating",
    settings=MonthlyDelta,
)
def monthly_delta(view: StackView, standard: Standard, settings: MonthlyDelta) -> Answers:
    """A finding for each limit that the change exceeds, or where that cannot be told.

    Nothing grows in a state. Inside the engine only one side is known, unless a baseline says what was before. A
    percentage says nothing of a stack that cost nothing before.
    """
    if settings.amount is None and settings.percent is None:
        yield NotApplicable("no limit is set: amount or percent")
    elif view.is_state:
        yield NotApplicable("a state is no change, so nothing grows")
    elif view.growth is None:
        yield Found("whether the change costs more than it may is open", _BASELINE, open=(ONE_SIDE_KNOWN,))
    else:
        yield from _judged(view.growth, view, standard, settings)


def _judged(growth: Growth, view: StackView, standard: Standard, settings: MonthlyDelta) -> Answers:
    must_be_given = standard.limits.usage is UsagePolicy.MUST_BE_GIVEN
    currency = growth.delta.currency
    if settings.amount is not None:
        answer = growth.delta.compare(settings.amount, usage_must_be_given=must_be_given)
        most = money(settings.amount, currency)
        yield from _said(answer, growth, view, most, settings.amount, must_be_given)
    if settings.percent is None:
        return
    before, share = growth.before, settings.percent / 100
    upper = None if must_be_given and before.gaps else before.high
    if upper == 0:
        if settings.amount is None:
            yield NotApplicable("the stack cost nothing before, and only a percentage is set")
        return
    low = growth.delta.compare(before.low * share, usage_must_be_given=must_be_given)
    high = None if upper is None else growth.delta.compare(upper * share, usage_must_be_given=must_be_given)
    answer = low if low is high or low is Comparison.BELOW else Comparison.UNDECIDED
    at_least = "" if upper == before.low else "at least "
    most = f"{settings.percent:f}% of {at_least}{money(before.low, currency)}"
    yield from _said(answer, growth, view, most, before.low * share, must_be_given)


def _said(
    answer: Comparison, growth: Growth, view: StackView, most: str, limit: Money, must_be_given: bool
) -> Iterator[Found]:
    delta = growth.delta
    least = money(min(delta.low, delta.expected, delta.high), delta.currency)
    if answer is Comparison.ABOVE:
        yield Found(f"costs at least {least} a month more than {growth.since}, and {most} is the most")
    elif answer is Comparison.UNDECIDED:
        message = f"whether it costs more than {growth.since} by more than {most} is open"
        gaps = _gaps(growth, must_be_given)
        why = tuple(reasons(gaps)) or (f"the difference is a range around {money(limit, delta.currency)}",)
        yield Found(message, settling("monthly-delta", gaps, view.cost.resources.values()), open=why)


def _gaps(growth: Growth, must_be_given: bool) -> tuple[Gap, ...]:
    """What leaves the growth undecided: what opened and closed, else what was not known before."""
    delta = growth.delta
    changed = that_count((*delta.opened, *delta.closed), usage_counts=must_be_given)
    return changed or that_count(growth.before.gaps, usage_counts=must_be_given)
