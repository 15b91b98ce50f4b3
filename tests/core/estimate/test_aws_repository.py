from decimal import Decimal

from outlay.estimate.resource_cost import Status

REPOSITORY = "aws:ecr/repository:Repository"


def test_costs_what_its_images_take(cost):
    assert cost(REPOSITORY, {"name": "it"}, usage={"storage_gb": 30}).cost.expected == Decimal(3)  # 30 × 0.10


def test_depends_on_use(cost):
    assert cost(REPOSITORY, {"name": "it"}).status is Status.USAGE
