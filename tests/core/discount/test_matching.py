"""What the real pricers' charges are matched to: engines that share prices, zones, and machines of every family."""

from decimal import Decimal

import pytest
from outlay.discount.stated import Discounts
from outlay.estimate.stack import estimate
from outlay.prices.embedded import embedded_book
from outlay.resource import Snapshot
from outlay.standard.reading import parse_standard

from .conftest import only

RDS = "aws:rds/instance:Instance"
EC2 = "aws:ec2/instance:Instance"
MACHINE = "gcp:compute/instance:Instance"


@pytest.fixture
def database(make_resource):
    def make(name, engine, size="db.m5.large", **more):
        inputs = {"instanceClass": size, "engine": engine, "allocatedStorage": 20, "storageType": "gp2", **more}
        return make_resource(RDS, inputs, region="us-east-1", name=name)

    return make


@pytest.fixture
def server(make_resource):
    def make(name, **more):
        return make_resource(EC2, {"instanceType": "m5.large", **more}, region="us-east-1", name=name)

    return make


def stated(text) -> Discounts:
    return parse_standard(f"discounts: {{{text}}}").discounts.stated()


def costs(discounts, *resources):
    """The stack, and what a reservation takes off each resource, by name."""
    after = estimate(Snapshot.of(*resources), embedded_book(), discounts=discounts)
    return after, {
        cost.name: sum((each.amount for charge in cost.charges for each in charge.discounts), Decimal(0))
        for cost in after.resources.values()
    }


def rds(engine, size="db.m5.large"):
    return stated(
        f"aws: {{reservations: [{{service: rds, type: {size}, count: 1, region: us-east-1, years: 1, "
        f"engine: {engine}, percent: 50}}]}}"
    )


HALF_OF_AN_HOUR = Decimal("0.171") / 2 * 730
"""db.m5.large of MySQL and MariaDB costs $0.171 an hour in us-east-1."""


def test_a_reservation_of_one_engine_is_none_of_another_with_the_same_prices(database):
    both = (database("maria", "mariadb"), database("my", "mysql"))
    for engine, covered, not_covered in (("mysql", "my", "maria"), ("mariadb", "maria", "my")):
        _, taken_off = costs(rds(engine), *both)
        assert (taken_off[covered], taken_off[not_covered]) == (HALF_OF_AN_HOUR, 0)


def test_one_of_mariadb_covers_smaller_sizes_and_says_whose_prices_it_has(database):
    after, taken_off = costs(
        rds("mariadb", "db.m5.xlarge"), database("a", "mariadb"), database("b", "mariadb", multiAz=False)
    )
    assert taken_off == {"a": HALF_OF_AN_HOUR, "b": HALF_OF_AN_HOUR}
    assert after.commitments[0].note == "it is priced as mysql"


def test_an_older_name_of_an_engine_is_reserved_as_the_engine_is(database):
    after, taken_off = costs(rds("aurora", "db.r5.large"), database("it", "aurora", "db.r5.large"))
    assert after.commitments[0].unused.high == 0
    assert taken_off["it"] == after.commitments[0].cost > 0


@pytest.mark.parametrize(
    ("engine", "dimension"),
    [
        ("oracle-ee", "oracle-ee-byol/single-az"),
        ("oracle-ee-cdb", "oracle-ee-byol/single-az"),
        ("oracle-se2-cdb", "oracle-se2/single-az"),
        ("oracle-se2-cdb-byol", "oracle-se2-byol/single-az"),
    ],
)
def test_a_container_database_is_reserved_as_its_edition_and_licence(database, engine, dimension):
    assert rds(engine).reservations[0].dimension == dimension
    licence = "bring-your-own-license" if "byol" in dimension else "license-included"
    it = database("it", engine.removesuffix("-byol"), licenseModel=licence)
    (cost,) = estimate(Snapshot.of(it), embedded_book()).resources.values()
    assert cost.charges[0].query.dimension == dimension


ZONAL = "aws: {reservations: [{type: m5.large, count: 2, zone: us-east-1a, years: 1, percent: 50}]}"


def test_a_reservation_for_a_zone_leaves_instances_of_another_zone_out(server):
    there, elsewhere = (
        server("there", availabilityZone="us-east-1a"),
        server("elsewhere", availabilityZone="us-east-1b"),
    )
    after, taken_off = costs(stated(ZONAL), there, elsewhere)
    assert taken_off == {"there": Decimal("0.048") * 730, "elsewhere": 0}
    assert after.commitments[0].note == ""


def test_an_instance_without_a_zone_is_taken_to_be_there_and_that_is_said(server):
    after, taken_off = costs(stated(ZONAL), server("somewhere"))
    assert taken_off == {"somewhere": Decimal("0.048") * 730}
    assert after.commitments[0].note == "instances whose zone nobody states are taken to run in us-east-1a"


@pytest.mark.parametrize(
    ("machine_type", "vcpus", "memory"),
    [
        ("c4-standard-4", 4, 15),
        ("m1-megamem-96", 96, "1433.6"),
        ("h3-standard-88", 88, 352),
        ("m3-ultramem-32", 32, 976),
    ],
)
def test_a_machine_of_a_newer_family_is_covered_by_its_vcpus_and_memory(make_resource, machine_type, vcpus, memory):
    """With all of its vCPUs and memory committed at half price, half of the machine's hours is taken off."""
    family = machine_type.partition("-")[0]
    inputs = {"machineType": machine_type, "zone": "us-central1-a"}
    discounts = stated(
        "gcp: {sustained_use: false, committed_use: [{region: us-central1, years: 3, percent: 50, "
        f"family: {family}, vcpus: {vcpus}, memory: {memory}}}]}}"
    )
    it = make_resource(MACHINE, inputs, region="us-central1", name="it")
    after, taken_off = costs(discounts, it)
    (cost,) = after.resources.values()
    assert taken_off["it"] == pytest.approx(cost.charges[0].list_cost.expected / 2)
    assert after.commitments[0].unused.high == pytest.approx(Decimal(0), abs=Decimal("1e-9"))


def test_a_machine_with_gpus_is_covered_without_them(make_resource):
    """g2-standard-4 holds an L4: its vCPUs and memory alone leave the GPU at list price; with it all is covered."""
    it = make_resource(MACHINE, {"machineType": "g2-standard-4", "zone": "us-central1-a"}, region="us-central1")
    parts = "region: us-central1, years: 1, percent: 50, family: g2, vcpus: 4, memory: 16"
    (listed,) = estimate(Snapshot.of(it), embedded_book()).resources.values()
    hours = listed.charges[0].list_cost.expected
    _, without = costs(stated(f"gcp: {{committed_use: [{{{parts}}}]}}"), it)
    _, whole = costs(stated(f"gcp: {{committed_use: [{{{parts}, gpus: {{nvidia-l4: 1}}}}]}}"), it)
    assert 0 < without["it"] < whole["it"]
    assert whole["it"] == pytest.approx(hours / 2)


def test_a_family_that_nobody_knows_is_not_applied_and_no_assumption(make_resource):
    it = make_resource(MACHINE, {"machineType": "n1-standard-1", "zone": "us-central1-a"}, region="us-central1")
    text = "gcp: {committed_use: [{region: us-central1, years: 1, percent: 50, family: n9, vcpus: 4}]}"
    after, taken_off = costs(stated(text), it)
    assert after.commitments[0].cost is None
    assert after.commitments[0].note == "what machines of n9 consist of is not known"
    assert after.assumptions == ()
    assert taken_off == {"it": after.list_cost.expected - after.total.expected}  # sustained use alone


def test_what_only_matching_reads_changes_no_price(server, database):
    plain, zoned = (
        only(estimate(Snapshot.of(each), embedded_book()).total)
        for each in (server("a"), server("a", availabilityZone="us-east-1a"))
    )
    assert plain == zoned
    maria, my = (
        only(estimate(Snapshot.of(database("it", engine)), embedded_book()).total) for engine in ("mariadb", "mysql")
    )
    assert maria == my
