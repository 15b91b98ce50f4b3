from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

REST = "aws:apigateway/restApi:RestApi"
STAGE = "aws:apigateway/stage:Stage"
API = "aws:apigatewayv2/api:Api"
HTTP = {"protocolType": "HTTP"}
WEBSOCKET = {"protocolType": "WEBSOCKET"}


def test_requests_to_a_rest_api_fall_through_four_tiers(cost):
    api = cost(REST, {}, usage={"monthly_requests": 21_000_000_000})
    assert [(line.name, line.quantity.expected, line.unit_price) for line in api.charges] == [
        ("Requests (first 333M)", 333, Decimal("3.5")),
        ("Requests (next 667M)", 667, Decimal("2.8")),
        ("Requests (next 19B)", 19000, Decimal("2.38")),
        ("Requests (over 20B)", 1000, Decimal("1.51")),
    ]
    assert api.cost.expected == Decimal("49763.1")


def test_a_rest_api_depends_on_use(cost):
    assert cost(REST, {}).status is Status.USAGE


def test_a_stage_costs_its_cache(cost):
    stage = {"cacheClusterEnabled": True, "cacheClusterSize": "0.5"}
    assert cost(STAGE, stage).cost.expected == Decimal("14.6")  # 730 × 0.02
    assert cost(STAGE, {**stage, "cacheClusterSize": Decimal("237")}).cost.expected == 2774  # 730 × 3.80


def test_a_stage_without_a_cache_is_free(cost):
    assert cost(STAGE, {"cacheClusterSize": "0.5"}).status is Status.FREE
    assert cost(STAGE, {"cacheClusterEnabled": False}).status is Status.FREE


@pytest.mark.parametrize("inputs", [{"cacheClusterEnabled": UNKNOWN}, {"cacheClusterEnabled": True}])
def test_an_open_cache_is_a_gap(cost, inputs):
    assert cost(STAGE, inputs).status is Status.UNKNOWN


def test_an_http_api_counts_a_request_for_each_512_kb(quantities):
    use = {"monthly_requests": 1_000_000_000, "request_size_kb": 513}
    assert quantities(API, HTTP, usage=use) == {"Requests": (Decimal(2000), "1M requests", "HttpApi")}


def test_an_http_api_costs_less_above_300_million_requests(cost):
    api = cost(API, HTTP, usage={"monthly_requests": 1_000_000_000})
    assert api.cost.expected == 930  # 300 × 1.00 + 700 × 0.90
    assert "a request has at most 512 KB (set usage request_size_kb to change it)" in api.assumptions


def test_a_websocket_api_costs_messages_and_minutes(cost):
    use = {"monthly_messages": 1_500_000_000, "message_size_kb": 32, "monthly_connection_mins": 10_000_000}
    assert cost(API, WEBSOCKET, usage=use).cost.expected == Decimal("1402.5")  # 1000 × 1 + 500 × 0.80 + 10 × 0.25


@pytest.mark.parametrize("protocol", [UNKNOWN, "GRPC", None])
def test_an_unknown_protocol_is_a_gap(cost, protocol):
    assert cost(API, {"protocolType": protocol}).status is Status.UNKNOWN
