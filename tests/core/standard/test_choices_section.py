"""Choices of the standard: what an open property can be, and the range that follows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.errors import InvalidFile
from outlay.estimate.stack import estimate
from outlay.prices.embedded import embedded_book
from outlay.resource import SECRET, UNKNOWN, Resource, Snapshot, Unknown, urn_of
from outlay.standard.choices import resource_with_choices, with_choices
from outlay.standard.reading import parse_standard

INSTANCE = "aws:ec2/instance:Instance"
TEXT = 'choices:\n  "*::web*": {instanceType: [t3.micro, t3.large]}\n'


def instance(inputs, name="web"):
    return Resource(urn_of("prod", "shop", INSTANCE, name), INSTANCE, name, inputs, region="us-east-1")


def inputs_with(text, inputs, name="web"):
    return resource_with_choices(instance(inputs, name), parse_standard(text).choices).inputs


def test_an_open_property_is_a_range_over_its_choices_the_first_expected():
    disk = {"volumeType": "gp3", "volumeSize": 10}
    web = instance({"instanceType": UNKNOWN, "rootBlockDevice": disk})
    snapshot = with_choices(Snapshot.of(web), parse_standard(TEXT).choices)
    found = estimate(snapshot, embedded_book()).resources[web.urn]
    (hours,) = [charge for charge in found.charges if charge.label == "Instance usage"]
    assert hours.cost is not None
    # 730 × 0.0104 and 730 × 0.0832
    assert (hours.cost.low, hours.cost.expected, hours.cost.high) == (
        Decimal("7.592"),
        Decimal("7.592"),
        Decimal("60.736"),
    )
    assert found.cost.high is not None


@pytest.mark.parametrize("known", ["m5.large", SECRET, Unknown(("a", "b")), None])
def test_what_is_known_secret_or_has_choices_stays_as_it_is(known):
    assert inputs_with(TEXT, {"instanceType": known}) == {"instanceType": known}


def test_other_resources_and_other_properties_stay_open():
    assert inputs_with(TEXT, {"instanceType": UNKNOWN}, name="db") == {"instanceType": UNKNOWN}
    assert inputs_with(TEXT, {"ami": UNKNOWN}) == {"ami": UNKNOWN}


def test_a_property_within_blocks_and_lists_is_found():
    text = 'choices: {"*::web": {ebsBlockDevices.volumeSize: [10, 20.5], settings.flag: [true, false]}}'
    inputs = {"ebsBlockDevices": [{"volumeSize": UNKNOWN}, {"volumeSize": 5}], "settings": {"flag": UNKNOWN}}
    assert inputs_with(text, inputs) == {
        "ebsBlockDevices": [{"volumeSize": Unknown((10, Decimal("20.5")))}, {"volumeSize": 5}],
        "settings": {"flag": Unknown((True, False))},
    }


def test_the_urn_goes_before_a_glob_and_a_later_glob_before_an_earlier():
    urn = instance({}).urn
    text = f'choices: {{"{urn}": {{a: [1]}}, "*::web": {{a: [2], b: [2]}}, "*::w*": {{b: [3]}}}}'
    assert inputs_with(text, {"a": UNKNOWN, "b": UNKNOWN}) == {"a": Unknown((1,)), "b": Unknown((3,))}


def test_without_choices_the_snapshot_is_the_same():
    snapshot = Snapshot.of(instance({"instanceType": UNKNOWN}))
    assert with_choices(snapshot, parse_standard("").choices) is snapshot


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("[]", "at least 1 item"),
        (str(list(range(33))), "at most 32 items"),
        ("[a, a]", "each choice stands once"),
        ("t3.micro", "Input should be a valid tuple"),
        ("[{a: 1}]", "choices.*.instanceType.0"),
    ],
)
def test_choices_that_say_nothing_are_refused_with_their_line(values, said):
    with pytest.raises(InvalidFile) as caught:
        parse_standard(f'choices:\n  "*": {{instanceType: {values}}}')
    assert str(caught.value).startswith("finops.yaml:2: choices.*.instanceType")
    assert said in str(caught.value)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6, unique=True))
def test_the_cost_lies_within_that_of_the_least_and_the_most(sizes):
    volume = "aws:ebs/volume:Volume"
    disk = Resource(urn_of("prod", "shop", volume, "disk"), volume, "disk", {"type": "gp2", "size": UNKNOWN})
    choices = parse_standard(f'choices: {{"*::disk": {{size: {sizes}}}}}').choices
    snapshot = with_choices(Snapshot.of(disk), choices)
    snapshot = Snapshot.of(Resource(disk.urn, volume, "disk", snapshot.resources[disk.urn].inputs, region="us-east-1"))
    cost = estimate(snapshot, embedded_book()).total
    assert cost.low == min(sizes) * Decimal("0.1")
    assert cost.expected == sizes[0] * Decimal("0.1")
    assert cost.high == max(sizes) * Decimal("0.1")
