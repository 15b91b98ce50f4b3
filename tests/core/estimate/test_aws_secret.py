from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

SECRET = "aws:secretsmanager/secret:Secret"


def test_a_secret_costs_its_month_and_requests_in_every_region(cost):
    secret = cost(SECRET, {}, region="ap-south-1", usage={"monthly_requests": 100_000})
    assert secret.cost.expected == Decimal("0.9")  # 0.40 + 10 × 0.05


def test_each_replica_is_a_secret_too(cost):
    secret = cost(SECRET, {"replicas": [{"region": "eu-west-1"}, {"region": UNKNOWN}]})
    assert secret.cost.low == Decimal("1.2")  # 3 × 0.40
    assert cost(SECRET, {"replicas": UNKNOWN}).status is Status.UNKNOWN
