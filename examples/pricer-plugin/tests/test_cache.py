"""First what is counted, without a price, then what it costs, worked out by hand."""

from decimal import Decimal

from outlay.plug_ins.testing import cost, quantities
from outlay_acme import plug_in

CACHE = "acme:index/cache:Cache"


def test_each_node_counts_every_hour_and_requests_by_the_million():
    found = quantities(plug_in, CACHE, {"nodes": 2, "size": "large"}, usage={"monthly_requests": 5_000_000})
    assert found == {"Nodes": (Decimal(1460), "hours", "large"), "Requests": (Decimal(5), "1M requests", "Requests")}


def test_requests_that_nobody_stated_are_open_and_not_zero():
    assert quantities(plug_in, CACHE, {})["Requests"] == (None, "1M requests", "Requests")


def test_two_large_nodes_with_150_million_requests():
    found = cost(plug_in, CACHE, {"nodes": 2, "size": "large"}, usage={"monthly_requests": 150_000_000})
    # 2 × 730 × 0.08 + 100 × 0.40 + 50 × 0.30
    assert found.cost.expected == Decimal("116.80") + 40 + 15
    assert found.cost.is_complete


def test_a_project_is_free_for_a_reason():
    assert cost(plug_in, "acme:index/project:Project", {}).free_reason == "it orders caches and is not charged"
