from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CONFIG = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
FUNCTION = "aws:lambda/function:Function"
ARM = {"architecture": "arm64", "memory_mb": 512}


def test_memory_is_kept_for_every_execution_and_requests_run_in_it(cost):
    use = {**ARM, "monthly_duration_hrs": 100, "monthly_requests": 10_000_000, "request_duration_ms": 350}
    config = cost(CONFIG, {"functionName": "f", "provisionedConcurrentExecutions": 50}, usage=use)
    assert [(line.name, line.quantity.expected) for line in config.charges] == [
        ("Requests", 10),
        ("Provisioned concurrency", 9_000_000),  # 50 × 0.5 GB × 100 × 3600 s
        ("Duration", 1_750_000),  # 10M × 0.35 s × 0.5 GB
    ]
    # 10 × 0.20 + 9M × 0.0000033334 + 1.75M × 0.0000077778
    assert config.cost.expected == Decimal("45.61175")


def test_memory_and_architecture_are_the_function_s(quantities, make_resource):
    function = make_resource(
        FUNCTION, {"name": "f", "memorySize": 2048, "architectures": ["arm64"]}, region="us-east-1", name="function"
    )
    found = quantities(CONFIG, {"functionName": "f", "provisionedConcurrentExecutions": 1}, around=(function,))
    assert found["Provisioned concurrency"][0] == 2 * 730 * 3600


def test_without_a_function_the_memory_depends_on_use(cost):
    config = cost(CONFIG, {"functionName": "far", "provisionedConcurrentExecutions": 1})
    assert config.status is Status.USAGE
    assert "usage memory_mb is not given" in {gap.reason for gap in config.cost.gaps}


def test_it_is_kept_all_month_where_nobody_says_how_long(cost):
    config = cost(CONFIG, {"functionName": "f", "provisionedConcurrentExecutions": 2}, usage=ARM)
    kept = next(line for line in config.charges if line.name == "Provisioned concurrency")
    assert kept.quantity.expected == 2_628_000  # 2 × 0.5 × 730 × 3600
    assert any("kept all month" in text for text in config.assumptions)


def test_an_open_number_of_executions_is_a_gap(cost):
    config = cost(CONFIG, {"functionName": "f", "provisionedConcurrentExecutions": UNKNOWN}, usage=ARM)
    assert config.status is Status.UNKNOWN
