from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

HOST = "aws:ec2/dedicatedHost:DedicatedHost"


@pytest.mark.parametrize("inputs", [{"instanceFamily": "c5"}, {"instanceType": "c5.18xlarge"}])
def test_a_host_is_charged_by_its_family(quantities, inputs):
    assert quantities(HOST, inputs) == {"Dedicated host": (Decimal(730), "hours", "c5")}


def test_costs_each_hour(cost):
    assert cost(HOST, {"instanceType": "mac1.metal"}).cost.expected == Decimal("790.59")  # 730 × 1.083
    assert cost(HOST, {"instanceFamily": "c5"}, region="eu-west-1").cost.expected == Decimal("2775.46")  # 730 × 3.802


@pytest.mark.parametrize(
    ("family", "term", "payment", "total"),
    [
        ("m5", "1_year", "no_upfront", "2330.89"),  # 730 × 3.193
        ("c5", "3_year", "partial_upfront", "476.69"),  # 730 × 0.653
        ("m5d", "3_year", "all_upfront", "0"),
    ],
)
def test_a_stated_reservation_bills_what_is_not_paid_upfront(cost, family, term, payment, total):
    usage = {"reserved_instance_term": term, "reserved_instance_payment_option": payment}
    host = cost(HOST, {"instanceFamily": family}, usage=usage)
    assert host.cost.expected == Decimal(total)
    assert ("what is paid upfront for the reservation is not included" in host.assumptions) == (payment != "no_upfront")


def test_hours_that_are_paid_upfront_are_free_with_that_reason(cost):
    usage = {"reserved_instance_term": "1_year", "reserved_instance_payment_option": "all_upfront"}
    host = cost(HOST, {"instanceFamily": "m5d"}, usage=usage)
    assert (host.status, host.free_reason) == (Status.FREE, "its hours are paid upfront, with the reservation")


@pytest.mark.parametrize(
    ("usage", "reason"),
    [
        (
            {"reserved_instance_term": "5_year", "reserved_instance_payment_option": "no_upfront"},
            "usage reserved_instance_term is '5_year'; 1_year or 3_year belongs there",
        ),
        (
            {"reserved_instance_term": "1_year"},
            "usage reserved_instance_payment_option is ''; no_upfront or partial_upfront or all_upfront belongs there",
        ),
    ],
)
def test_a_reservation_that_is_none_leaves_the_cost_unknown(cost, usage, reason):
    host = cost(HOST, {"instanceFamily": "c5"}, usage=usage)
    assert host.status is Status.UNKNOWN
    assert [gap.reason for gap in host.cost.gaps] == [reason]


@pytest.mark.parametrize("inputs", [{"instanceFamily": UNKNOWN}, {}])
def test_an_open_family_is_a_gap(cost, inputs):
    assert cost(HOST, inputs).status is Status.UNKNOWN
