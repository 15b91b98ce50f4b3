"""Services with one priced type and few dimensions: CodeBuild, CloudTrail and CloudHSM."""

from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

PROJECT = "aws:codebuild/project:Project"
TRAIL = "aws:cloudtrail/trail:Trail"
HSM = "aws:cloudhsmv2/hsm:Hsm"
EVENTS = {
    "monthly_additional_management_events": 200_000,
    "monthly_data_events": 100_000,
    "monthly_insight_events": 300_000,
}


def built_on(compute, kind):
    return {"environment": {"computeType": compute, "type": kind}}


@pytest.mark.parametrize(
    ("inputs", "total"),
    [
        (built_on("BUILD_GENERAL1_SMALL", "LINUX_CONTAINER"), "5"),
        (built_on("BUILD_GENERAL1_LARGE", "WINDOWS_SERVER_2019_CONTAINER"), "36"),
    ],
)
def test_a_project_costs_the_minutes_of_its_builds(cost, inputs, total):
    assert cost(PROJECT, inputs, usage={"monthly_build_mins": 1000}).cost.expected == Decimal(total)


def test_sizes_and_systems_are_told_apart(quantities, cost):
    gpu = built_on("BUILD_GENERAL1_LARGE", "LINUX_GPU_CONTAINER")
    (line,) = cost(PROJECT, gpu, usage={"monthly_build_mins": 1}).charges
    assert str(line.query) == "CodeBuild general1.large/linux-gpu in us-east-1"
    assert line.cost is None


@pytest.mark.parametrize(
    "inputs", [built_on(UNKNOWN, "LINUX_CONTAINER"), built_on("BUILD_GENERAL1_SMALL", UNKNOWN), {}, {"environment": 5}]
)
def test_an_open_environment_is_a_gap(cost, inputs):
    assert cost(PROJECT, inputs, usage={"monthly_build_mins": 1}).status is Status.UNKNOWN


def test_a_trail_costs_events_by_the_100_000(cost):
    trail = cost(TRAIL, {"insightSelectors": [{"insightType": "ApiCallRateInsight"}]}, usage=EVENTS)
    assert trail.cost.expected == Decimal("5.15")  # 2 × 2.00 + 1 × 0.10 + 3 × 0.35


def test_a_trail_shows_what_it_switches_on_or_what_is_stated(quantities):
    assert list(quantities(TRAIL, {})) == ["Management events (additional copies)", "Data events"]
    assert list(quantities(TRAIL, {"includeGlobalServiceEvents": False})) == ["Data events"]
    assert len(quantities(TRAIL, {"includeGlobalServiceEvents": False}, usage=EVENTS)) == 3


def test_events_that_nobody_stated_depend_on_use(cost):
    assert cost(TRAIL, {}).status is Status.USAGE


def test_a_module_costs_its_hours(cost):
    assert cost(HSM, {"clusterId": "it"}).cost.expected == 1168  # 730 × 1.60


def test_a_module_that_exists_for_a_part_of_the_month_costs_that_part(cost):
    assert cost(HSM, {"clusterId": "it"}, usage={"monthly_hrs": 100}).cost.expected == 160  # 100 × 1.60
