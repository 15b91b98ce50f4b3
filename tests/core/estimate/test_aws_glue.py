from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

JOB = "aws:glue/job:Job"
CRAWLER = "aws:glue/crawler:Crawler"
DATABASE = "aws:glue/catalogDatabase:CatalogDatabase"


@pytest.mark.parametrize(
    ("inputs", "hourly"),
    [
        ({"numberOfWorkers": 10, "workerType": "G.2X"}, "8.8"),  # 20 DPUs × 0.44
        ({"numberOfWorkers": "2", "workerType": "G.025X"}, "0.22"),
        ({"maxCapacity": 5}, "2.2"),
        ({"command": {"name": "pythonshell"}}, "0.0275"),  # 1 ÷ 16 DPU
        ({"command": {"name": "glueetl"}}, "4.4"),
    ],
)
def test_an_hour_of_a_job_costs_its_processing_units(cost, inputs, hourly):
    job = cost(JOB, inputs, usage={"monthly_hours": 100})
    assert job.charges[0].unit_price == Decimal(hourly)
    assert job.cost.expected == 100 * Decimal(hourly)
    assert cost(JOB, inputs).status is Status.USAGE


@pytest.mark.parametrize("inputs", [{"maxCapacity": UNKNOWN}, {"numberOfWorkers": 2, "workerType": "Z.9X"}])
def test_a_job_of_unknown_size_is_a_gap(cost, inputs):
    assert cost(JOB, inputs, usage={"monthly_hours": 1}).status is Status.UNKNOWN


def test_flexible_runs_cost_less(cost):
    job = cost(JOB, {"executionClass": "FLEX", "maxCapacity": 10}, usage={"monthly_hours": 10})
    assert job.cost.expected == 29  # 10 × 10 × 0.29


def test_a_crawler_is_charged_by_the_hour(cost):
    assert cost(CRAWLER, {}, usage={"monthly_hours": 60}).cost.expected == Decimal("26.4")  # 60 × 0.44


def test_the_catalog_charges_objects_and_requests(cost):
    database = cost(DATABASE, {}, usage={"monthly_objects": 2_000_000, "monthly_requests": 3_000_000})
    assert database.cost.expected == 23  # 20 × 1 + 3 × 1
