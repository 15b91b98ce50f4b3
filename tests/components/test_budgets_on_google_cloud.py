"""Budgets on Google Cloud: the same words as on AWS, with channels instead of addresses."""

from typing import Optional

import pulumi
import pulumi_gcp as gcp
import pytest
from outlay_components import MonthlyBudget
from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.errors import ProgramError

BUDGET = "gcp:billing/budget:Budget"
CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel"
STANDARD = """\
currency: EUR
prices: {rates: rates.csv}
tags: {required: [owner]}
owners: {team-shop: {contact: [shop@example.com]}}
budgets:
  stacks: {shop/*: {monthly: 99.50}}
  gcp: {billing_account: 012345-6789AB-CDEF01}
"""


class GcpShelf(Component):
    """A component on Google Cloud, for these tests."""

    def __init__(self, name: str, args: GovernedArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make, args):
        self.topic = make(gcp.pubsub.Topic, "topic", {}, suffix="")


@pytest.fixture
def shelved(run_program, tmp_path):
    """What a shelf makes."""
    (tmp_path / "rates.csv").write_text("currency,per_usd,as_of,source\nEUR,0.80,2026-07-01,a test\n")

    def run(standard=STANDARD, **args):
        return run_program(lambda: GcpShelf("shelf", args), standard=standard, config={"outlay:owner": "team-shop"})

    return run


def test_the_budget_of_the_stack_filters_by_its_label_and_is_in_the_standards_currency(shelved):
    made = shelved()

    assert made.inputs(BUDGET, "outlay-budget") == {
        "allUpdatesRule": {"monitoringNotificationChannels": [None]},
        "amount": {"specifiedAmount": {"currencyCode": "EUR", "units": "99", "nanos": 500_000_000}},
        "billingAccount": "012345-6789AB-CDEF01",
        "budgetFilter": {"calendarPeriod": "MONTH", "labels": {"outlay-budget": "shop_dev"}},
        "displayName": "shop_dev",
        "thresholdRules": [
            {"spendBasis": "CURRENT_SPEND", "thresholdPercent": 0.8},
            {"spendBasis": "CURRENT_SPEND", "thresholdPercent": 1},
            {"spendBasis": "FORECASTED_SPEND", "thresholdPercent": 1},
        ],
    }
    assert made.inputs(CHANNEL) == {
        "displayName": "shop@example.com",
        "labels": {"email_address": "shop@example.com"},
        "type": "email",
        "userLabels": {"owner": "team-shop", "outlay-budget": "shop_dev"},
    }


def test_a_component_may_have_one_of_its_own_there_too(shelved):
    made = shelved(budget=MonthlyBudget(10, recipients=["a@example.com", "b@example.com"]))

    assert made.names(BUDGET) == ["shelf-budget"]
    assert made.names(CHANNEL) == ["shelf-budget-a@example.com", "shelf-budget-b@example.com"]
    assert made.inputs("gcp:pubsub/topic:Topic")["labels"]["outlay-budget"] == "shop_dev_shelf"


def test_channels_and_a_topic_of_the_standard_are_told_as_well(shelved):
    channel, topic = "projects/p/notificationChannels/1", "projects/p/topics/budgets"
    more = f"  gcp: {{channels: [{channel}], pubsub_topic: {topic}, "

    rule = shelved(STANDARD.replace("  gcp: {", more)).inputs(BUDGET)["allUpdatesRule"]

    assert rule["monitoringNotificationChannels"][0] == channel
    assert (rule["pubsubTopic"], rule["schemaVersion"]) == (topic, "1.0")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"recipients": [f"{n}@example.com" for n in range(6)]}, "tells 6 channels, and Google Cloud takes 5"),
        ({"recipients": ["shop"]}, "'shop' is no e-mail address"),
    ],
)
def test_what_the_service_refuses_is_an_error_before_it_is_a_call(shelved, args, message):
    with pytest.raises(ProgramError, match=message):
        shelved(budget=MonthlyBudget(10, **args))


def test_without_a_billing_account_there_can_be_no_budget(shelved):
    with pytest.raises(ProgramError, match=r"Set budgets\.gcp\.billing_account in .*finops\.yaml\."):
        shelved(STANDARD.replace("gcp: {billing_account: 012345-6789AB-CDEF01}", "headroom: 10"))
