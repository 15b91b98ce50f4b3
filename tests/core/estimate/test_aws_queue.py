from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

QUEUE = "aws:sqs/queue:Queue"


@pytest.mark.parametrize(
    ("size", "millions"),
    [(64, 1), (65, 2), (1, 1), (0, 1), ("128", 2), ({"low": 64, "expected": 128, "high": 192}, 2)],
)
def test_every_64_kilobytes_begun_count_as_a_request(quantities, size, millions):
    found = quantities(QUEUE, {}, usage={"monthly_requests": 1_000_000, "request_size_kb": size})
    assert found == {"Requests": (Decimal(millions), "1M requests", "Standard")}


def test_without_a_size_a_request_counts_once_and_that_is_named(cost):
    queue = cost(QUEUE, {"fifoQueue": "true"}, usage={"monthly_requests": 3_000_000})
    assert queue.cost.expected == Decimal("1.5")  # 3 × 0.5
    assert "a request carries at most 64 KB (usage request_size_kb is not given)" in queue.assumptions


def test_without_use_it_says_what_a_million_requests_cost(cost):
    queue = cost(QUEUE, {"fifoQueue": True})
    assert queue.status is Status.USAGE
    assert [(line.unit_price, line.cost) for line in queue.charges] == [(Decimal("0.5"), None)]


def test_an_open_kind_of_queue_is_a_gap(cost):
    assert cost(QUEUE, {"fifoQueue": UNKNOWN}, usage={"monthly_requests": 1}).status is Status.UNKNOWN


def test_a_region_without_a_price_is_a_gap(cost):
    queue = cost(QUEUE, {"fifoQueue": True}, region="mx-central-1", usage={"monthly_requests": 1})
    assert queue.status is Status.UNPRICED
