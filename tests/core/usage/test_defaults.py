"""Typical figures that stand in for use nobody states: off unless asked for, and each named where it counts."""

from decimal import Decimal

import pytest
from outlay.estimate.registry import REGISTRY
from outlay.estimate.resource_cost import Status
from outlay.resource import Resource, urn_of
from outlay.standard.reading import parse_standard
from outlay.usage.defaults import defaults_of, types_with_defaults
from outlay.usage.stated import StatedUse, laid_over

NAT = "aws:ec2/natGateway:NatGateway"
TABLE = "aws:dynamodb/table:Table"
NAT_HOURS = Decimal("32.85")  # 730 × 0.045


@pytest.fixture
def priced(cost):
    """What a resource costs by what a standard says of its use."""

    def run(text, type_, inputs):
        section = parse_standard(text).usage
        return cost(type_, inputs, usage=section.of(Resource(urn_of("test", "test", type_, "it"), type_, "it")))

    return run


@pytest.mark.parametrize("text", ["", "usage: {defaults: off}", "usage: {defaults: false}"])
def test_without_being_asked_for_no_default_counts(priced, text):
    found = priced(text, NAT, {})
    assert found.status is Status.USAGE
    assert found.cost.expected == NAT_HOURS
    assert not [name for name in found.assumptions if "default, since" in name]


@pytest.mark.parametrize("text", ["usage: {defaults: on}", "usage: {defaults: true}"])
def test_a_default_counts_and_is_named(priced, text):
    found = priced(text, NAT, {})
    assert found.status is Status.PRICED
    assert found.cost.expected == NAT_HOURS + Decimal("4.5")  # 100 GB × 0.045
    assert (
        "usage monthly_data_processed_gb = 100 (a default, since nobody states it: 100 GB a month, modest traffic)"
        in found.assumptions
    )


def test_what_is_stated_goes_before_a_default_which_is_then_not_named(priced):
    text = f'usage: {{defaults: on, types: {{"{NAT}": {{monthly_data_processed_gb: 10}}}}}}'
    found = priced(text, NAT, {})
    assert found.cost.expected == NAT_HOURS + Decimal("0.45")
    assert not [name for name in found.assumptions if "default, since" in name]


def test_only_the_defaults_that_the_cost_depends_on_are_named(priced):
    inputs = {"billingMode": "PROVISIONED", "readCapacity": 1, "writeCapacity": 1, "hashKey": "id"}
    named = priced("usage: {defaults: on}", TABLE, inputs).assumptions
    assert [name for name in named if name.startswith("usage storage_gb = 10 ")]
    assert not [name for name in named if "request_units = " in name and "streams" not in name]


@pytest.mark.parametrize("defaults", ["on", "off"])
def test_a_default_of_nothing_closes_the_gap_of_what_has_no_price(priced, defaults):
    """The book has no price of S3 Select in eu-west-1, and nothing of it is the default."""
    region = {"region": "eu-west-1"}
    found = priced(f"usage: {{defaults: {defaults}}}", "aws:s3/bucket:Bucket", region)
    assert found.status is (Status.PRICED if defaults == "on" else Status.USAGE)
    named = [name for name in found.assumptions if "monthly_select_data_scanned_gb = 0 " in name]
    assert len(named) == (1 if defaults == "on" else 0)


def test_a_switch_that_is_neither_is_refused():
    with pytest.raises(Exception, match=r"finops.yaml:1: usage.defaults: Input should be 'off' or 'on'"):
        parse_standard("usage: {defaults: sometimes}")


@pytest.mark.parametrize("type_", types_with_defaults())
def test_each_default_is_a_figure_that_its_type_takes(type_):
    pricer = REGISTRY.find(type_)
    assert pricer is not None
    for default in defaults_of(type_):
        assert pricer.usage_model.unknown_keys(default.nested) == ()
        pricer.usage_model.read(default.nested)
        assert default.why


def test_laying_over_keeps_what_is_known_of_both():
    below = StatedUse({"a": 1, "part": {"b": 2, "c": 3}}, ("one",), defaults_of(NAT))
    above = StatedUse({"part": {"c": 4}}, ("two",))
    found = laid_over(below, above)
    assert isinstance(found, StatedUse)
    assert found.figures == {"a": 1, "part": {"b": 2, "c": 4}}
    assert found.assumptions == ("one", "two")
    assert found.defaults == defaults_of(NAT)
