"""The budget objects of a stack as rules read them: what each watches, and its limit a month.

Only those count that filter by the tag `outlay-budget` (`outlay.tagging.budget_scope`). Sources: AWS Budgets API,
Budget (BudgetLimit, TimeUnit); Cloud Billing Budget API, BudgetAmount and Filter. Not here: whether a limit is enough.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from outlay.estimate.properties import as_number, shown
from outlay.money import Money
from outlay.resource import Resource, Secret, Snapshot, Unknown, Urn, Value
from outlay.tagging.budget_scope import AWS_BUDGET_TYPE, BUDGET_TAG, GCP_BUDGET_TYPE, scope_of_budget
from outlay.tagging.effective import effective_tags

MONTHS: Final[Mapping[str, Decimal]] = {
    "DAILY": Decimal(24) / 730,
    "MONTHLY": Decimal(1),
    "MONTH": Decimal(1),
    "QUARTERLY": Decimal(3),
    "QUARTER": Decimal(3),
    "ANNUALLY": Decimal(12),
    "YEAR": Decimal(12),
}
"""Months in the period of a budget, by both clouds' names; a month is 730 hours."""
_NANOS: Final = Decimal(1_000_000_000)


@dataclass(frozen=True, slots=True)
class BudgetObject:
    """A budget object: the scope that it watches in its `cloud`, and its limit a month in `currency`.

    `scope` is the marker where its filter is open. `limit` is None where `why_open` says what is not known of it.
    """

    urn: Urn
    cloud: str
    scope: str | Unknown
    limit: Money | None = None
    currency: str = ""
    why_open: str = ""


def budget_objects(snapshot: Snapshot) -> Iterator[BudgetObject]:
    """The budget objects of a stack that watch cost, by the tag `outlay-budget`."""
    for resource in snapshot:
        scope = scope_of_budget(resource) if not resource.external else None
        if scope is None:
            continue
        try:
            limit, currency = _AMOUNTS[resource.type](resource.inputs)
        except _NotKnown as why:
            yield BudgetObject(resource.urn, resource.package, scope, why_open=str(why))
        else:
            yield BudgetObject(resource.urn, resource.package, scope, limit, currency)


def scope_of(resource: Resource, otherwise: str) -> str:
    """The budget scope that a resource is in; `otherwise` where it carries no such tag, or one that is open."""
    found = effective_tags(resource)
    value = found.tags.get(BUDGET_TAG) if found is not None else None
    return value if isinstance(value, str) else otherwise


class _NotKnown(Exception):
    """Something of a budget's limit is not known; never leaves this module."""


def _aws_amount(inputs: Mapping[str, Value]) -> tuple[Money, str]:
    if _text(inputs, "budgetType") != "COST":
        raise _NotKnown(f"its budgetType is {inputs['budgetType']}, which is no cost")
    if inputs.get("limitAmount") is None:
        raise _NotKnown("its limit is not stated as limitAmount")
    limit = _number(inputs, "limitAmount") / _months(inputs, "timeUnit", "")
    return limit, _text(inputs, "limitUnit")


def _gcp_amount(inputs: Mapping[str, Value]) -> tuple[Money, str]:
    stated = _block(_block(inputs, "amount", "amount"), "specifiedAmount", "amount.specifiedAmount")
    if not stated:
        raise _NotKnown("its limit is not stated as amount.specifiedAmount")
    amount = _number(stated, "units", Decimal(0)) + _number(stated, "nanos", Decimal(0)) / _NANOS
    period = _block(inputs, "budgetFilter", "budgetFilter")
    if period.get("customPeriod") is not None:
        raise _NotKnown("it is for a period of its own (budgetFilter.customPeriod)")
    return amount / _months(period, "calendarPeriod", "MONTH"), _text(stated, "currencyCode")


_AMOUNTS: Final = {AWS_BUDGET_TYPE: _aws_amount, GCP_BUDGET_TYPE: _gcp_amount}


def _months(inputs: Mapping[str, Value], key: str, default: str) -> Decimal:
    period = _text(inputs, key, default)
    if period not in MONTHS:
        raise _NotKnown(f"{key} is {shown(period)}, which is no period that comes again")
    return MONTHS[period]


def _text(inputs: Mapping[str, Value], key: str, default: str = "") -> str:
    value = _known(inputs, key)
    if value is None or value == "":
        if default:
            return default
        raise _NotKnown(f"{key} is not set")
    if not isinstance(value, str):
        raise _NotKnown(f"{key} is {shown(value)}, which is no text")
    return value


def _number(inputs: Mapping[str, Value], key: str, default: Decimal | None = None) -> Decimal:
    value = _known(inputs, key)
    if value is None and default is not None:
        return default
    number = as_number(value)
    if number is None or number < 0:
        raise _NotKnown(f"{key} is {shown(value)}, which is no amount")
    return number


def _block(inputs: Mapping[str, Value], key: str, path: str) -> Mapping[str, Value]:
    value = inputs.get(key)
    if isinstance(value, Unknown | Secret):
        raise _NotKnown(f"{path} is open until deployment")
    return value if isinstance(value, Mapping) else {}


def _known(inputs: Mapping[str, Value], key: str) -> Value:
    value = inputs.get(key)
    if isinstance(value, Unknown):
        raise _NotKnown(f"{key} is open until deployment")
    if isinstance(value, Secret):
        raise _NotKnown(f"{key} is secret")
    return value
