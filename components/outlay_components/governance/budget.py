"""What a budget says: its limit, when somebody is told, and who; held to what the budget services take.

Not here: the budget objects (`budget_objects`), and the tag that they select by (`outlay.tagging.budget_scope`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any, Final, Optional

from outlay.errors import WrongUse
from outlay.estimate.resource_cost import StackCost
from outlay.money import Comparison, Money
from outlay.standard.budgets import Alerts
from outlay.standard.model import Standard
from outlay.standard.owners import is_address

AWS_MOST_NOTIFICATIONS: Final = 5
AWS_MOST_ADDRESSES: Final = 10
GCP_MOST_CHANNELS: Final = 5
_MOST_GAPS_SHOWN: Final = 3


@dataclass(frozen=True)
class MonthlyBudget:
    """A budget a month: a fixed limit, or one that is worked out of the estimate.

        MonthlyBudget(250)
        MonthlyBudget.from_estimate(headroom=20)

    Where an argument is left out, what `budgets` in finops.yaml says holds.
    """

    limit: Optional[float] = None  # noqa: UP045  # the schema is read from Optional
    """The most that it may cost a month, in the standard's currency; out of the estimate where there is none."""
    headroom_percent: Optional[float] = None  # noqa: UP045
    """Without a limit: how much above the estimate the limit lies, in percent."""
    alert_at_actual_percent: Optional[list[float]] = None  # noqa: UP045
    """At which percentages of the limit somebody is told of the actual cost."""
    alert_at_forecast_percent: Optional[list[float]] = None  # noqa: UP045
    """At which percentages of the limit somebody is told of the cost that is forecast for the month."""
    recipients: Optional[list[str]] = None  # noqa: UP045
    """E-mail addresses of those who are told; the owner's contact by default."""

    @classmethod
    def from_estimate(cls, headroom: float | None = None, **more: Any) -> "MonthlyBudget":
        """A budget whose limit lies `headroom` percent above what the component is estimated to cost.

        Args:
            headroom: in percent; `budgets.headroom` of the standard by default.
            more: alerts and recipients, as of the class.
        """
        return cls(None, headroom, **more)

    @classmethod
    def of(cls, given: "MonthlyBudget | Mapping[str, Any]") -> "MonthlyBudget":
        """The budget of an argument, which is a plain mapping where the component is used from another language.

        Raises:
            WrongUse: a key of the mapping is unknown.
        """
        if isinstance(given, MonthlyBudget):
            return given
        known = [field.name for field in fields(cls)]
        unknown = [key for key in given if key not in known]
        if unknown:
            raise WrongUse(f"budget has no {', '.join(unknown)}", f"There are: {', '.join(known)}.")
        return cls(**given)


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """A budget as it will be made: `limit` in `currency` a month, percentages of it, and addresses."""

    scope: str
    title: str
    limit: Money
    currency: str
    alerts: Alerts
    recipients: tuple[str, ...]


def planned(
    budget: MonthlyBudget,
    standard: Standard,
    *,
    scope: str,
    title: str,
    owner: str | None,
    estimate: StackCost | None,
    alerts: Alerts | None = None,
    recipients: tuple[str, ...] = (),
) -> BudgetPlan:
    """A budget with everything that was left out.

    Args:
        budget: what the program says.
        standard: what holds where it says nothing.
        scope: what the budget selects.
        title: what people call it.
        owner: whose contact is told where nobody else is named; None where that is open until deployment.
        estimate: what is in the scope costs; None where only the whole stack would tell.
        alerts: those of the standard for this scope, where they differ.
        recipients: those of the standard for this scope, where they differ.

    Raises:
        WrongUse: the limit is no amount, below the estimate, or cannot be told; a percentage or an address is none.
    """
    sections = standard.budgets
    contact = standard.owners[owner].contact if owner in standard.owners else ()
    told = tuple(budget.recipients or ()) or recipients or sections.recipients or contact
    wrong = [text for text in told if not is_address(text)]
    if wrong:
        raise WrongUse(f"{title}: {wrong[0]!r} is no e-mail address", "Write recipients as name@example.com.")
    general = alerts or sections.alerts
    return BudgetPlan(
        scope=scope,
        title=title,
        limit=_limit(budget, standard, title, estimate),
        currency=standard.currency,
        alerts=Alerts(
            actual=_percentages(budget.alert_at_actual_percent, general.actual, title),
            forecast=_percentages(budget.alert_at_forecast_percent, general.forecast, title),
        ),
        recipients=tuple(dict.fromkeys(told)),
    )


def check_aws(plan: BudgetPlan) -> None:
    """Whether AWS Budgets takes it.

    Raises:
        WrongUse: it has more notifications or addresses than that service takes.
    """
    notifications = len(plan.alerts.actual) + len(plan.alerts.forecast)
    if notifications > AWS_MOST_NOTIFICATIONS:
        raise WrongUse(
            f"{plan.title} has {notifications} alerts, and AWS Budgets takes {AWS_MOST_NOTIFICATIONS}",
            "Leave out some percentages.",
        )
    if len(plan.recipients) > AWS_MOST_ADDRESSES:
        raise WrongUse(
            f"{plan.title} has {len(plan.recipients)} recipients, and AWS Budgets takes {AWS_MOST_ADDRESSES}",
            "Name a mailing list, or a topic under budgets.aws.sns_topic.",
        )


def check_gcp(plan: BudgetPlan, standard: Standard) -> None:
    """Whether Google Cloud's budgets take it.

    Raises:
        WrongUse: no billing account is known, or more channels are told than that service takes.
    """
    section = standard.budgets.gcp
    if not section.billing_account:
        raise WrongUse(
            f"{plan.title}: a budget on Google Cloud belongs to a billing account, and none is known",
            f"Set budgets.gcp.billing_account in {standard.origin.path}.",
        )
    channels = len(plan.recipients) + len(section.channels)
    if channels > GCP_MOST_CHANNELS:
        raise WrongUse(
            f"{plan.title} tells {channels} channels, and Google Cloud takes {GCP_MOST_CHANNELS}: "
            "each recipient is one, beside those of budgets.gcp.channels",
            "Name a mailing list, or a topic under budgets.gcp.pubsub_topic.",
        )


def _limit(budget: MonthlyBudget, standard: Standard, title: str, estimate: StackCost | None) -> Money:
    if budget.limit is not None:
        limit = _amount(budget.limit, f"{title}: the limit")
        if limit <= 0:
            raise WrongUse(f"{title}: the limit is {limit}, and a budget is above zero")
        if estimate is not None and estimate.total.compare(limit) is Comparison.ABOVE:
            raise WrongUse(
                f"{title} is {limit:.2f} {standard.currency} a month, and what it is for costs at least "
                f"{estimate.total.low:.2f}",
                "Raise the limit, or make it cheaper.",
            )
        return limit
    if estimate is None:
        raise WrongUse(f"{title} needs a limit", "Write MonthlyBudget(AMOUNT).")
    total = estimate.total
    if total.gaps or total.high is None:
        reasons = list(_reasons(estimate))
        more = f" and {len(reasons) - _MOST_GAPS_SHOWN} more" if len(reasons) > _MOST_GAPS_SHOWN else ""
        raise WrongUse(
            f"{title}: no limit can be worked out of an estimate that is not complete: "
            f"{'; '.join(reasons[:_MOST_GAPS_SHOWN])}{more}",
            "Write a number, MonthlyBudget(AMOUNT), or state what is missing: use under `usage` in finops.yaml.",
        )
    headroom = budget.headroom_percent
    percent = standard.budgets.headroom if headroom is None else _amount(headroom, f"{title}: the headroom")
    limit = (total.high * (1 + percent / 100)).to_integral_value(ROUND_CEILING)
    if limit <= 0:
        raise WrongUse(f"{title}: it is estimated to cost nothing, and a budget is above zero", "Write a number.")
    return limit


def _reasons(estimate: StackCost) -> Iterator[str]:
    for gap in estimate.total.gaps:
        resource = estimate.resources.get(gap.urn)
        named = f"{resource.name}: " if resource is not None else ""
        charge = f"{gap.charge}: " if gap.charge else ""
        yield f"{named}{charge}{gap.reason}"


def _percentages(given: list[float] | None, default: tuple[Decimal, ...], title: str) -> tuple[Decimal, ...]:
    if given is None:
        return default
    found = tuple(_amount(each, f"{title}: an alert") for each in given)
    wrong = next((each for each in found if not 0 < each <= 1000), None)
    if wrong is not None:
        raise WrongUse(f"{title}: an alert is at {wrong} percent", "Alerts are at percentages of the limit: 80, 100.")
    return found


def _amount(value: object, what: str) -> Decimal:
    """A number as it was written: 249.9 is exactly that."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(value, bool) or not found.is_finite():
        raise WrongUse(f"{what} is {value!r}, and that is no number")
    return found
