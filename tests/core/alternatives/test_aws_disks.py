"""gp3 for gp2 and io2 for io1, with what the older kind has all the time. Prices are those of the regions."""

from decimal import Decimal

import pytest
from outlay.alternatives import AlternativeKind
from outlay.resource import SECRET, UNKNOWN

INSTANCE = "aws:ec2/instance:Instance"
VOLUME = "aws:ebs/volume:Volume"
DATABASE = "aws:rds/instance:Instance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
STORAGE = AlternativeKind.STORAGE


@pytest.mark.parametrize("size", [8, "100", Decimal("166")])
def test_a_small_volume_becomes_gp3_as_it_is(of_kind, size):
    offered = of_kind(STORAGE, VOLUME, {"type": "gp2", "size": size})
    assert offered.changes == {("type",): "gp3"}
    assert offered.saving == Decimal(size) * Decimal("0.02")
    assert (offered.title, offered.condition) == ("gp3 instead of gp2", "")


def test_a_volume_without_a_type_is_gp2(of_kind):
    assert of_kind(STORAGE, VOLUME, {"size": 100}).saving == Decimal("2.00")


def test_throughput_that_gp2_has_all_the_time_is_provisioned(of_kind):
    offered = of_kind(STORAGE, VOLUME, {"type": "gp2", "size": 200})
    assert offered.changes == {("type",): "gp3", ("throughput",): 150}  # 600 IOPS × 256 KiB
    assert offered.saving == 200 * Decimal("0.02") - 25 * Decimal("0.04")
    assert offered.condition == (
        "it needs what gp2 has at this size (600 IOPS, 150 MiB/s), and no bursts beyond it; "
        "provisioned with less it costs less"
    )


def test_iops_that_gp2_has_above_a_thousand_gib_are_provisioned(of_kind):
    offered = of_kind(STORAGE, VOLUME, {"type": "gp2", "size": 2000}, region="eu-west-1")
    assert offered.changes == {("type",): "gp3", ("iops",): 6000, ("throughput",): 250}
    saved, iops, throughput = 2000 * Decimal("0.022"), 3000 * Decimal("0.0055"), 125 * Decimal("0.044")
    assert offered.saving == saved - iops - throughput
    assert offered.condition == (
        "it needs what gp2 has at this size (6,000 IOPS, 250 MiB/s); provisioned with less it costs less"
    )


def test_gp2_has_at_most_sixteen_thousand_iops(of_kind):
    assert of_kind(STORAGE, VOLUME, {"type": "gp2", "size": 16_000}).changes[("iops",)] == 16_000


def test_without_a_price_of_what_has_to_be_provisioned_there_is_none(of_kind):
    assert of_kind(STORAGE, VOLUME, {"type": "gp2", "size": 2000}, region="eu-central-1") is None


@pytest.mark.parametrize("size", [UNKNOWN, SECRET, None, "", "many", 0, -5, 10**9, True, [100], "NaN", "1e999999"])
def test_a_size_that_is_open_or_none_has_no_alternative(savings, size):
    assert savings(VOLUME, {"type": "gp2", "size": size}) == {}


@pytest.mark.parametrize("kind", [UNKNOWN, SECRET, "gp3", "st1", "standard", "gp9", 2, ["gp2"]])
def test_another_kind_of_volume_has_no_alternative(savings, kind):
    assert savings(VOLUME, {"type": kind, "size": 100}) == {}


def test_io2_is_offered_where_its_higher_iops_cost_less(of_kind):
    offered = of_kind(STORAGE, VOLUME, {"type": "io1", "size": 100, "iops": 40_000}, region="eu-west-1")
    assert offered.changes == {("type",): "io2"}
    assert offered.saving == 8000 * (Decimal("0.072") - Decimal("0.0504"))  # those above 32,000
    assert of_kind(STORAGE, VOLUME, {"type": "io1", "size": 100, "iops": 4000}, region="eu-west-1") is None


def test_each_volume_of_an_instance_has_an_alternative_of_its_own(found):
    server = {
        "instanceType": "m8g.large",
        "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 50},
        "ebsBlockDevices": [
            {"deviceName": "/dev/sdf", "volumeType": "gp3", "volumeSize": 100},
            {"deviceName": "/dev/sdg", "volumeSize": 100},
        ],
    }
    assert {each.title: (each.changes, each.saving) for each in found(INSTANCE, server)} == {
        "gp3 instead of gp2 (ebs block device 2)": ({("ebsBlockDevices", 1, "volumeType"): "gp3"}, Decimal(2)),
        "gp3 instead of gp2 (root block device)": ({("rootBlockDevice", "volumeType"): "gp3"}, Decimal(1)),
    }


@pytest.mark.parametrize("root", [{}, {"volumeSize": 100}, {"volumeType": UNKNOWN}, UNKNOWN, SECRET, "gp2", None])
def test_a_root_volume_of_a_kind_that_nobody_said_has_none(savings, root):
    assert savings(INSTANCE, {"instanceType": "m8g.large", "rootBlockDevice": root}) == {}


def test_a_volume_that_instance_and_template_describe_together_has_none(savings, make_resource):
    mapping = {"deviceName": "/dev/sdf", "ebs": {"volumeType": "gp2", "volumeSize": 100}}
    template = make_resource(TEMPLATE, {"blockDeviceMappings": [mapping]}, region="us-east-1", name="template")
    device = {"deviceName": "/dev/sdf", "volumeSize": 500}
    around = {"around": (template,), "property_dependencies": {"launchTemplate": (template.urn,)}}
    server = {"instanceType": "m8g.large", "launchTemplate": {"id": UNKNOWN}}

    assert savings(INSTANCE, {**server, "ebsBlockDevices": [device]}, **around) == {}
    assert savings(INSTANCE, server, **around) == {"gp3 instead of gp2 (block device mapping 1)": Decimal(2)}


def test_storage_of_a_database_has_none_where_gp3_costs_the_same(savings):
    database = {"instanceClass": "db.m7g.large", "engine": "postgres", "allocatedStorage": 100, "storageType": "gp2"}
    assert savings(DATABASE, database) == {}


@pytest.fixture
def cheap_gp3(make_book, make_price):
    from outlay.prices.query import PriceQuery

    def query(item, what="storage/single-az"):
        return PriceQuery("AmazonRDS", "us-east-1", item, what)

    return make_book(
        own={
            query("gp2"): make_price("0.115", "GB-months"),
            query("gp3"): make_price("0.092", "GB-months"),
            query("gp3", "iops/single-az"): make_price("0.001", "IOPS-months"),
            query("gp3", "throughput/single-az"): make_price("0.001", "MiB/s-months"),
        }
    )


@pytest.mark.parametrize(
    ("size", "engine", "changes"),
    [
        (100, "postgres", {}),
        (600, "postgres", {}),  # striped: 12,000 IOPS and 500 MiB/s are included
        (1000, "postgres", {("storageThroughput",): 750}),
        (5000, "mysql", {("iops",): 15_000, ("storageThroughput",): 1000}),
        (2000, "sqlserver-ex", {("iops",): 6000, ("storageThroughput",): 250}),  # never striped
    ],
)
def test_storage_of_a_database_keeps_what_gp2_has(of_kind, cheap_gp3, size, engine, changes):
    database = {"instanceClass": "db.m7g.large", "engine": engine, "allocatedStorage": size}
    offered = of_kind(STORAGE, DATABASE, database, book=cheap_gp3)
    assert offered.changes == {("storageType",): "gp3", **changes}


@pytest.mark.parametrize(
    "more",
    [
        {"allocatedStorage": 300},  # 225 MiB/s, more than gp3 has, and nothing can be provisioned below 400 GiB
        {"engine": UNKNOWN},
        {"storageType": UNKNOWN},
        {"storageType": "gp3"},
        {"iops": 3000},  # io1, where nobody says otherwise
        {"allocatedStorage": UNKNOWN},
        {"allocatedStorage": None, "replicateSourceDb": "other"},
    ],
)
def test_storage_of_a_database_that_gp3_cannot_be_as_fast_as_has_none(savings, cheap_gp3, more):
    database = {"instanceClass": "db.m7g.large", "engine": "postgres", "allocatedStorage": 100, **more}
    assert savings(DATABASE, database, book=cheap_gp3) == {}
