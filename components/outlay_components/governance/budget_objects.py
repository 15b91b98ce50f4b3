"""The budget objects of both clouds, from one plan: `aws.budgets.Budget` and `gcp.billing.Budget`.

The SDK of a cloud is imported only where a budget is made on it. Not here: what a budget says (`budget`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_UP, Decimal
from pathlib import Path
from typing import Any, Final

import pulumi
from outlay.errors import OutlayError
from outlay.money import Money
from outlay.prices.currency import NO_RATES, USD, Rates, read_rates
from outlay.standard.model import Standard
from outlay.tagging.budget_scope import BUDGET_TAG, aws_filter, gcp_filter
from outlay.tagging.ownership import OWNER, Ownership

from outlay_components.errors import ProgramError
from outlay_components.governance.budget import BudgetPlan, MonthlyBudget, check_aws, check_gcp, planned
from outlay_components.governance.enforcement import Tags, enforced_tags
from outlay_components.governance.governed import Governed
from outlay_components.governance.program import Program
from outlay_components.governance.statement import completed, resolved

STACK_BUDGET: Final = "outlay-budget"
"""The name of the resource that is a stack's budget."""


def make_stack_budget(
    run: Governed, package: str, ownership: Ownership, provider: pulumi.ProviderResource | None
) -> None:
    """Make the stack's budget on a cloud, once; a warning where the standard sets none.

    Args:
        run: the governance of the run.
        package: the provider package of the cloud.
        ownership: whose the first thing in it is, for required keys that the stack as a whole does not state.
        provider: the provider to make it with; the default one where it is None.

    Raises:
        ProgramError: the budget is none that the services take.
    """
    if package in run.budgets:
        return
    run.budgets.add(package)
    program = run.program
    section = program.standard.budgets.of_stack(program.project, program.stack)
    if section is None and program.standard_path is None:
        return  # that there is no standard at all has been said
    if section is None:
        run.warn_once(
            "no budget",
            f"no budget is set for the stack {program.project}/{program.stack}, so that none was made. Set one under "
            f"budgets.stacks in {program.standard.origin.path}; `outlay budget suggest` writes it from the estimate.",
        )
        return
    ownership = completed(resolved(program, run.stated), ownership, program)
    owner = ownership.values.get(OWNER)
    try:
        plan = planned(
            MonthlyBudget(float(section.monthly)),
            program.standard,
            scope=run.scope,
            title=f"the budget of {program.project}/{program.stack}",
            owner=owner if isinstance(owner, str) else None,
            estimate=None,
            alerts=section.alerts,
            recipients=section.recipients,
        )
    except OutlayError as error:
        raise ProgramError(str(error)) from None
    tags = enforced_tags(package, ownership, program.standard, run.scope, plan.title)
    make_budget(package, plan, run, STACK_BUDGET, tags, None, provider)


def make_budget(
    package: str,
    plan: BudgetPlan,
    run: Governed,
    name: str,
    tags: Tags,
    parent: pulumi.Resource | None,
    provider: pulumi.ProviderResource | None = None,
) -> None:
    """Make a budget on a cloud.

    Args:
        package: the provider package of the cloud.
        plan: what it says.
        run: the governance of the run.
        name: the resource's name.
        tags: the tags of the objects, as the cloud spells them.
        parent: the resource that it belongs to; the stack where it is None.
        provider: the provider to make it with, where it is not the parent's.

    Raises:
        ProgramError: the cloud's budget service takes no such budget.
    """
    options = pulumi.ResourceOptions(parent=parent, provider=provider)
    try:
        _MAKERS[package](plan, run, name, tags, options)
    except OutlayError as error:
        raise ProgramError(str(error)) from None


def _make_aws(plan: BudgetPlan, run: Governed, name: str, tags: Tags, options: pulumi.ResourceOptions) -> None:
    from pulumi_aws import budgets

    check_aws(plan)
    section = run.program.standard.budgets.aws
    key, value = aws_filter(plan.scope)
    budgets.Budget(
        name,
        budget_type="COST",
        time_unit="MONTHLY",
        limit_amount=_plain(_in_usd(plan, run.program)),
        limit_unit=USD,
        cost_filters=[{"name": key, "values": [value]}],
        notifications=list(_aws_notifications(plan, section.sns_topic)) or None,
        tags=tags,
        opts=options,
    )
    path = run.program.standard.origin.path
    if BUDGET_TAG not in section.active_tags:
        run.warn_once(
            BUDGET_TAG,
            f"budgets on AWS read $0 until the tag {BUDGET_TAG} is active for cost allocation. Activate it in the "
            "payer account (outlay_components.aws.CostAllocationTags), then list it under budgets.aws.active_tags in "
            f"{path}.",
        )
    if not plan.recipients and not section.sns_topic:
        run.warn_once(
            plan.title,
            f"{plan.title} tells nobody. Name the owner's contact under owners, or budgets.recipients, in {path}.",
        )


def _aws_notifications(plan: BudgetPlan, topic: str) -> Iterator[Any]:
    if not plan.recipients and not topic:
        return
    for kind, thresholds in (("ACTUAL", plan.alerts.actual), ("FORECASTED", plan.alerts.forecast)):
        for threshold in thresholds:
            yield {
                "comparison_operator": "GREATER_THAN",
                "notification_type": kind,
                "threshold": float(threshold),
                "threshold_type": "PERCENTAGE",
                "subscriber_email_addresses": list(plan.recipients) or None,
                "subscriber_sns_topic_arns": [topic] if topic else None,
            }


def _make_gcp(plan: BudgetPlan, run: Governed, name: str, tags: Tags, options: pulumi.ResourceOptions) -> None:
    from pulumi_gcp import billing

    check_gcp(plan, run.program.standard)
    section = run.program.standard.budgets.gcp
    channels: list[pulumi.Input[str]] = [*section.channels, *_gcp_channels(plan, name, tags, options)]
    whole = int(plan.limit)
    billing.Budget(
        name,
        billing_account=section.billing_account,
        display_name=plan.scope[:60],
        amount=billing.BudgetAmountArgs(
            specified_amount=billing.BudgetAmountSpecifiedAmountArgs(
                currency_code=plan.currency, units=str(whole), nanos=int((plan.limit - whole) * 10**9)
            )
        ),
        budget_filter=billing.BudgetBudgetFilterArgs(calendar_period="MONTH", labels=gcp_filter(plan.scope)),
        threshold_rules=[
            billing.BudgetThresholdRuleArgs(threshold_percent=float(threshold / 100), spend_basis=basis)
            for basis, thresholds in (
                ("CURRENT_SPEND", plan.alerts.actual),
                ("FORECASTED_SPEND", plan.alerts.forecast),
            )
            for threshold in thresholds
        ],
        all_updates_rule=billing.BudgetAllUpdatesRuleArgs(
            monitoring_notification_channels=channels or None,
            pubsub_topic=section.pubsub_topic or None,
            schema_version="1.0" if section.pubsub_topic else None,
        )
        if channels or section.pubsub_topic
        else None,
        opts=options,
    )


def _gcp_channels(
    plan: BudgetPlan, name: str, tags: Tags, options: pulumi.ResourceOptions
) -> Sequence[pulumi.Output[str]]:
    """A channel for each recipient: budgets on Google Cloud know channels, and no addresses."""
    if not plan.recipients:
        return ()
    from pulumi_gcp import monitoring

    return [
        monitoring.NotificationChannel(
            f"{name}-{address}",
            display_name=address,
            type="email",
            labels={"email_address": address},
            user_labels=tags,
            opts=options,
        ).name
        for address in plan.recipients
    ]


def _in_usd(plan: BudgetPlan, program: Program) -> Money:
    """The limit in US dollars, in which AWS bills; up to the next cent, so that it covers what it covered."""
    if plan.currency == USD:
        return plan.limit
    rates = _rates(program.standard, program.standard_path)
    return rates.amount(plan.limit, plan.currency, USD).quantize(Decimal("0.01"), rounding=ROUND_UP)


def _rates(standard: Standard, path: Path | None) -> Rates:
    folder = path.resolve().parent if path is not None else Path.cwd()
    return read_rates(folder / standard.prices.rates) if standard.prices.rates else NO_RATES


def _plain(amount: Money) -> str:
    """An amount without needless zeros or an exponent: `1000`, `249.9`."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_MAKERS: Final[Mapping[str, Callable[..., None]]] = {"aws": _make_aws, "gcp": _make_gcp}
