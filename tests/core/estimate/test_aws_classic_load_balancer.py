from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status

BALANCER = "aws:elb/loadBalancer:LoadBalancer"


@pytest.mark.parametrize(("region", "total"), [("us-east-1", "98.25"), ("eu-west-1", "100.44")])
def test_costs_its_hours_and_what_passes_through(cost, region, total):
    balancer = cost(BALANCER, {}, region=region, usage={"monthly_data_processed_gb": 10000})
    assert balancer.cost.expected == Decimal(total)  # 730 × 0.025 (0.028) + 10000 × 0.008


def test_data_that_nobody_stated_depends_on_use(cost):
    balancer = cost(BALANCER, {})
    assert (balancer.status, balancer.cost.expected) == (Status.USAGE, Decimal("18.25"))
    assert "the public IPv4 addresses of the load balancer are not included" in balancer.assumptions
    assert cost(BALANCER, {"internal": True}).assumptions == ()
