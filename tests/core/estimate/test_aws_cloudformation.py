from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

STACK = "aws:cloudformation/stack:Stack"
SET = "aws:cloudformation/stackSet:StackSet"
USE = {"monthly_handler_operations": 10000, "monthly_duration_secs": 1000}


@pytest.mark.parametrize("type_", [STACK, SET])
def test_costs_operations_on_resources_of_third_parties(cost, type_):
    assert cost(type_, {"templateUrl": "https://example.com"}, usage=USE).cost.expected == Decimal("9.08")
    # 10000 × 0.0009 + 1000 × 0.00008


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"Resources": {"it": {"Type": "AWS::EC2::VPC"}}}', Status.FREE),
        ('{"Resources": {"it": {"Type": "MongoDB::Atlas::Cluster"}}}', Status.PRICED),
        ("", Status.PRICED),
        (UNKNOWN, Status.PRICED),
    ],
)
def test_operations_on_resources_of_aws_are_free(cost, body, status):
    assert cost(STACK, {"templateBody": body}, usage=USE).status is status


def test_what_a_free_template_makes_is_named_as_left_out(cost):
    stack = cost(STACK, {"templateBody": "Type: AWS::EC2::VPC"})
    assert "what the template makes is not included" in stack.assumptions
