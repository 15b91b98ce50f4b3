from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

PARAMETER = "aws:ssm/parameter:Parameter"
ACTIVATION = "aws:ssm/activation:Activation"
ADVANCED = {"tier": "Advanced"}


def test_an_advanced_parameter_costs_its_month_and_requests(cost):
    use = {"api_throughput_limit": "advanced", "monthly_api_interactions": 100_000, "parameter_storage_hrs": 365}
    assert cost(PARAMETER, ADVANCED, usage=use).cost.expected == Decimal("0.525")  # 0.5 × 0.05 + 10 × 0.05


def test_a_standard_parameter_is_free_at_standard_throughput(cost):
    assert cost(PARAMETER, {}).status is Status.FREE
    faster = cost(PARAMETER, {}, usage={"api_throughput_limit": "Higher", "monthly_api_interactions": 10_000})
    assert [(line.name, line.cost.expected) for line in faster.charges] == [("API interactions", Decimal("0.05"))]


@pytest.mark.parametrize(
    ("value", "status"), [("x" * 4096, Status.FREE), ("x" * 4097, Status.USAGE), (UNKNOWN, Status.FREE)]
)
def test_where_aws_chooses_the_tier_a_long_value_makes_it_advanced(cost, value, status):
    assert cost(PARAMETER, {"tier": "Intelligent-Tiering", "value": value}).status is status


def test_open_and_wrong_tiers_are_gaps(cost):
    assert cost(PARAMETER, {"tier": UNKNOWN}).status is Status.UNKNOWN
    assert cost(PARAMETER, ADVANCED, usage={"api_throughput_limit": "warp"}).status is Status.UNKNOWN


def test_machines_beyond_a_thousand_are_charged(cost):
    many = cost(ACTIVATION, {"registrationLimit": "1001"}, usage={"instances": 100})
    assert many.cost.expected == Decimal("507.35")  # 100 × 730 × 0.00695
    assert cost(ACTIVATION, {}, usage={"instance_tier": "Advanced"}).status is Status.USAGE
    assert cost(ACTIVATION, {"registrationLimit": UNKNOWN}).status is Status.UNKNOWN


def test_machines_of_the_standard_tier_are_free(cost):
    assert cost(ACTIVATION, {"registrationLimit": 1000}, usage={"instance_tier": "standard"}).status is Status.FREE


def test_the_tier_of_the_account_shows_its_price_where_nobody_states_it(cost):
    found = cost(ACTIVATION, {"registrationLimit": 1000}, usage={"instances": 100})
    assert found.status is Status.USAGE
    (line,) = found.charges
    assert line.unit_price == Decimal("0.00695")
    assert [gap.reason for gap in found.cost.gaps] == ["usage instance_tier is not given"]
