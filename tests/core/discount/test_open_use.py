"""What of a commitment is unused where something has no figure: nobody can say, where that could draw on it."""

import pytest
from outlay.estimate.stack import estimate
from outlay.prices.embedded import embedded_book
from outlay.resource import UNKNOWN, Resource, Snapshot, Unknown, urn_of
from outlay.standard.reading import parse_standard

EC2 = "aws:ec2/instance:Instance"
M5 = "aws: {reservations: [{type: m5.large, count: 2, region: us-east-1, years: 1, percent: 50}]}"
PLAN = "aws: {savings_plans: [{commitment: 5, percent: 20}]}"
N2 = "gcp: {committed_use: [{region: us-central1, family: n2, years: 1, vcpus: 8}]}"
NOTE = "what has no figure here may use some of it"


def resource(type_, name, region="us-east-1", **inputs):
    return Resource(urn_of("test", "test", type_, name), type_, name, inputs, region=region)


USED = resource(EC2, "used", instanceType="m5.large")


def use(text, *resources):
    discounts = parse_standard(f"discounts: {{{text}}}").discounts.stated()
    (found,) = estimate(Snapshot.of(USED, *resources), embedded_book(), discounts=discounts).commitments
    return found


@pytest.mark.parametrize(
    ("commitment", "gap"),
    [
        (M5, resource(EC2, "open", instanceType=UNKNOWN)),
        (M5, resource(EC2, "no-price", instanceType="m5.13xlarge")),
        (M5, resource(EC2, "somewhere", region=UNKNOWN, instanceType="m5.large")),
        (M5, resource(EC2, "a-choice", instanceType=Unknown(("m5.large", "c5.large")))),
        (M5, resource("aws:quantum/loom:Loom", "unsupported")),
        (PLAN, resource(EC2, "open", instanceType=UNKNOWN)),
        (N2, resource("gcp:quantum/loom:Loom", "unsupported", region="us-central1")),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_gap_that_could_use_it_leaves_open_what_is_unused(commitment, gap):
    without, within = use(commitment), use(commitment, gap)
    assert without.unused.low == without.unused.expected > 0
    assert within.unused.low == 0
    assert (within.unused.expected, within.unused.high) == (without.unused.expected, without.unused.high)
    assert NOTE in within.note
    assert NOTE not in without.note


@pytest.mark.parametrize(
    ("commitment", "gap"),
    [
        (M5, resource(EC2, "other-family", instanceType="c5.13xlarge")),
        (M5, resource(EC2, "other-region", region="eu-central-1", instanceType=UNKNOWN)),
        (M5, resource(EC2, "credits", instanceType="t3.micro")),
        (M5, resource("aws:ec2/natGateway:NatGateway", "data")),
        (M5, resource("gcp:quantum/loom:Loom", "other-cloud", region="us-central1")),
        (N2, resource(EC2, "other-cloud", instanceType=UNKNOWN)),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_gap_that_could_not_use_it_changes_nothing(commitment, gap):
    assert use(commitment, gap).unused == use(commitment).unused
    assert NOTE not in use(commitment, gap).note


def test_what_is_all_used_needs_no_note():
    found = use(M5.replace("count: 2", "count: 1"), resource(EC2, "open", instanceType=UNKNOWN))
    assert (found.unused.high, found.note) == (0, "")
