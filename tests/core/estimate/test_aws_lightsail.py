from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

INSTANCE = "aws:lightsail/instance:Instance"


@pytest.mark.parametrize(
    ("bundle", "item", "dimension"),
    [
        ("xlarge_2_0", "xlarge", "linux"),
        ("small_win_2_0", "small", "windows"),
        ("nano_ipv6_3_0", "nano", "linux-ipv6"),
        ("nano_win_ipv6_3_0", "nano", "windows-ipv6"),
    ],
)
def test_a_bundle_says_size_and_system(cost, bundle, item, dimension):
    query = cost(INSTANCE, {"bundleId": bundle}).charges[0].query
    assert (query.item, query.dimension) == (item, dimension)


def test_a_server_costs_its_hours(cost):
    assert cost(INSTANCE, {"bundleId": "xlarge_2_0"}).cost.expected == Decimal("82.417")  # 730 × 0.1129


def test_a_bundle_that_is_open_or_not_known_is_a_gap(cost):
    assert cost(INSTANCE, {"bundleId": UNKNOWN}).status is Status.UNKNOWN
    assert cost(INSTANCE, {"bundleId": "galactic_9_9"}).status is Status.UNPRICED
