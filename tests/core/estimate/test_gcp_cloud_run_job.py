from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

JOB = "gcp:cloudrunv2/job:Job"
SERVICE = "gcp:cloudrun/service:Service"
FRANKFURT = {"region": "europe-west3"}
CONTAINERS = [{"image": "hello"}]
RUNS = {"monthly_job_executions": 50_000, "average_task_execution_mins": 10}
REQUESTS = {
    "monthly_requests": 500_000,
    "average_request_duration_ms": 3600,
    "concurrent_requests_per_instance": 1,
}


def job_of(containers, **execution):
    return {"template": {"template": {"containers": containers}, **execution}}


def service_of(containers, annotations=None, **template):
    return {
        "template": {"spec": {"containers": containers}, **template},
        "metadata": {"annotations": annotations or {}},
    }


def test_a_job_counts_the_seconds_of_its_tasks(quantities):
    assert quantities(JOB, job_of(CONTAINERS), usage=RUNS, **FRANKFURT) == {
        "CPU allocation time": (Decimal(30_000_000), "vCPU-seconds", "cpu"),  # 50000 × 600 s × 1 vCPU
        "Memory allocation time": (Decimal(15_000_000), "GiB-seconds", "memory"),  # 50000 × 600 s × 0.5 GiB
    }
    limits = {"resources": {"limits": {"cpu": "2000m", "memory": "1Gi"}}}
    found = quantities(JOB, job_of([limits], taskCount="3"), usage=RUNS, **FRANKFURT)
    assert found["CPU allocation time"][0] == 180_000_000  # 3 tasks × 50000 × 600 s × 2 vCPUs
    assert found["Memory allocation time"][0] == 90_000_000


def test_a_job_costs_its_time(cost):
    job = cost(JOB, job_of(CONTAINERS), usage=RUNS, **FRANKFURT)
    assert job.cost.expected == 684  # 30M × 0.0000216 + 15M × 0.0000024
    assert cost(JOB, job_of(CONTAINERS), **FRANKFURT).status is Status.USAGE
    assert cost(JOB, job_of(CONTAINERS), usage=RUNS, region="us-west1").cost.expected == 570  # tier 1


@pytest.mark.parametrize("inputs", [{}, {"template": UNKNOWN}, job_of([])])
def test_a_job_without_containers_is_a_gap(cost, inputs):
    assert cost(JOB, inputs, usage=RUNS, **FRANKFURT).status is Status.UNKNOWN


def test_a_service_of_the_first_version_is_charged_by_request(cost):
    service = cost(SERVICE, service_of(CONTAINERS), usage=REQUESTS, **FRANKFURT)
    # 0.5 × 0.4 + 1.8M × 0.0000336 + 0.9M × 0.0000035
    assert service.cost.expected == Decimal("63.83")
    assert service.status is Status.PRICED


@pytest.mark.parametrize("throttling", [False, "false"])
def test_without_throttling_it_is_charged_for_its_instances(cost, throttling):
    inputs = service_of(CONTAINERS, {"run.googleapis.com/cpu-throttling": throttling})
    service = cost(SERVICE, inputs, usage={"instance_hrs": 730}, **FRANKFURT)
    # 730 × 3600 s × (0.0000216 + 0.5 × 0.0000024)
    assert service.cost.expected == Decimal("59.9184")


def test_its_minimum_of_instances_waits_at_a_lower_price(quantities):
    revision = {"metadata": {"annotations": {"autoscaling.knative.dev/minScale": "2"}}}
    found = quantities(SERVICE, service_of(CONTAINERS, **revision), usage=REQUESTS, region="us-central1")
    idle = found["idle instances: CPU allocation time"]
    assert idle == (Decimal(3_456_000), "vCPU-seconds", "cpu")  # 2 × 730 × 3600 s - 1.8M s of requests


def test_a_service_without_containers_is_a_gap(cost):
    assert cost(SERVICE, {}, usage=REQUESTS, **FRANKFURT).status is Status.UNKNOWN
