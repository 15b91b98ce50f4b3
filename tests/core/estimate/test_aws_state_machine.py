from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

MACHINE = "aws:sfn/stateMachine:StateMachine"
EXPRESS = {"type": "EXPRESS"}


def test_a_standard_workflow_pays_for_transitions(cost):
    assert cost(MACHINE, {}, usage={"monthly_transitions": 100_000}).cost.expected == Decimal("2.5")  # 100 × 0.025


def test_an_express_workflow_pays_for_runs_memory_and_duration(quantities):
    use = {"monthly_requests": 3_600_000, "workflow_duration_ms": 950, "memory_mb": 500}
    found = quantities(MACHINE, EXPRESS, usage=use)
    assert found["Requests"][0] == Decimal("3.6")
    assert found["Duration"][0] == 500  # 3.6M × 1 s ÷ 3600 × 0.5 GB


def test_duration_gets_cheaper(cost):
    use = {"monthly_requests": 36_000_000, "workflow_duration_ms": 1000, "memory_mb": 1024}
    lines = [(line.name, line.quantity.expected) for line in cost(MACHINE, EXPRESS, usage=use).charges[1:]]
    assert lines == [("Duration (first 1K)", 1000), ("Duration (next 4K)", 4000), ("Duration (over 5K)", 5000)]


def test_small_runs_count_as_64_megabytes(quantities):
    use = {"monthly_requests": 3_600_000, "workflow_duration_ms": 1000, "memory_mb": 1}
    assert quantities(MACHINE, EXPRESS, usage=use)["Duration"][0] == Decimal("62.5")  # 1000 h × 64 ÷ 1024


def test_an_open_type_is_a_gap(cost):
    assert cost(MACHINE, {"type": UNKNOWN}).status is Status.UNKNOWN
