from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN

FUNCTION = "aws:lambda/function:Function"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
USE = {"monthly_requests": 100000, "request_duration_ms": 350}


def test_counts_requests_by_the_million_and_memory_times_duration(quantities):
    assert quantities(FUNCTION, {"memorySize": 512}, usage=USE) == {
        "Requests": (Decimal("0.1"), "1M requests", "Request"),
        "Ephemeral storage": (Decimal(0), "GB-seconds", "EphemeralStorage"),
        "Duration": (Decimal(17500), "GB-seconds", "Duration"),  # 100000 × 0.35 s × 0.5 GB
    }


def test_costs_requests_and_duration(cost):
    function = cost(FUNCTION, {"memorySize": "512", "architectures": ["x86_64"]}, usage=USE)
    assert function.status is Status.PRICED
    assert function.cost.expected == Decimal("0.31166725")  # 0.1 × 0.2 + 17500 × 0.0000166667


def test_memory_and_architecture_default_to_the_provider_s_and_are_named(cost):
    function = cost(FUNCTION, {}, usage=USE)
    assert function.cost.expected == Decimal("0.0929168125")  # 0.02 + 100000 × 0.35 × 0.125 × 0.0000166667
    assert "memorySize = 128 (the provider's default)" in function.assumptions
    assert "architectures = x86_64 (the provider's default)" in function.assumptions


def test_arm_has_prices_of_its_own(cost):
    function = cost(FUNCTION, {"memorySize": 512, "architectures": ["arm64"]}, usage=USE)
    assert function.cost.expected == Decimal("0.2533345")  # 0.02 + 17500 × 0.0000133334


def test_duration_is_rounded_up_to_the_millisecond(quantities):
    found = quantities(FUNCTION, {"memorySize": 1024}, usage={"monthly_requests": 1000, "request_duration_ms": 1.2})
    assert found["Duration"][0] == 2  # 1000 × 0.002 s × 1 GB


def test_duration_falls_through_three_tiers(cost):
    use = {"monthly_requests": 15_000_000_000, "request_duration_ms": 2048}
    function = cost(FUNCTION, {"memorySize": 2048, "architectures": ["x86_64"]}, usage=use)
    # 15e9 × 2.048 s × 2 GB = 61.44e9 GB-seconds
    assert [(line.name, line.quantity.expected) for line in function.charges[2:]] == [
        ("Duration (first 6B)", 6_000_000_000),
        ("Duration (next 9B)", 9_000_000_000),
        ("Duration (over 15B)", 46_440_000_000),
    ]


def test_ephemeral_storage_is_charged_above_what_is_included(quantities):
    inputs = {"ephemeralStorage": {"size": 1536}}
    assert quantities(FUNCTION, inputs, usage=USE)["Ephemeral storage"][0] == 35000  # 100000 × 0.35 s × (1.5 - 0.5) GB


def test_without_use_only_included_ephemeral_storage_has_a_cost_and_it_is_zero(cost):
    function = cost(FUNCTION, {})
    assert function.status is Status.USAGE
    assert [(line.name, line.unit_price) for line in function.charges if line.cost] == [
        ("Ephemeral storage", Decimal("0.0000000309"))
    ]
    assert function.cost.expected == 0


@pytest.mark.parametrize("open_input", ["memorySize", "architectures"])
def test_an_open_value_leaves_requests_in_place(cost, open_input):
    function = cost(FUNCTION, {open_input: UNKNOWN}, usage={"monthly_requests": 5_000_000, "request_duration_ms": 1})
    assert function.status is Status.UNKNOWN
    assert function.cost.expected == 1  # 5 × 0.2
    assert function.cost.high is None


def test_a_region_without_a_price_is_a_gap(cost):
    function = cost(FUNCTION, {}, region="mx-central-1", usage=USE)
    assert function.status is Status.UNPRICED
    assert {gap.charge for gap in function.cost.gaps} == {"Requests", "Duration"}
    assert [line.quantity.high for line in function.charges if line.name == "Ephemeral storage"] == [
        0
    ]  # 512 MB are free


def test_managed_instances_are_not_taken_for_billed_duration(cost):
    function = cost(
        FUNCTION, {"capacityProviderConfig": {"lambdaManagedInstancesCapacityProviderConfig": {}}}, usage=USE
    )
    assert function.cost.expected == Decimal("0.02")  # 0.1 × 0.2
    assert [(gap.kind, gap.charge) for gap in function.cost.gaps] == [(GapKind.UNPRICED, "Managed instances")]


def test_an_event_source_mapping_is_free_without_reserved_pollers(cost):
    assert cost(MAPPING, {"functionName": "worker"}).status is Status.FREE
    reserved = cost(MAPPING, {"functionName": "worker", "provisionedPollerConfig": {"minimumPollers": 2}})
    assert reserved.status is Status.UNPRICED


def test_an_open_ephemeral_storage_leaves_the_duration(cost):
    usage = {"monthly_requests": 1_000_000, "request_duration_ms": 100}
    function = cost(FUNCTION, {"memorySize": 1024, "ephemeralStorage": UNKNOWN}, usage=usage)
    assert function.status is Status.UNKNOWN
    assert "Duration (first 6B)" in [charge.label for charge in function.charges]


def test_what_snap_start_and_durable_executions_charge_is_named(cost):
    assumed = " ".join(cost(FUNCTION, {"snapStart": {"applyOn": "PublishedVersions"}, "durableConfig": {}}).assumptions)
    assert "SnapStart" in assumed
    assert "durable executions" not in assumed
    assert "durable executions" in " ".join(cost(FUNCTION, {"durableConfig": {"executionTimeout": 60}}).assumptions)
