"""The section `budgets`: what a stack may cost a month, when somebody is told, and where budget objects live."""

import re
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, field_validator

from outlay.standard.owners import is_address
from outlay.standard.section import Amount, Section, exact

_BILLING_ACCOUNT: Final = re.compile(r"[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}")

Threshold = Annotated[Decimal, BeforeValidator(exact), Field(gt=0, le=1000, allow_inf_nan=False)]
"""A percentage of a budget above zero; forecasts beyond the budget are above 100."""


class Alerts(Section):
    """At which percentages of the limit somebody is told: of `actual` cost, and of the `forecast` for the month."""

    actual: tuple[Threshold, ...] = (Decimal(80), Decimal(100))
    forecast: tuple[Threshold, ...] = (Decimal(100),)


class StackBudget(Section):
    """The monthly limit of one stack, in the standard's currency; `alerts` and `recipients` where they differ."""

    monthly: Amount
    alerts: Alerts | None = None
    recipients: tuple[str, ...] = ()

    @field_validator("recipients")
    @classmethod
    def _addresses(cls, recipients: tuple[str, ...]) -> tuple[str, ...]:
        return _checked(recipients)


class AwsBudgets(Section):
    """Budget objects on AWS: `sns_topic` is the ARN of a topic that is told as well.

    `active_tags` are the tag keys that the payer account has activated for cost allocation: a budget on any other key
    reads $0.
    """

    sns_topic: str = ""
    active_tags: tuple[str, ...] = ()


class GcpBudgets(Section):
    """Budget objects on Google Cloud.

    `billing_account` is the account's id; `channels` are names of monitoring notification channels
    (`projects/P/notificationChannels/N`) and `pubsub_topic` of a topic that is told as well.
    """

    billing_account: str = ""
    channels: tuple[str, ...] = ()
    pubsub_topic: str = ""

    @field_validator("billing_account")
    @classmethod
    def _account(cls, account: str) -> str:
        if account and not _BILLING_ACCOUNT.fullmatch(account):
            raise ValueError("a billing account looks like 012345-6789AB-CDEF01")
        return account


class Budgets(Section):
    """Budgets by stack.

    A key of `stacks` is a stack's name or `project/stack`, and may be a glob (`*/dev`). The first that matches, in
    the order of the file, counts. `alerts` and `recipients` hold for all; without recipients the owner's contact is
    told. `headroom` is the percentage above the estimate that a suggested budget has.
    """

    stacks: dict[str, StackBudget] = Field(default_factory=dict)
    alerts: Alerts = Field(default_factory=Alerts)
    recipients: tuple[str, ...] = ()
    headroom: Annotated[Decimal, BeforeValidator(exact), Field(ge=0, le=1000)] = Decimal(20)
    aws: AwsBudgets = Field(default_factory=AwsBudgets)
    gcp: GcpBudgets = Field(default_factory=GcpBudgets)

    @field_validator("recipients")
    @classmethod
    def _addresses(cls, recipients: tuple[str, ...]) -> tuple[str, ...]:
        return _checked(recipients)

    def of_stack(self, project: str, stack: str) -> StackBudget | None:
        """The budget of a stack, None where the standard sets none."""
        for pattern, budget in self.stacks.items():
            if fnmatchcase(stack, pattern) or fnmatchcase(f"{project}/{stack}", pattern):
                return budget
        return None


def _checked(recipients: tuple[str, ...]) -> tuple[str, ...]:
    for text in recipients:
        if not is_address(text):
            raise ValueError(f"{text!r} is no e-mail address")
    return recipients
