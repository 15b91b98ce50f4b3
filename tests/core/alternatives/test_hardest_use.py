"""The hardest use that later parts make of alternatives: each kind, through groups, schedules, other books, discounts.

Rules take a saving and what to write, `outlay explain` takes everything, and a pricer of a group comes with pricers.
"""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from outlay.alternatives import IN_THE_PROGRAM, AlternativeKind, alternatives
from outlay.discount.stated import Discounts, NegotiatedDiscount
from outlay.estimate.amount import Amount
from outlay.estimate.aws.ec2 import instance_charges
from outlay.estimate.aws.ec2_launch import in_shape_of_an_instance
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import REGISTRY, Registry
from outlay.estimate.stack import estimate_resource
from outlay.estimate.subject import Neighbours, SnapshotIndex, Subject
from outlay.prices.embedded import embedded_book
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Snapshot
from outlay.usage.aws.ec2 import InstanceUsage

INSTANCE = "aws:ec2/instance:Instance"
DATABASE = "aws:rds/instance:Instance"
GROUP = "aws:autoscaling/group:Group"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
EVERY_KIND = frozenset(AlternativeKind)


def test_a_server_has_alternatives_of_each_kind_that_the_book_has_prices_of(found):
    server = {"instanceType": "m4.large", "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 100}}
    kinds = [each.kind for each in found(INSTANCE, server, region="eu-central-1", kinds=EVERY_KIND)]

    assert set(kinds) == IN_THE_PROGRAM | {AlternativeKind.REGION}  # the book has no prices of EC2 reservations


def test_they_come_with_the_greatest_saving_first(found):
    database = {"instanceClass": "db.m4.large", "engine": "postgres", "allocatedStorage": 100}
    offered = found(DATABASE, database, kinds=EVERY_KIND)

    assert [each.saving for each in offered] == sorted((each.saving for each in offered), reverse=True)
    assert offered[0].kind is AlternativeKind.COMMITMENT


def test_an_alternative_costs_what_the_changed_program_costs(found, make_resource):
    before = {"instanceType": "m4.large", "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 100}}
    after = {"instanceType": "m4.large", "rootBlockDevice": {"volumeType": "gp3", "volumeSize": 100}}
    (offered,) = found(INSTANCE, before, kinds={AlternativeKind.STORAGE})
    changed = make_resource(INSTANCE, after, region="us-east-1")

    priced = estimate_resource(changed, SnapshotIndex(Snapshot.of(changed)), embedded_book(), {})
    assert offered.changes == {("rootBlockDevice", "volumeType"): "gp3"}
    assert offered.cost == priced.cost
    assert offered.saving == Decimal("2.00")  # 100 GB × ($0.10 − $0.08)


def test_the_program_given_is_left_as_it_is(found):
    server = {"instanceType": "m4.large", "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 100}}
    found(INSTANCE, server)

    assert server == {"instanceType": "m4.large", "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 100}}


# --- Another resource decides ---------------------------------------------------------------------------------------


def group(resource: Subject, usage: InstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An auto-scaling group as its pricer will be: the charges of one instance, times the group's size."""
    template = near.target("launchTemplate", TEMPLATE)
    if template is None:
        raise OpenValue("launchTemplate", "is not in this stack")
    settings = Properties(in_shape_of_an_instance(template.inputs.values), resource.reading)
    for charge in instance_charges(settings, resource.region, resource.running_hours, usage):
        yield charge.times(resource.inputs.number("desiredCapacity"))


@pytest.fixture
def groups() -> Registry:
    registry = Registry(below=REGISTRY)
    registry.prices(GROUP, usage=InstanceUsage)(group)
    return registry


@pytest.fixture
def template(make_resource):
    mapping = {"deviceName": "/dev/xvda", "ebs": {"volumeType": "gp2", "volumeSize": "100"}}
    inputs = {"instanceType": "c4.large", "blockDeviceMappings": [mapping]}
    return make_resource(TEMPLATE, inputs, region="us-east-1", name="template")


def test_of_a_group_the_launch_template_changes_and_each_of_its_instances_saves(groups, template, found):
    offered = found(
        GROUP,
        {"desiredCapacity": 3, "launchTemplate": {"id": UNKNOWN}},
        around=(template,),
        property_dependencies={"launchTemplate": (template.urn,)},
        registry=groups,
        kinds={AlternativeKind.GENERATION, AlternativeKind.STORAGE},
    )

    assert {each.urn for each in offered} == {template.urn}
    machine, disk = offered
    assert (machine.after, machine.saving) == ("c6i.large", 3 * 730 * Decimal("0.015"))  # $0.100 → $0.085
    assert disk.changes == {("blockDeviceMappings", 0, "ebs", "volumeType"): "gp3"}
    assert disk.saving == 3 * 100 * Decimal("0.02")


def test_of_an_instance_that_leaves_its_type_to_a_launch_template_the_template_changes(template, of_kind):
    offered = of_kind(
        AlternativeKind.GENERATION,
        INSTANCE,
        {"launchTemplate": {"name": "template"}},
        around=(template,),
        property_dependencies={"launchTemplate": (template.urn,)},
    )
    assert (offered.after, offered.urn) == ("c6i.large", template.urn)


def test_of_an_instance_that_says_its_type_itself_the_instance_changes(template, of_kind):
    offered = of_kind(
        AlternativeKind.GENERATION,
        INSTANCE,
        {"instanceType": "r4.large", "launchTemplate": {"name": "template"}},
        around=(template,),
        property_dependencies={"launchTemplate": (template.urn,)},
    )
    assert (offered.after, offered.urn) == ("r6i.large", "")


# --- Hours, use, discounts, prices ----------------------------------------------------------------------------------


def test_what_a_schedule_stops_saves_by_the_hours_that_it_runs(make_resource):
    it = make_resource(INSTANCE, {"instanceType": "c4.large"}, region="us-east-1")
    (offered,) = alternatives(
        it,
        embedded_book(),
        kinds={AlternativeKind.GENERATION},
        hours=lambda _: Amount.exactly(200, "hours a month"),
    )
    assert offered.saving == 200 * Decimal("0.015")


def test_a_negotiated_rate_lessens_the_saving(found):
    half = Discounts(negotiated=(NegotiatedDiscount("agreed", Decimal(50)),))
    (offered,) = found("aws:ebs/volume:Volume", {"type": "gp2", "size": 100}, discounts=half)
    assert offered.saving == Decimal("1.00")


def test_prices_of_ones_own_decide(make_book, make_price, found):
    def storage(kind):
        return PriceQuery("AmazonEBS", "us-east-1", kind, "storage")

    own = make_book(
        own={
            storage("gp2"): make_price("0.05", "GB-months"),
            storage("gp3"): make_price("0.06", "GB-months"),
        }
    )
    assert found("aws:ebs/volume:Volume", {"type": "gp2", "size": 100}, book=own) == ()


def test_only_the_kinds_that_are_asked_for_are_offered(found):
    server = {"instanceType": "m4.large", "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 100}}
    kinds = [each.kind for each in found(INSTANCE, server, kinds={AlternativeKind.STORAGE})]
    assert kinds == [AlternativeKind.STORAGE]


# --- What has none --------------------------------------------------------------------------------------------------


class Unpriced:
    """A layer that counts what it is asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0

    def find(self, query):
        self.asked += 1
        raise AssertionError(query)


@pytest.mark.parametrize(
    ("type_", "inputs"),
    [
        ("aws:s3/bucket:Bucket", {}),
        ("aws:ebs/volume:Volume", {"type": "gp3", "size": 100}),
        (INSTANCE, {"instanceType": "m8g.large"}),
        (INSTANCE, {"instanceType": UNKNOWN}),
        ("random:index/randomId:RandomId", {}),
    ],
)
def test_where_there_is_no_candidate_no_price_is_looked_up(make_resource, make_book, type_, inputs):
    book = make_book()
    book.layers = (layer := Unpriced(),)
    it = make_resource(type_, inputs, region="us-east-1")

    assert alternatives(it, book) == ()
    assert layer.asked == 0


def test_a_type_without_a_pricer_has_none(template, found):
    depends = {"launchTemplate": (template.urn,)}
    assert found(GROUP, {"desiredCapacity": 3}, around=(template,), property_dependencies=depends) == ()


def test_what_is_read_from_elsewhere_has_none(make_resource):
    it = make_resource(INSTANCE, {"instanceType": "m4.large"}, region="us-east-1", external=True)
    assert alternatives(it, embedded_book()) == ()


@pytest.mark.parametrize("region", [None, UNKNOWN, "mars-1"])
def test_without_a_price_where_it_is_there_are_none(found, region):
    assert found(INSTANCE, {"instanceType": "m4.large"}, region=region, kinds=EVERY_KIND) == ()


# --- The short ways lead to the same ---------------------------------------------------------------------------------

NOTHING_OFF = Discounts(negotiated=(NegotiatedDiscount("agreed to be nothing", Decimal(0)),))
"""A discount that might fall on some machines only, so that each candidate has to be priced."""


@pytest.mark.parametrize("family", ["t2", "t3", "m3", "m4", "m5", "m6i", "c3", "c4", "r4", "i3", "m5d", "d2", "x1e"])
def test_choosing_by_unit_price_finds_what_pricing_every_candidate_finds(found, family):
    server = {"instanceType": f"{family}.xlarge", "ebsOptimized": True}
    chosen = {(each.title, each.saving) for each in found(INSTANCE, server)}
    priced = {(each.title, each.saving) for each in found(INSTANCE, server, discounts=NOTHING_OFF)}
    assert chosen == priced


def test_a_cost_that_is_known_need_not_be_worked_out_again(found, make_resource):
    server = {"instanceType": "m4.large", "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 100}}
    it = make_resource(INSTANCE, server, region="us-east-1")
    known = estimate_resource(it, SnapshotIndex(Snapshot.of(it)), embedded_book(), {})
    assert alternatives(it, embedded_book(), cost=known) == found(INSTANCE, server)
