from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"


def test_counts_hours_and_the_capacity_units_of_the_busiest_dimension(quantities):
    usage = {"new_connections": 10_000, "active_connections": 1000, "processed_bytes_gb": 1000, "rule_evaluations": 300}
    assert quantities(LOAD_BALANCER, {"loadBalancerType": "application"}, usage=usage) == {
        "Load balancer": (Decimal(730), "hours", "application"),
        "Capacity units": (Decimal(1000), "LCU-hours", "application"),  # 1 GB an hour is a unit
    }


@pytest.mark.parametrize(
    ("kind", "usage", "expected"),
    [
        ("application", {"new_connections": 900_000}, 10),  # 25 a second × 3600
        ("application", {"active_connections": 6000}, 1460),  # 2 × 730
        ("application", {"rule_evaluations": 36_000_000}, 10),  # 1000 a second × 3600
        ("network", {"new_connections": 28_800_000}, 10),  # 800 a second × 3600
        ("network", {"active_connections": 200_000}, 1460),
        ("gateway", {"new_connections": 21_600_000}, 10),  # 600 a second × 3600
    ],
)
def test_one_stated_dimension_is_enough(quantities, kind, usage, expected):
    assert quantities(LOAD_BALANCER, {"loadBalancerType": kind}, usage=usage)["Capacity units"][0] == expected


def test_an_application_load_balancer_is_the_default(cost):
    balancer = cost(LOAD_BALANCER, {}, usage={"processed_bytes_gb": 1000})
    assert balancer.cost.expected == Decimal("24.425")  # 730 × 0.0225 + 1000 × 0.008
    assert "loadBalancerType = application (the provider's default)" in balancer.assumptions


def test_a_network_load_balancer_has_cheaper_units(cost):
    balancer = cost(LOAD_BALANCER, {"loadBalancerType": "network"}, usage={"processed_bytes_gb": 1000})
    assert balancer.cost.expected == Decimal("22.425")  # 730 × 0.0225 + 1000 × 0.006


def test_a_range_of_use_gives_a_range_of_cost(cost):
    usage = {"processed_bytes_gb": {"low": 0, "expected": 500, "high": 1000}, "active_connections": 300}
    balancer = cost(LOAD_BALANCER, {}, usage=usage)
    assert balancer.cost.low == Decimal("17.009")  # 16.425 + 0.1 × 730 × 0.008
    assert balancer.cost.high == Decimal("24.425")


def test_without_use_it_says_what_a_unit_costs(cost):
    balancer = cost(LOAD_BALANCER, {})
    assert balancer.status is Status.USAGE
    assert [(line.name, line.unit_price, line.cost) for line in balancer.charges[1:]] == [
        ("Capacity units", Decimal("5.84"), None)
    ]


def test_reserved_capacity_without_a_figure_is_a_gap(cost):
    balancer = cost(LOAD_BALANCER, {"minimumLoadBalancerCapacity": {"capacityUnits": 100}})
    assert balancer.status is Status.UNPRICED


def test_an_open_type_is_a_gap(cost):
    assert cost(LOAD_BALANCER, {"loadBalancerType": UNKNOWN}).status is Status.UNKNOWN


def test_the_older_name_of_the_type_costs_the_same(cost):
    usage = {"processed_bytes_gb": 10}
    older = cost("aws:alb/loadBalancer:LoadBalancer", {}, usage=usage)
    assert older.cost == cost(LOAD_BALANCER, {}, usage=usage).cost


def test_public_addresses_that_are_not_included_are_an_assumption(cost):
    text = "the public IPv4 addresses of the load balancer are not included"
    assert text in cost(LOAD_BALANCER, {}).assumptions
    assert text not in cost(LOAD_BALANCER, {"internal": True}).assumptions
    assert text not in cost(LOAD_BALANCER, {"loadBalancerType": "gateway"}).assumptions
