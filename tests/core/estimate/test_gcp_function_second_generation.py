"""Functions of the second generation, which cost what a service of Cloud Run does, and jobs of Cloud Scheduler."""

from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

FUNCTION = "gcp:cloudfunctionsv2/function:Function"
IOWA = {"region": "us-central1"}
USE = {"monthly_requests": 1_000_000, "average_request_duration_ms": 500, "concurrent_requests_per_instance": 1}


def configured(**service):
    return {"serviceConfig": service}


def test_counts_requests_and_what_they_take_of_the_function(quantities):
    assert quantities(FUNCTION, configured(availableCpu="1", availableMemory="512Mi"), usage=USE, **IOWA) == {
        "Requests": (Decimal(1), "1M requests", "requests"),
        "CPU allocation time": (Decimal(500_000), "vCPU-seconds", "cpu"),  # 1M × 0.5 s
        "Memory allocation time": (Decimal(250_000), "GiB-seconds", "memory"),  # 0.5 GiB of it
    }


def test_costs_what_cloud_run_charges(cost):
    found = cost(FUNCTION, configured(availableCpu="1", availableMemory="512Mi"), usage=USE, **IOWA)
    # 0.40 + 500000 × 0.000024 + 250000 × 0.0000025
    assert (found.status, found.cost.expected) == (Status.PRICED, Decimal("13.025"))


@pytest.mark.parametrize(
    ("memory", "vcpus"), [("128M", "0.083"), ("256Mi", "0.167"), ("1Gi", "0.583"), ("4G", "2"), ("32Gi", "8")]
)
def test_vcpus_go_with_memory_where_nobody_says_how_many(cost, quantities, memory, vcpus):
    inputs = configured(availableMemory=memory)
    assert quantities(FUNCTION, inputs, usage=USE, **IOWA)["CPU allocation time"][0] == 500_000 * Decimal(vcpus)
    assert any(vcpus in text for text in cost(FUNCTION, inputs, usage=USE, **IOWA).assumptions)


def test_without_a_word_it_has_256_megabytes(cost):
    assert any("256M" in text for text in cost(FUNCTION, {}, **IOWA).assumptions)


def test_an_instance_that_is_kept_costs_its_idle_time(quantities):
    inputs = configured(availableCpu="1", availableMemory="512Mi", minInstanceCount=1)
    found = quantities(FUNCTION, inputs, usage=USE, **IOWA)
    # 730 h × 3600 s, without the 500000 s of requests
    assert found["idle instances: CPU allocation time"] == (Decimal(2_128_000), "vCPU-seconds", "cpu")


@pytest.mark.parametrize("memory", [UNKNOWN, "a lot", "64Gi"])
def test_memory_that_says_nothing_of_vcpus_leaves_these_open(cost, memory):
    found = cost(FUNCTION, configured(availableMemory=memory), usage=USE, **IOWA)
    assert found.status is Status.UNKNOWN


def test_a_job_of_cloud_scheduler_costs_ten_cents_a_month(cost, quantities):
    token = "gcp:cloudscheduler/job:Job"
    assert quantities(token, {"schedule": "* * * * *"}) == {"Job": (Decimal(1), "months", "job")}
    assert cost(token, {"schedule": "* * * * *"}).cost.expected == Decimal("0.10")
