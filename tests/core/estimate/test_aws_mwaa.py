from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

ENVIRONMENT = "aws:mwaa/environment:Environment"


def test_workers_and_schedulers_are_charged_beside_the_environment(cost):
    use = {"additional_workers": "2.5", "additional_schedulers": 3, "meta_database_gb": 1000}
    environment = cost(ENVIRONMENT, {"environmentClass": "mW1.laRgE"}, usage=use)
    assert [line.cost.expected for line in environment.charges] == [
        Decimal("722.7"),  # 730 × 0.99
        Decimal("401.5"),  # 2.5 × 730 × 0.22
        Decimal("481.8"),  # 3 × 730 × 0.22
        100,  # 1000 × 0.10
    ]


def test_declared_schedulers_count_beyond_the_two_that_are_included(quantities):
    assert quantities(ENVIRONMENT, {"schedulers": "5"})["Additional schedulers"][0] == 2190  # 3 × 730


def test_the_smallest_class_is_the_default(cost):
    environment = cost(ENVIRONMENT, {})
    assert (environment.status, environment.cost.low) == (Status.USAGE, Decimal("357.7"))  # 730 × 0.49
    assert cost(ENVIRONMENT, {"environmentClass": UNKNOWN}).status is Status.UNKNOWN
