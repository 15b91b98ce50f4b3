"""Machines and databases of Google Cloud, arm64 for functions and tasks, other regions, and commitments."""

from decimal import Decimal

import pytest
from outlay.alternatives import AlternativeKind
from outlay.alternatives.regions import neighbours_of
from outlay.discount.stated import NO_DISCOUNTS
from outlay.estimate.amount import Amount
from outlay.prices.query import PriceQuery
from outlay.resource import SECRET, UNKNOWN

MACHINE = "gcp:compute/instance:Instance"
FUNCTION = "aws:lambda/function:Function"
SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
DATABASE = "aws:rds/instance:Instance"
VOLUME = "aws:ebs/volume:Volume"
ARCHITECTURE, GENERATION, PROCESSOR = (
    AlternativeKind.ARCHITECTURE,
    AlternativeKind.GENERATION,
    AlternativeKind.PROCESSOR,
)
REGION, COMMITMENT = AlternativeKind.REGION, AlternativeKind.COMMITMENT


# --- Machines of Google Cloud, in us-central1 -----------------------------------------------------------------------


def machine(machine_type, **more):
    return {"machineType": machine_type, "zone": "us-central1-a", **more}


def test_n1_becomes_e2_at_list_prices(of_kind):
    offered = of_kind(PROCESSOR, MACHINE, machine("n1-standard-4"), region="us-central1", discounts=NO_DISCOUNTS)
    assert offered.after == "e2-standard-4"
    assert offered.saving == 730 * (Decimal("0.189999") - Decimal("0.13402284"))
    assert offered.condition == "nothing depends on a certain processor: E2 has what Google chooses; its zone has E2"


def test_the_discount_for_sustained_use_which_e2_does_not_get_counts(of_kind):
    assert of_kind(PROCESSOR, MACHINE, machine("n1-standard-4"), region="us-central1") is None  # 30 % off all month


def test_a_shared_core_type_keeps_its_name_in_e2(of_kind):
    offered = of_kind(GENERATION, MACHINE, machine("g1-small"), region="us-central1", discounts=NO_DISCOUNTS)
    assert (offered.after, offered.saving) == ("e2-small", 730 * (Decimal("0.0257") - Decimal("0.01675286")))


def test_a_machine_type_may_be_a_link(of_kind):
    linked = machine("zones/us-central1-a/machineTypes/n2-standard-4")
    assert of_kind(PROCESSOR, MACHINE, linked, region="us-central1").after == "n2d-standard-4"


@pytest.mark.parametrize(
    "inputs",
    [
        machine("c3-standard-88"),  # no other family that takes its disks has such a size
        machine("n1-custom-1-4096"),  # one vCPU: other families have two or more
        machine("n1-custom-4-65536-ext"),  # 16 GB a vCPU
        machine("custom-0-0"),
        machine("n1-standard-4", guestAccelerators=[{"type": "nvidia-tesla-t4", "count": 1}]),
        machine("n1-standard-4", minCpuPlatform="Intel Skylake"),
        machine("n1-standard-4", scratchDisks=[{"interface": "NVME"}]),
        machine("n1-standard-4", guestAccelerators=UNKNOWN),
        machine(UNKNOWN),
        machine(SECRET),
        machine(["n1-standard-4"]),
        machine("n1"),
        machine("n1-"),
    ],
)
def test_what_no_family_takes_the_place_of_has_none(savings, inputs):
    assert savings(MACHINE, inputs, region="us-central1", discounts=NO_DISCOUNTS) == {}


@pytest.mark.parametrize("name", ["custom-4-16384", "n1-custom-4-16384"])
def test_a_custom_type_keeps_its_vcpus_and_memory(of_kind, name):
    offered = of_kind(PROCESSOR, MACHINE, machine(name), region="us-central1", discounts=NO_DISCOUNTS)
    assert offered.after == "e2-custom-4-16384"
    vcpus, memory = Decimal("0.031611") - Decimal("0.02181159"), Decimal("0.004237") - Decimal("0.00292353")
    assert offered.saving == 730 * Decimal("1.05") * (4 * vcpus + 16 * memory)


def test_a_custom_type_becomes_one_of_a_family_that_has_such_a_size_only(savings):
    odd = savings(MACHINE, machine("n2-custom-6-8192"), region="us-central1", discounts=NO_DISCOUNTS)
    even = savings(MACHINE, machine("n2-custom-8-8192"), region="us-central1", discounts=NO_DISCOUNTS)
    assert (list(odd), list(even)) == ([], ["n2d-custom-8-8192 instead of n2-custom-8-8192"])


def test_disks_that_the_other_family_does_not_take_are_a_condition(of_kind):
    offered = of_kind(GENERATION, MACHINE, machine("c2-standard-4"), region="us-central1", discounts=NO_DISCOUNTS)
    assert offered.after == "c3-standard-4"
    assert offered.condition == "none of its disks is pd-standard, which C3 does not take; its zone has C3"


def test_a_machine_that_takes_hyperdisk_only_stays_with_families_that_do(savings):
    assert set(savings(MACHINE, machine("n4-standard-4"), region="us-central1")) == {
        "n4a-standard-4 instead of n4-standard-4",
        "n4d-standard-4 instead of n4-standard-4",
    }


GROUP = "gcp:compute/instanceGroupManager:InstanceGroupManager"
REGIONAL_GROUP = "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager"
TEMPLATES = (
    "gcp:compute/instanceTemplate:InstanceTemplate",
    "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
)


def group_of(make_resource, template_type=TEMPLATES[0], **inputs):
    """Three instances of a template, and what stands around the group."""
    template = make_resource(template_type, inputs, region="us-central1", name="template")
    group = {"targetSize": 3, "versions": [{"instanceTemplate": UNKNOWN}]}
    return group, {
        "region": "us-central1",
        "around": (template,),
        "property_dependencies": {"versions": (template.urn,)},
        "discounts": NO_DISCOUNTS,
    }


@pytest.mark.parametrize("type_", [GROUP, REGIONAL_GROUP])
@pytest.mark.parametrize("template_type", TEMPLATES)
def test_the_template_of_a_group_takes_another_machine_type(of_kind, make_resource, type_, template_type):
    group, around = group_of(make_resource, template_type, machineType="n1-standard-4", disks=[{"diskSizeGb": 10}])
    offered = of_kind(PROCESSOR, type_, group, **around)
    assert (offered.after, offered.changes) == ("e2-standard-4", {("machineType",): "e2-standard-4"})
    assert offered.saving == 3 * 730 * (Decimal("0.189999") - Decimal("0.13402284"))
    assert offered.urn == around["around"][0].urn


@pytest.mark.parametrize(
    "disk", [{"type": "SCRATCH"}, {"diskType": "local-ssd"}, {"diskType": "zones/us-central1-a/diskTypes/local-ssd"}]
)
def test_a_template_with_local_disks_stays_with_its_family(savings, make_resource, disk):
    group, around = group_of(make_resource, machineType="n1-standard-4", disks=[{"diskSizeGb": 10}, disk])
    assert savings(GROUP, group, **around) == {}


@pytest.mark.parametrize("disk", [{"diskType": UNKNOWN}, {"type": SECRET}])
def test_a_template_whose_disks_are_open_may_have_local_ones(savings, make_resource, disk):
    group, around = group_of(make_resource, machineType="n1-standard-4", disks=[disk])
    assert savings(GROUP, group, **around) == {}


def test_a_group_whose_template_lies_elsewhere_has_none(savings):
    assert savings(GROUP, {"targetSize": 3, "versions": [{"instanceTemplate": "theirs"}]}, region="us-central1") == {}


# --- Databases of Google Cloud, in us-central1 ----------------------------------------------------------------------

CLOUD_SQL = "gcp:sql/databaseInstance:DatabaseInstance"


def cloud_sql(tier, **more):
    return {"databaseVersion": "MYSQL_8_0", "settings": {"tier": tier, **more}}


def test_a_tier_named_after_n1_becomes_a_custom_one_of_the_same_size(of_kind):
    offered = of_kind(GENERATION, CLOUD_SQL, cloud_sql("db-n1-highmem-4"), region="us-central1")
    assert offered.changes == {("settings", "tier"): "db-custom-4-26624"}
    # 0.3521 against 4 × 0.0413 and 26 × 0.007
    assert offered.saving == 730 * (Decimal("0.3521") - Decimal("0.3472"))
    assert offered.condition == ""


def test_a_database_in_two_zones_saves_twice_that(of_kind):
    inputs = cloud_sql("db-n1-highmem-4", availabilityType="REGIONAL")
    offered = of_kind(GENERATION, CLOUD_SQL, inputs, region="us-central1")
    assert offered.saving == 2 * 730 * (Decimal("0.3521") - Decimal("0.3472"))


@pytest.mark.parametrize(
    "inputs",
    [
        cloud_sql("db-n1-standard-4"),  # costs what four vCPUs and 15 GB do
        cloud_sql("db-custom-4-26624"),
        cloud_sql("db-f1-micro"),
        cloud_sql("db-n1-highmem-0"),
        cloud_sql("db-n1-highmem-"),
        cloud_sql(UNKNOWN),
        cloud_sql(SECRET),
        {"databaseVersion": "MYSQL_8_0", "settings": UNKNOWN},
        {"databaseVersion": "MYSQL_8_0"},
    ],
)
def test_a_tier_that_no_other_one_is_cheaper_than_has_none(savings, inputs):
    assert savings(CLOUD_SQL, inputs, region="us-central1") == {}


# --- arm64 ----------------------------------------------------------------------------------------------------------

USED = {"monthly_requests": 10_000_000, "request_duration_ms": 100}


def test_a_function_on_arm64_saves_a_fifth_of_its_duration(of_kind):
    offered = of_kind(ARCHITECTURE, FUNCTION, {"memorySize": 1024}, stated=USED)
    assert offered.changes == {("architectures",): ["arm64"]}
    assert offered.saving == 1_000_000 * (Decimal("0.0000166667") - Decimal("0.0000133334"))
    assert offered.condition == "its runtime, layers and dependencies run on arm64"


def test_a_function_without_stated_use_has_no_saving_to_tell(savings):
    assert savings(FUNCTION, {"memorySize": 1024}) == {}


@pytest.mark.parametrize("given", [["arm64"], UNKNOWN, SECRET, [UNKNOWN], "arm64", ["x86_64", "arm64"], 7])
def test_a_function_on_arm64_or_on_what_is_open_has_none(savings, given):
    assert savings(FUNCTION, {"memorySize": 1024, "architectures": given}, stated=USED) == {}


@pytest.fixture
def fargate(make_book, make_price):
    def query(what):
        return PriceQuery("AmazonECS", "us-east-1", "Fargate", what)

    return make_book(
        own={
            query("vcpu-hours"): make_price("0.04", "vCPU-hours"),
            query("gb-hours"): make_price("0.004", "GB-hours"),
            query("arm/vcpu-hours"): make_price("0.03", "vCPU-hours"),
            query("arm/gb-hours"): make_price("0.003", "GB-hours"),
        }
    )


def service_of(make_resource, platform):
    inputs = {"cpu": "1024", "memory": "1024", "runtimePlatform": platform}
    task = make_resource(TASK, inputs, region="us-east-1", name="task")
    return task, {
        "around": (task,),
        "property_dependencies": {"taskDefinition": (task.urn,)},
    }


@pytest.mark.parametrize("platform", [None, {}, {"cpuArchitecture": "X86_64"}, {"operatingSystemFamily": "LINUX"}])
def test_the_task_definition_of_a_service_changes_to_arm64(of_kind, make_resource, fargate, platform):
    task, around = service_of(make_resource, platform)
    wanted = {"launchType": "FARGATE", "desiredCount": 2}
    offered = of_kind(ARCHITECTURE, SERVICE, wanted, book=fargate, **around)

    assert (offered.urn, offered.after) == (task.urn, "ARM64")
    assert offered.changes[("runtimePlatform", "cpuArchitecture")] == "ARM64"
    assert offered.saving == 2 * 730 * (Decimal("0.01") + Decimal("0.001"))  # 2 tasks of a vCPU and a GB


@pytest.mark.parametrize(
    "platform",
    [{"cpuArchitecture": "ARM64"}, {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}, UNKNOWN, "LINUX"],
)
def test_tasks_on_another_platform_have_none(savings, make_resource, fargate, platform):
    _, around = service_of(make_resource, platform)
    wanted = {"launchType": "FARGATE", "desiredCount": 2}
    assert savings(SERVICE, wanted, book=fargate, **around) == {}


# --- Another region -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("select", [{}, {"monthly_select_data_scanned_gb": 0, "monthly_select_data_returned_gb": 0}])
def test_a_region_where_use_that_nobody_stated_loses_its_price_is_none(of_kind, select):
    """The book has a price of S3 Select in eu-west-2 and none in eu-west-1, which matters unless none of it is used."""
    stated = {"standard": {"storage_gb": 100, **select}}
    where = {"region": "eu-west-2", "regions": ["eu-west-1"]}
    offered = of_kind(REGION, "aws:s3/bucket:Bucket", {}, stated=stated, **where)
    assert (offered and offered.saving) == (100 * (Decimal("0.024") - Decimal("0.023")) if select else None)


def test_the_cheapest_region_in_the_same_part_of_the_world_is_offered(of_kind):
    offered = of_kind(REGION, VOLUME, {"type": "gp2", "size": 100}, region="eu-west-1")
    assert (offered.before, offered.after) == ("eu-west-1", "eu-north-1")
    assert offered.saving == 100 * (Decimal("0.11") - Decimal("0.1045"))
    assert offered.changes == {("region",): "eu-north-1"}
    assert offered.condition == "its data may be in eu-north-1, and what it works with moves along"


def test_of_allowed_regions_the_cheapest_is_offered(of_kind):
    inputs = {"type": "gp2", "size": 100}
    allowed = of_kind(REGION, VOLUME, inputs, region="eu-west-1", regions=["eu-west-1", "us-east-1", "sa-east-1"])
    assert allowed.after == "us-east-1"
    assert of_kind(REGION, VOLUME, inputs, region="eu-west-1", regions=[]) is None


def test_a_zone_moves_with_its_region(of_kind):
    in_a_zone = {"type": "gp2", "size": 100, "availabilityZone": "eu-west-1c"}
    assert of_kind(REGION, VOLUME, in_a_zone, region="eu-west-1").changes == {("availabilityZone",): "eu-north-1c"}
    disk = {"type": "pd-ssd", "size": 100, "zone": "europe-west3-c"}
    moved = of_kind(REGION, "gcp:compute/disk:Disk", disk, region="europe-west3", regions=["us-central1"])
    assert moved.changes == {("zone",): "us-central1-b"}


@pytest.mark.parametrize("place", [{"availabilityZone": UNKNOWN}, {"region": SECRET}])
def test_an_open_place_has_no_other(of_kind, place):
    assert of_kind(REGION, VOLUME, {"type": "gp2", "size": 100, **place}, region="eu-west-1") is None


def test_a_part_of_the_world_has_no_regions_of_a_government():
    assert "us-gov-west-1" not in neighbours_of("aws", "us-east-1")
    assert {"us-east-2", "us-west-2"} <= set(neighbours_of("aws", "us-east-1"))
    assert neighbours_of("gcp", "eu") == ()


# --- Under a commitment ---------------------------------------------------------------------------------------------

POSTGRES = {"instanceClass": "db.m5.large", "engine": "postgres", "allocatedStorage": 100}


def test_a_database_can_be_reserved(found):
    three, one = found(DATABASE, POSTGRES, kinds={COMMITMENT})
    assert (one.after, three.after) == ("reserved-1yr-no-upfront", "reserved-3yr-partial-upfront")
    assert one.changes == {}
    assert one.condition == "1 × db.m5.large is reserved for a year and runs all that time"


def test_a_reservation_is_priced_as_a_stated_one(found, make_book, make_price):
    def query(term):
        return PriceQuery("AmazonRDS", "us-east-1", "db.m5.large", "postgres/single-az", term)

    storage = PriceQuery("AmazonRDS", "us-east-1", "gp2", "storage/single-az")
    own = make_book(
        own={
            query("on-demand"): make_price("0.20"),
            query("reserved-1yr-no-upfront"): make_price("0.15"),
            query("reserved-3yr-all-upfront"): make_price("0", upfront=Decimal(2628)),  # $0.10 over 26,280 hours
            storage: make_price("0.10", "GB-months"),
        }
    )
    three, one = found(DATABASE, POSTGRES, kinds={COMMITMENT}, book=own)
    assert (three.saving, one.saving) == (Decimal("73.00"), Decimal("36.50"))
    assert one.cost.expected == Decimal("109.50") + Decimal(10)


def test_what_a_reservation_costs_while_nothing_runs_counts(found):
    office = Amount.exactly(200, "hours a month")
    assert found(DATABASE, POSTGRES, kinds={COMMITMENT}, hours=lambda _: office) == ()


def test_committed_use_of_google_cloud_takes_the_place_of_sustained_use(found):
    three, one = found(MACHINE, machine("n1-standard-4"), region="us-central1", kinds={COMMITMENT})
    assert (three.after, one.after) == ("cud-3yr", "cud-1yr")
    on_demand = 730 * Decimal("0.189999") * Decimal("0.7")  # sustained use takes 30 % off
    assert one.saving == pytest.approx(on_demand - 730 * Decimal("0.119695"), abs=Decimal("0.01"))
    assert one.condition == "4 vCPUs and 15 GB of n1 are committed to for a year and used all that time"


def test_a_shared_core_machine_cannot_be_committed_to(found):
    assert found(MACHINE, machine("e2-small"), region="us-central1", kinds={COMMITMENT}) == ()
