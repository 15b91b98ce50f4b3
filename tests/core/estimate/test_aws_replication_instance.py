from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

INSTANCE = "aws:dms/replicationInstance:ReplicationInstance"
MICRO = {"replicationInstanceClass": "dms.t2.micro"}


@pytest.mark.parametrize(
    ("instance_class", "allocated", "charged"),
    [("dms.t2.micro", 120, 70), ("dms.t2.micro", 20, 0), ("dms.r5.large", "120", 20), ("dms.c5.large", None, 0)],
)
def test_storage_is_charged_above_what_the_family_includes(quantities, instance_class, allocated, charged):
    inputs = {"replicationInstanceClass": instance_class, "allocatedStorage": allocated}
    assert quantities(INSTANCE, inputs)["Storage"][0] == charged


def test_costs_hours_and_storage_by_zones(cost):
    assert cost(INSTANCE, {**MICRO, "allocatedStorage": 60}).cost.expected == Decimal("14.29")
    # 730 × 0.018 + 10 × 0.115
    several = cost(INSTANCE, {**MICRO, "allocatedStorage": 60, "multiAz": True})
    assert several.cost.expected == Decimal("28.58")  # 730 × 0.036 + 10 × 0.23


@pytest.mark.parametrize(
    "inputs",
    [{**MICRO, "multiAz": UNKNOWN}, {**MICRO, "allocatedStorage": UNKNOWN}, {"replicationInstanceClass": UNKNOWN}],
)
def test_an_open_value_is_a_gap(cost, inputs):
    assert cost(INSTANCE, inputs).status is Status.UNKNOWN
