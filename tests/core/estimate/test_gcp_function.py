from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

FUNCTION = "gcp:cloudfunctions/function:Function"
IOWA = {"region": "us-central1"}
USE = {"monthly_function_invocations": 10_000_000, "request_duration_ms": 250, "monthly_outbound_data_gb": 100}


def test_counts_cpu_and_memory_for_rounded_durations(quantities):
    assert quantities(FUNCTION, {"availableMemoryMb": "256"}, usage=USE, **IOWA) == {
        "CPU": (Decimal(1_200_000), "GHz-seconds", "cpu"),  # 10M × 0.3 s × 0.4 GHz
        "Memory": (Decimal(750_000), "GB-seconds", "memory"),  # 10M × 0.3 s × 0.25 GB
        "Invocations": (Decimal(10), "1M requests", "invocations"),
        "Outbound data transfer": (Decimal(100), "GB", "outbound-data"),
    }


def test_costs_by_the_tier_of_its_region(cost):
    function = cost(FUNCTION, {}, usage=USE, **IOWA)
    # 1200000 × 0.00001 + 750000 × 0.0000025 + 10 × 0.4 + 100 × 0.12
    assert function.cost.expected == Decimal("29.875")
    assert "availableMemoryMb = 256 (the provider's default)" in function.assumptions
    # 1200000 × 0.000014 + 750000 × 0.0000035 + 10 × 0.4 + 100 × 0.12
    assert cost(FUNCTION, {}, usage=USE, region="europe-west3").cost.expected == Decimal("35.425")


def test_it_depends_on_use(cost):
    function = cost(FUNCTION, {}, **IOWA)
    assert function.status is Status.USAGE
    assert len(function.charges) == 4


@pytest.mark.parametrize("memory", [300, "0.5", UNKNOWN, "lots"])
def test_a_memory_that_is_not_known_leaves_invocations(cost, memory):
    function = cost(FUNCTION, {"availableMemoryMb": memory}, usage=USE, **IOWA)
    assert function.status is Status.UNKNOWN
    assert function.cost.expected >= 16  # 10 × 0.4 + 100 × 0.12
