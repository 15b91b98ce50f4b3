from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status

RULE = "gcp:compute/forwardingRule:ForwardingRule"
GLOBAL_RULE = "gcp:compute/globalForwardingRule:GlobalForwardingRule"
PROXIES = [
    "gcp:compute/targetGrpcProxy:TargetGrpcProxy",
    "gcp:compute/targetHttpProxy:TargetHttpProxy",
    "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
    "gcp:compute/targetSSLProxy:TargetSSLProxy",
    "gcp:compute/targetTCPProxy:TargetTCPProxy",
]
REGION_PROXIES = [
    "gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy",
    "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
]


@pytest.mark.parametrize("type_", [RULE, GLOBAL_RULE])
def test_a_rule_costs_each_hour_and_what_comes_in(cost, type_):
    rule = cost(type_, {}, region="us-central1", usage={"monthly_ingress_data_gb": 100})
    assert [(line.name, line.quantity.expected, line.cost.expected) for line in rule.charges] == [
        ("Forwarding rule", 730, Decimal("7.3")),  # 730 × 0.01
        ("Ingress data", 100, Decimal("0.8")),  # 100 × 0.008
    ]


def test_without_use_a_rule_still_costs_its_hours(cost):
    rule = cost(RULE, {}, region="us-central1")
    assert rule.status is Status.USAGE
    assert rule.cost.expected == Decimal("7.3")


@pytest.mark.parametrize("type_", PROXIES + REGION_PROXIES)
def test_a_proxy_costs_its_instances_and_what_goes_through(cost, type_):
    usage = {"monthly_proxy_instances": 10.2, "monthly_data_processed_gb": 100}
    proxy = cost(type_, {}, region="us-central1", usage=usage)
    assert [(line.name, line.quantity.expected, line.cost.expected) for line in proxy.charges] == [
        ("Proxy instances", 7446, Decimal("186.15")),  # 10.2 × 730 × 0.025
        ("Data processed", 100, Decimal("0.8")),  # 100 × 0.008
    ]
    assert cost(type_, {}, region="us-central1").status is Status.USAGE


@pytest.mark.parametrize("type_", [GLOBAL_RULE, *PROXIES])
def test_what_is_global_needs_no_region(cost, type_):
    assert cost(type_, {}, region=None).status is Status.USAGE


@pytest.mark.parametrize("type_", [RULE, *REGION_PROXIES])
def test_what_belongs_to_a_region_is_never_priced_as_in_another(cost, type_):
    elsewhere = cost(type_, {}, region="europe-west3")
    assert not any(line.price for line in elsewhere.charges)
    assert all("in europe-west3" in gap.reason for gap in elsewhere.cost.gaps)
    assert cost(type_, {}, region=None).status is Status.UNKNOWN
