"""Values that can only be one of a few: a range over them, wherever they stand."""

from decimal import Decimal

import pytest
from outlay.estimate.choices import MOST_VARIANTS, variants
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN, Unknown

INSTANCE = "aws:ec2/instance:Instance"
NAT = "aws:ec2/natGateway:NatGateway"
SIZES = Unknown(("t3.micro", "t3.small"))


@pytest.fixture
def inputs_of(make_resource):
    def run(inputs, **more):
        return [each.inputs for each in variants(make_resource("t", inputs, region=None, **more))]

    return run


def test_what_has_no_choices_is_itself(make_resource):
    resource = make_resource("t", {"a": 1, "b": UNKNOWN, "c": [{"d": UNKNOWN}]}, region=UNKNOWN)
    assert variants(resource) == [resource]


def test_choices_are_found_at_any_depth(inputs_of):
    found = inputs_of({"a": Unknown((1, 2)), "b": {"c": Unknown((3, 4)), "d": 5}, "e": [{"f": Unknown((6,))}, 7]})
    assert found == [{"a": a, "b": {"c": c, "d": 5}, "e": [{"f": 6}, 7]} for a, c in ((1, 3), (1, 4), (2, 3), (2, 4))]


def test_choices_are_found_beside_what_has_none(inputs_of):
    assert inputs_of({"e": [7, {"f": Unknown((6, 8))}]}) == [{"e": [7, {"f": 6}]}, {"e": [7, {"f": 8}]}]


def test_two_open_values_in_one_block_are_combined(inputs_of):
    assert len(inputs_of({"b": {"c": Unknown((1, 2)), "d": Unknown((3, 4))}})) == 4


def test_too_many_combinations_count_as_open(make_resource):
    most = tuple(range(MOST_VARIANTS))
    assert len(variants(make_resource("t", {"a": Unknown(most)}, region=None))) == MOST_VARIANTS
    resource = make_resource("t", {"a": Unknown((*most, -1))}, region=None)
    assert variants(resource) == [resource]


def test_a_region_follows_the_value_that_decides_it(make_resource):
    zones = Unknown(("eu-west-1a", "us-east-1b"))
    of_zone = make_resource(NAT, {"availabilityZone": zones}, region=zones)
    assert [each.region for each in variants(of_zone)] == ["eu-west-1", "us-east-1"]
    of_provider = make_resource(NAT, {}, region=Unknown(("eu-west-1", "us-east-1")))
    assert [each.region for each in variants(of_provider)] == ["eu-west-1", "us-east-1"]


def test_the_cost_is_a_range_with_the_first_choice_expected(cost):
    small, micro = (cost(INSTANCE, {"instanceType": size}).cost.expected for size in ("t3.small", "t3.micro"))
    either = cost(INSTANCE, {"instanceType": Unknown(("t3.small", "t3.micro"))})
    assert (either.cost.low, either.cost.expected, either.cost.high) == (micro, small, small)
    usage = either.charges[0]
    assert usage.unit_price is None
    assert usage.formula == "hours a month 730 (over 2 alternatives)"


def test_the_lines_add_up_to_the_total(cost):
    either = cost(INSTANCE, {"instanceType": SIZES, "rootBlockDevice": {"volumeSize": Unknown((8, 80))}})
    known = [line.cost for line in either.charges if line.cost]
    assert sum(each.low for each in known) == either.cost.low
    assert sum(each.high for each in known) == either.cost.high


def test_a_line_that_only_some_choices_have_begins_at_zero(cost):
    volume = {"type": "gp3", "size": 10, "iops": Unknown((3000, 4000))}
    lines = {line.label: line for line in cost("aws:ebs/volume:Volume", volume).charges}
    iops = lines["Provisioned IOPS"]
    assert (iops.cost.low, iops.cost.expected, iops.cost.high) == (0, 0, 5)  # 1,000 above × $0.005
    assert (iops.quantity.low, iops.quantity.high, iops.unit_price) == (0, 1000, Decimal("0.005"))


def test_one_choice_without_a_price_leaves_the_high_end_open(cost):
    either = cost(INSTANCE, {"instanceType": Unknown(("t3.micro", "x9.gigantic"))})
    assert either.status is Status.UNPRICED
    assert either.cost.high is None
    assert [gap.charge for gap in either.cost.gaps if "gigantic" in gap.reason] == ["Instance usage"]


def test_choices_that_are_all_free_stay_free(cost):
    either = cost("gcp:compute/address:Address", {"addressType": "INTERNAL", "name": Unknown(("a", "b"))})
    assert (either.status, either.free_reason) == (Status.FREE, "an internal address costs nothing")


def test_free_or_not_is_a_range_from_zero(cost):
    address = {"addressType": Unknown(("EXTERNAL", "INTERNAL"))}
    either = cost("gcp:compute/address:Address", address, region="us-central1")
    assert (either.cost.low, either.free_reason) == (0, "")
    assert either.cost.high == cost("gcp:compute/address:Address", {}, region="us-central1").cost.high > 0
