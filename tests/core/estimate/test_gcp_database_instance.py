from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN

DATABASE = "gcp:sql/databaseInstance:DatabaseInstance"
IOWA = {"region": "us-central1"}


def postgres(**settings):
    return {"databaseVersion": "POSTGRES_15", "settings": settings}


def test_counts_tier_storage_and_backups(quantities):
    assert quantities(DATABASE, postgres(tier="db-f1-micro"), usage={"backup_storage_gb": 50}, **IOWA) == {
        "Instance usage": (Decimal(730), "hours", "db-f1-micro"),
        "Storage": (Decimal(10), "GB-months", "storage"),
        "Backups": (Decimal(50), "GB-months", "backup"),
    }


def test_custom_tier_counts_vcpus_and_memory(quantities):
    found = quantities(DATABASE, postgres(tier="db-custom-2-7680", diskSize="100"), **IOWA)
    assert found["vCPUs"] == (Decimal(1460), "vCPU-hours", "vcpu")  # 2 × 730
    assert found["Memory"] == (Decimal(5475), "GB-hours", "memory")  # 7.5 × 730
    assert found["Storage"] == (Decimal(100), "GB-months", "storage")


@pytest.mark.parametrize(
    ("tier", "zonal"),
    [
        ("db-f1-micro", "9.365"),  # 730 × 0.0105 + 10 × 0.17
        ("db-g1-small", "27.25"),  # 730 × 0.035 + 10 × 0.17
        ("db-n1-standard-1", "51.0115"),  # 730 × 0.0413 + 2737.5 × 0.007 + 10 × 0.17
        ("db-custom-2-7680", "100.323"),  # 1460 × 0.0413 + 5475 × 0.007 + 10 × 0.17
    ],
)
def test_regional_instance_costs_twice_the_zonal_one(cost, tier, zonal):
    usage = {"backup_storage_gb": 0}
    assert cost(DATABASE, postgres(tier=tier), usage=usage, **IOWA).cost.expected == Decimal(zonal)
    regional = cost(DATABASE, postgres(tier=tier, availabilityType="REGIONAL"), usage=usage, **IOWA)
    assert regional.status is Status.PRICED
    assert regional.cost.expected == 2 * Decimal(zonal)


def test_without_use_it_says_what_a_gigabyte_of_backup_costs(cost):
    database = cost(DATABASE, postgres(tier="db-f1-micro"), **IOWA)
    assert database.status is Status.USAGE
    assert [(line.name, line.unit_price, line.cost) for line in database.charges[-1:]] == [
        ("Backups", Decimal("0.08"), None)
    ]
    assert "settings.diskSize = 10 (the provider's default)" in database.assumptions


def test_read_replica_is_an_instance_without_backups(quantities):
    inputs = {**postgres(tier="db-f1-micro"), "masterInstanceName": "primary"}
    assert list(quantities(DATABASE, inputs, **IOWA)) == ["Instance usage", "Storage"]


def test_stopped_instance_costs_its_storage_and_its_idle_address(cost):
    usage = {"backup_storage_gb": 0}
    stopped = cost(DATABASE, postgres(tier="db-f1-micro", activationPolicy="NEVER"), usage=usage, **IOWA)
    assert stopped.cost.expected == Decimal(9)  # 10 × 0.17 + 730 × 0.01
    private = postgres(tier="db-f1-micro", activationPolicy="NEVER", ipConfiguration={"ipv4Enabled": "false"})
    assert cost(DATABASE, private, usage=usage, **IOWA).cost.expected == Decimal("1.7")  # 10 × 0.17


def test_sql_server_has_a_licence_for_at_least_four_vcpus(quantities, cost):
    inputs = {"databaseVersion": "SQLSERVER_2019_STANDARD", "settings": {"tier": "db-custom-2-7680"}}
    found = quantities(DATABASE, inputs, **IOWA)
    assert found["Licence"] == (Decimal(2920), "vCPU-hours", "sql-server-licence")  # 4 × 730
    gaps = cost(DATABASE, inputs, **IOWA).cost.gaps
    assert [(gap.kind, gap.charge) for gap in gaps if gap.kind is GapKind.UNPRICED] == [(GapKind.UNPRICED, "Licence")]
    express = {"databaseVersion": "SQLSERVER_2019_EXPRESS", "settings": {"tier": "db-custom-2-7680"}}
    assert "Licence" not in quantities(DATABASE, express, **IOWA)


@pytest.mark.parametrize(
    ("tier", "vcpus", "memory"),
    [
        ("db-standard-4", 4, 15),  # 3.75 GB a vCPU
        ("db-highmem-4", 4, 26),  # 6.5 GB a vCPU
        ("db-lightweight-2", 2, "3.75"),
    ],
)
def test_named_tiers_are_charged_by_their_parts(quantities, tier, vcpus, memory):
    found = quantities(DATABASE, postgres(tier=tier), **IOWA)
    assert found["vCPUs"] == (Decimal(vcpus * 730), "vCPU-hours", "vcpu")
    assert found["Memory"] == (Decimal(memory) * 730, "GB-hours", "memory")


@pytest.mark.parametrize(
    ("version", "charges"),
    [
        ("MYSQL_8_0", {"Instance usage": "394.492"}),  # 730 × 0.5404
        # 8 × 730 × 0.0413, 8 × 3.75 × 730 × 0.007
        ("POSTGRES_15", {"vCPUs": "241.192", "Memory": "153.3"}),
        ("SQLSERVER_2019_EXPRESS", {"vCPUs": "241.192", "Memory": "153.3"}),
    ],
)
def test_only_mysql_has_tiers_of_the_first_generation_that_are_sold_whole(cost, version, charges):
    database = cost(DATABASE, {"databaseVersion": version, "settings": {"tier": "db-n1-standard-8"}}, **IOWA)
    machine = {line.label: line.cost.expected for line in database.charges if line.label not in ("Storage", "Backups")}
    assert machine == {label: Decimal(amount) for label, amount in charges.items()}


def test_open_version_leaves_open_only_what_depends_on_it(cost):
    inputs = {"databaseVersion": UNKNOWN, "settings": {"tier": "db-custom-2-7680"}}
    database = cost(DATABASE, inputs, **IOWA)
    assert database.cost.low == Decimal("100.323")  # 1460 × 0.0413 + 5475 × 0.007 + 10 × 0.17


def test_magnetic_disks_cost_less(cost):
    for availability, storage in (("ZONAL", "0.9"), ("REGIONAL", "1.8")):  # 10 × 0.09, 10 × 0.18
        inputs = postgres(tier="db-f1-micro", diskType="PD_HDD", availabilityType=availability)
        charges = {line.label: line.cost for line in cost(DATABASE, inputs, **IOWA).charges}
        assert charges["Storage"].expected == Decimal(storage)


def test_the_licence_counts_the_vcpus_of_a_named_tier(quantities):
    inputs = {"databaseVersion": "SQLSERVER_2019_STANDARD", "settings": {"tier": "db-n1-standard-8"}}
    assert quantities(DATABASE, inputs, **IOWA)["Licence"][0] == 8 * 730


def test_enterprise_plus_is_never_priced_as_enterprise(cost):
    database = cost(DATABASE, postgres(tier="db-custom-2-7680", edition="ENTERPRISE_PLUS"), **IOWA)
    assert database.status is Status.UNPRICED
    assert database.cost.expected == Decimal("1.7")  # 10 × 0.17


def test_open_tier_keeps_the_storage(cost):
    database = cost(DATABASE, postgres(tier=UNKNOWN), **IOWA)
    assert database.status is Status.UNKNOWN
    assert database.cost.low == Decimal("1.7")  # 10 × 0.17


def test_open_disk_type_keeps_the_instance(cost):
    database = cost(DATABASE, postgres(tier="db-f1-micro", diskType=UNKNOWN), **IOWA)
    assert database.status is Status.UNKNOWN
    assert database.cost.low == Decimal("7.665")  # 730 × 0.0105


def test_stand_in_prices_are_named(cost):
    database = cost(DATABASE, postgres(tier="db-f1-micro"), region="europe-west3")
    assert [text.partition(":")[0] for text in database.assumptions if "stand-in" in text] == [
        "Instance usage",
        "Storage",
        "Backups",
    ]


def test_region_without_a_figure_is_unpriced(cost):
    assert cost(DATABASE, postgres(tier="db-f1-micro"), region="mars-north1").status is Status.UNPRICED


def test_a_tier_of_enterprise_plus_says_the_edition(cost):
    database = cost(DATABASE, postgres(tier="db-perf-optimized-N-2"), **IOWA)
    assert database.charges[0].query.dimension.endswith("/enterprise-plus/zonal")
    assert "settings.edition = ENTERPRISE_PLUS (the provider's default)" in database.assumptions
