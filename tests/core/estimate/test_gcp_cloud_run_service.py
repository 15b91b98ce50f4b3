from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

SERVICE = "gcp:cloudrunv2/service:Service"
FRANKFURT = {"region": "europe-west3"}
IOWA = {"region": "us-central1"}
USE = {"monthly_requests": 500_000, "average_request_duration_ms": 3600, "concurrent_requests_per_instance": 1}


def template(*containers, minimum=None):
    scaling = {} if minimum is None else {"minInstanceCount": minimum}
    return {"template": {"containers": list(containers), "scaling": scaling}}


def always_on(cpu="1", memory="512Mi"):
    return {"image": "shop", "resources": {"limits": {"cpu": cpu, "memory": memory}, "cpuIdle": False}}


def test_counts_requests_and_what_they_take(quantities):
    assert quantities(SERVICE, template({"image": "shop"}), usage=USE, **FRANKFURT) == {
        "Requests": (Decimal("0.5"), "1M requests", "requests"),
        "CPU allocation time": (Decimal(1_800_000), "vCPU-seconds", "cpu"),  # 500000 × 3.6 s
        "Memory allocation time": (Decimal(900_000), "GiB-seconds", "memory"),  # 0.5 GiB of it
    }


def test_requests_that_an_instance_handles_at_once_share_its_time(quantities):
    found = quantities(
        SERVICE, template({"image": "shop"}), usage={**USE, "concurrent_requests_per_instance": 20}, **FRANKFURT
    )
    assert found["CPU allocation time"][0] == Decimal(90_000)  # 1800000 ÷ 20


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("europe-west3", "63.83"),  # 0.5 × 0.4 + 1800000 × 0.0000336 + 900000 × 0.0000035
        ("us-central1", "45.65"),  # 0.5 × 0.4 + 1800000 × 0.000024 + 900000 × 0.0000025
    ],
)
def test_costs_the_price_of_its_region_s_tier(cost, region, expected):
    service = cost(SERVICE, template({"image": "shop"}), usage=USE, region=region)
    assert service.status is Status.PRICED
    assert service.cost.expected == Decimal(expected)


def test_instance_based_billing_counts_all_seconds_and_no_requests(cost):
    service = cost(SERVICE, template(always_on(), minimum=2), usage={"instance_hrs": 730}, **FRANKFURT)
    assert [(line.name, line.quantity.expected) for line in service.charges] == [
        ("CPU allocation time", Decimal(5_256_000)),  # 2 × 730 × 3600
        ("Memory allocation time", Decimal(2_628_000)),  # 0.5 GiB of it
    ]
    assert service.cost.expected == Decimal("119.8368")  # 5256000 × 0.0000216 + 2628000 × 0.0000024


def test_minimum_instances_run_all_month_where_nobody_said_how_long(cost):
    service = cost(SERVICE, template(always_on(), minimum="2"), **FRANKFURT)
    assert service.status is Status.PRICED
    assert service.cost.expected == Decimal("119.8368")
    assert any("minimum number of instances" in text for text in service.assumptions)


def test_without_minimum_and_use_it_says_what_a_second_costs(cost):
    service = cost(SERVICE, template(always_on()), **FRANKFURT)
    assert service.status is Status.USAGE
    assert [line.unit_price for line in service.charges] == [Decimal("0.0000216"), Decimal("0.0000024")]


def test_resources_without_cpu_idle_mean_instance_based_billing(quantities):
    container = {"image": "shop", "resources": {"limits": {"cpu": "2000m", "memory": "2Gi"}}}
    found = quantities(SERVICE, template(container), usage={"instance_hrs": 1}, **IOWA)
    assert found == {
        "CPU allocation time": (Decimal(7200), "vCPU-seconds", "cpu"),
        "Memory allocation time": (Decimal(7200), "GiB-seconds", "memory"),
    }


def test_minimum_instances_of_request_based_billing_cost_less_while_they_wait(cost):
    container = {"image": "shop", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}, "cpuIdle": "true"}}
    service = cost(SERVICE, template(container, minimum=1), usage=USE, **IOWA)
    idle = [line for line in service.charges if line.component == "idle instances"]
    assert [line.quantity.expected for line in idle] == [Decimal(828_000)] * 2  # 730 × 3600 - 1800000
    assert sum(line.cost.expected for line in idle) == Decimal("4.14")  # 828000 × (0.0000025 + 0.0000025)


def test_sidecars_count_with_their_own_limits(quantities):
    containers = (always_on("1", "1Gi"), always_on("500m", "256Mi"))
    found = quantities(SERVICE, template(*containers), usage={"instance_hrs": 1}, **IOWA)
    assert found["CPU allocation time"][0] == Decimal(5400)  # 1.5 × 3600
    assert found["Memory allocation time"][0] == Decimal(4500)  # 1.25 × 3600


def test_open_and_unreadable_limits_are_gaps_that_keep_the_rest(cost):
    for limit in (UNKNOWN, "plenty"):
        service = cost(SERVICE, template(always_on(cpu=limit), minimum=2), usage={"instance_hrs": 730}, **FRANKFURT)
        assert service.status is Status.UNKNOWN
        assert service.cost.low == Decimal("6.3072")  # 2628000 × 0.0000024


def test_gpu_without_a_figure_is_unpriced(cost):
    container = {"image": "shop", "resources": {"limits": {"cpu": "4", "memory": "16Gi", "nvidia.com/gpu": "1"}}}
    service = cost(SERVICE, template(container, minimum=1), **IOWA)
    assert [gap.charge for gap in service.cost.gaps] == ["GPU allocation time"]


def test_open_template_is_a_gap(cost):
    assert cost(SERVICE, {"template": UNKNOWN}, **IOWA).status is Status.UNKNOWN
    assert cost(SERVICE, {"template": {}}, **IOWA).status is Status.UNKNOWN


def test_manual_scaling_runs_its_number_of_instances(quantities):
    inputs = {
        "scaling": {"scalingMode": "MANUAL", "manualInstanceCount": 3},
        "template": {"containers": [{"resources": {"cpuIdle": False}}], "scaling": {"minInstanceCount": 1}},
    }
    assert quantities(SERVICE, inputs, **IOWA)["CPU allocation time"][0] == 3 * 730 * 3600


def test_automatic_scaling_ignores_the_number_of_manual_scaling(quantities):
    inputs = {
        "scaling": {"scalingMode": "AUTOMATIC", "manualInstanceCount": 3},
        "template": {"containers": [{"resources": {"cpuIdle": False}}], "scaling": {"minInstanceCount": 1}},
    }
    assert quantities(SERVICE, inputs, **IOWA)["CPU allocation time"][0] == 730 * 3600
