from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

ZONE = "aws:route53/zone:Zone"
RECORD = "aws:route53/record:Record"
CHECK = "aws:route53/healthCheck:HealthCheck"
ENDPOINT = "aws:route53/resolverEndpoint:ResolverEndpoint"
HTTP = {"type": "HTTP", "requestInterval": "30"}


def test_a_zone_costs_half_a_dollar_a_month_everywhere(cost):
    for region in ("us-east-1", "eu-south-2", None):
        zone = cost(ZONE, {"name": "example.com"}, region=region)
        assert zone.cost.expected == Decimal("0.5")
    assert "the hosted zone is one of the account's first 25; further ones cost less" in zone.assumptions


def test_queries_are_charged_by_routing_and_get_cheaper_beyond_a_billion(cost):
    record = cost(RECORD, {"type": "A"}, usage={"monthly_standard_queries": 1_100_000_000, "monthly_geo_queries": 0})
    assert [(line.name, line.cost and line.cost.expected) for line in record.charges] == [
        ("Standard queries (first 1B)", 400),  # 1000 × 0.40
        ("Standard queries (over 1B)", 20),  # 100 × 0.20
        ("Latency-based routing queries (first 1B)", None),
        ("Latency-based routing queries (over 1B)", None),
        ("Geo DNS queries (first 1B)", 0),
    ]


def test_an_alias_of_an_aws_resource_is_free(cost, make_resource):
    alias = {"type": "A", "aliases": [{"name": UNKNOWN, "zoneId": "Z1"}]}
    assert cost(RECORD, alias).status is Status.FREE
    other = make_resource(RECORD, {"name": "www.example.com"}, region="us-east-1", name="other")
    of_a_record = {"type": "A", "aliases": [{"name": "www.example.com", "zoneId": "Z1"}]}
    assert cost(RECORD, of_a_record, around=(other,)).status is Status.USAGE
    assert cost(RECORD, {"type": "A", "aliases": UNKNOWN}).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("inputs", "features"),
    [
        (HTTP, None),
        ({**HTTP, "type": "HTTPS"}, 1),
        ({**HTTP, "type": "HTTPS_STR_MATCH"}, 2),
        ({**HTTP, "type": "HTTP_STR_MATCH", "requestInterval": 10}, 2),
        ({**HTTP, "type": "HTTPS_STR_MATCH", "requestInterval": "10", "measureLatency": "true"}, 4),
        ({"type": "CALCULATED"}, None),
    ],
)
def test_each_optional_feature_of_a_health_check_counts(quantities, inputs, features):
    found = quantities(CHECK, inputs)
    assert found["Health check"] == (1, "months", "HealthCheck")
    assert found.get("Optional features") == (None if features is None else (features, "months", "HealthCheckOption"))


def test_an_endpoint_elsewhere_costs_more_to_check(cost):
    secure = {**HTTP, "type": "HTTPS"}
    assert cost(CHECK, secure, usage={"endpoint_type": "aws"}).cost.expected == Decimal("1.5")  # 0.50 + 1
    assert cost(CHECK, secure, usage={"endpoint_type": "Non_AWS"}).cost.expected == Decimal("2.75")  # 0.75 + 2
    assert "the endpoint runs at AWS (set usage endpoint_type to change it)" in cost(CHECK, secure).assumptions
    assert cost(CHECK, secure, usage={"endpoint_type": "moon"}).status is Status.UNKNOWN


def test_an_open_interval_leaves_the_check_priced(cost):
    check = cost(CHECK, {"type": "TCP", "requestInterval": UNKNOWN})
    assert check.status is Status.UNKNOWN
    assert check.cost.low == Decimal("0.5")


def test_a_resolver_endpoint_pays_for_each_address(cost):
    endpoint = cost(ENDPOINT, {"ipAddresses": [{"subnetId": "a"}, {"subnetId": "b"}]}, usage={"monthly_queries": 10**7})
    assert endpoint.cost.expected == Decimal("186.5")  # 2 × 730 × 0.125 + 10 × 0.40


def test_a_resolver_endpoint_with_open_addresses_keeps_its_queries(cost):
    endpoint = cost(ENDPOINT, {"ipAddresses": UNKNOWN}, usage={"monthly_queries": 10**6})
    assert (endpoint.status, endpoint.cost.low) == (Status.UNKNOWN, Decimal("0.4"))


def test_a_policy_record_costs_its_month(cost):
    assert cost("aws:route53/trafficPolicyInstance:TrafficPolicyInstance", {}).cost.expected == 50
