from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

RULES = (
    "aws:cfg/rule:Rule",
    "aws:cfg/organizationCustomRule:OrganizationCustomRule",
    "aws:cfg/organizationCustomPolicyRule:OrganizationCustomPolicyRule",
    "aws:cfg/organizationManagedRule:OrganizationManagedRule",
)
RECORDER = "aws:cfg/recorder:Recorder"


@pytest.mark.parametrize("type_", RULES)
def test_evaluations_fall_through_three_tiers(cost, type_):
    rule = cost(type_, {}, usage={"monthly_rule_evaluations": 600_000})
    assert [line.name for line in rule.charges] == [
        "Rule evaluations (first 100K)",
        "Rule evaluations (next 400K)",
        "Rule evaluations (over 500K)",
    ]
    assert rule.cost.expected == 470  # 100,000 × 0.001 + 400,000 × 0.0008 + 100,000 × 0.0005


def test_a_recorder_costs_each_item(cost):
    use = {"monthly_config_items": 1000, "monthly_custom_config_items": 2000}
    assert cost(RECORDER, {}, usage=use).cost.expected == 9  # 3000 × 0.003
    daily = {"recordingMode": {"recordingFrequency": "DAILY"}}
    assert cost(RECORDER, daily, usage=use).cost.expected == 36  # 3000 × 0.012


def test_use_that_nobody_stated_and_an_open_frequency_are_gaps(cost):
    assert cost(RECORDER, {}).status is Status.USAGE
    use = {"monthly_config_items": Decimal(1), "monthly_custom_config_items": 0}
    assert cost(RECORDER, {"recordingMode": {"recordingFrequency": UNKNOWN}}, usage=use).status is Status.UNKNOWN
