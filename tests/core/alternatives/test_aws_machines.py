"""Other families for machines of AWS. Prices a hour are those of Linux on demand in us-east-1."""

from decimal import Decimal

import pytest
from outlay.alternatives import AlternativeKind
from outlay.alternatives.families import _lines, successions
from outlay.estimate.aws.instance_size import virtual_cpus
from outlay.resource import SECRET, UNKNOWN

INSTANCE = "aws:ec2/instance:Instance"
DATABASE = "aws:rds/instance:Instance"
GENERATION, PROCESSOR, ARCHITECTURE = (
    AlternativeKind.GENERATION,
    AlternativeKind.PROCESSOR,
    AlternativeKind.ARCHITECTURE,
)


def hourly(price_before, price_after):
    return 730 * (Decimal(price_before) - Decimal(price_after))


@pytest.mark.parametrize(
    ("before", "after", "saving"),
    [
        ("t2.large", "t3.large", hourly("0.0928", "0.0832")),
        ("m3.large", "m6i.large", hourly("0.133", "0.096")),
        ("m4.large", "m6i.large", hourly("0.10", "0.096")),
        ("c4.xlarge", "c6i.xlarge", hourly("0.199", "0.17")),
        ("r4.large", "r6i.large", hourly("0.133", "0.126")),
        ("d2.xlarge", "d3.xlarge", hourly("0.69", "0.499")),
        ("i2.xlarge", "i3.xlarge", hourly("0.853", "0.312")),
    ],
)
def test_an_old_generation_has_the_newest_of_the_cheapest(of_kind, before, after, saving):
    offered = of_kind(GENERATION, INSTANCE, {"instanceType": before})
    assert (offered.before, offered.after, offered.saving) == (before, after, saving)
    assert offered.changes[("instanceType",)] == after


@pytest.mark.parametrize(
    ("before", "after", "saving"),
    [("m5.large", "m6a.large", hourly("0.096", "0.0864")), ("t3.large", "t3a.large", hourly("0.0832", "0.0752"))],
)
def test_processors_of_another_maker_are_a_kind_of_their_own(of_kind, before, after, saving):
    offered = of_kind(PROCESSOR, INSTANCE, {"instanceType": before})
    assert (offered.after, offered.saving) == (after, saving)
    assert offered.condition == "nothing depends on processors of Intel"


@pytest.mark.parametrize(
    ("before", "after"), [("m5.large", "m6g.large"), ("m4.large", "m6g.large"), ("t3.large", "t4g.large")]
)
def test_arm64_is_a_kind_of_its_own(of_kind, before, after):
    offered = of_kind(ARCHITECTURE, INSTANCE, {"instanceType": before})
    assert offered.after == after
    assert offered.condition == "the image and all that runs in it is made for arm64"


def test_a_current_generation_has_no_newer_one_that_is_cheaper(of_kind):
    assert of_kind(GENERATION, INSTANCE, {"instanceType": "m5.large"}) is None  # m6i costs the same, m7i more


@pytest.mark.parametrize(
    "instance_type",
    [
        "c4.8xlarge",  # 36 vCPUs, c6i.8xlarge has 32
        "m4.10xlarge",  # a size that later generations do not have
        "c5n.large",  # 5.25 GiB, c6in.large has 4
        "m5.metal",  # a size without a rule
        "m4.enormous",
        "m4",
        ".large",
        "x9.large",
        "p2.xlarge",
    ],
)
def test_what_no_other_family_is_as_large_as_has_none(savings, instance_type):
    assert savings(INSTANCE, {"instanceType": instance_type}) == {}


@pytest.mark.parametrize("instance_type", [UNKNOWN, SECRET, None, 5, ["m4.large"], {"m4": "large"}])
def test_an_open_or_senseless_type_has_none(savings, instance_type):
    assert savings(INSTANCE, {"instanceType": instance_type}) == {}


def test_xen_drivers_and_the_instance_store_are_conditions(of_kind):
    condition = of_kind(GENERATION, INSTANCE, {"instanceType": "m3.large"}).condition
    assert condition == (
        "the image boots by HVM and has drivers for ENA and NVMe; "
        "nothing is kept in the instance store, which m6i does not have"
    )


def test_t3_stays_in_the_credit_mode_of_t2(of_kind):
    offered = of_kind(GENERATION, INSTANCE, {"instanceType": "t2.large"})
    assert offered.changes == {("instanceType",): "t3.large", ("creditSpecification", "cpuCredits"): "standard"}
    assert offered.condition.endswith("nothing needs launch credits, which t3 does not have")


def test_an_unlimited_t2_stays_unlimited(of_kind):
    t2 = {"instanceType": "t2.large", "creditSpecification": {"cpuCredits": "unlimited"}}
    assert of_kind(GENERATION, INSTANCE, t2).changes == {("instanceType",): "t3.large"}


@pytest.mark.parametrize("mode", [{"cpuCredits": UNKNOWN}, UNKNOWN, SECRET])
def test_a_t2_whose_credit_mode_is_open_has_none(savings, mode):
    assert savings(INSTANCE, {"instanceType": "t2.large", "creditSpecification": mode}) == {}


def test_what_else_is_open_takes_no_alternative_away(savings):
    server = {"instanceType": "c4.large", "ebsBlockDevices": [{"volumeType": "gp3", "volumeSize": UNKNOWN}]}
    assert savings(INSTANCE, server)["c6i.large instead of c4.large"] == hourly("0.10", "0.085")


@pytest.mark.parametrize(
    ("before", "after", "saving"),
    [
        ("db.m4.large", "db.m6i.large", hourly("0.182", "0.178")),
        ("db.m3.large", "db.m6i.large", hourly("0.195", "0.178")),
        ("db.t2.medium", "db.t3.medium", hourly("0.073", "0.072")),
    ],
)
def test_a_database_class_has_newer_ones(of_kind, before, after, saving):
    database = {"instanceClass": before, "engine": "postgres", "allocatedStorage": 20}
    offered = of_kind(GENERATION, DATABASE, database)
    assert (offered.after, offered.saving) == (after, saving)
    assert offered.condition.startswith(f"RDS offers its engine version on {after.rpartition('.')[0]}")


def test_use_that_only_the_newer_class_charges_for_is_named(of_kind):
    database = {"instanceClass": "db.t2.medium", "engine": "postgres", "allocatedStorage": 20}
    condition = of_kind(GENERATION, DATABASE, database).condition
    assert condition.endswith("nothing is used of what is charged then: CPU credits")


def test_a_database_on_arm64_needs_an_engine_that_runs_there(of_kind):
    postgres = {"instanceClass": "db.m5.large", "engine": "postgres", "allocatedStorage": 20}
    offered = of_kind(ARCHITECTURE, DATABASE, postgres)
    assert (offered.after, offered.saving) == ("db.m6g.large", hourly("0.178", "0.159"))
    assert of_kind(ARCHITECTURE, DATABASE, {**postgres, "engine": "sqlserver-se"}) is None


@pytest.mark.parametrize("line", sorted(_lines("aws")))
def test_within_a_line_no_family_comes_twice(line):
    names = [family.name for family in _lines("aws")[line]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("family", sorted({family.name for line in _lines("aws").values() for family in line}))
def test_whatever_takes_a_familys_place_is_as_new_and_never_leaves_arm64(family):
    for each in successions("aws", family):
        assert each.successor.generation >= each.family.generation
        assert each.family.processor != "arm64" or each.successor.processor == "arm64"


@pytest.mark.parametrize(
    ("instance_type", "vcpus", "gib"),
    # Amazon EC2 instance types, as its pages list them
    [
        *(("m1.large", 2, "7.5"), ("m3.medium", 1, "3.75"), ("m4.2xlarge", 8, "32"), ("m5.24xlarge", 96, "384")),
        *(("m7a.medium", 1, "4"), ("m8g.xlarge", 4, "16"), ("c3.8xlarge", 32, "60"), ("c4.large", 2, "3.75")),
        *(("c5.4xlarge", 16, "32"), ("c7g.medium", 1, "2"), ("r3.large", 2, "15.25"), ("r4.16xlarge", 64, "488")),
        *(("r5.large", 2, "16"), ("r8i.xlarge", 4, "32"), ("d2.xlarge", 4, "30.5"), ("d3.8xlarge", 32, "256")),
        *(("i3.16xlarge", 64, "488"), ("i4i.large", 2, "16"), ("x1e.xlarge", 4, "122"), ("m6in.large", 2, "8")),
    ],
)
def test_the_table_has_the_size_of_a_type(instance_type, vcpus, gib):
    name = instance_type.partition(".")[0]
    (family,) = (each for line in _lines("aws").values() for each in line if each.name == name)
    assert virtual_cpus(instance_type).expected == vcpus
    assert family.memory * vcpus == Decimal(gib)
