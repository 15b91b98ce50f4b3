"""`outlay_components.gcp.SqlDatabase`: what it makes by default in each environment, and what that saves."""

from decimal import Decimal

import pytest
from outlay_components import gcp
from outlay_components.errors import ProgramError

DATABASE = "gcp:sql/databaseInstance:DatabaseInstance"
POSTGRES = {"database_version": "POSTGRES_17", "region": "us-central1"}


def settings(made):
    return {key: value for key, value in made.inputs(DATABASE, "orders")["settings"].items() if key != "userLabels"}


def test_by_default_it_is_the_smallest_in_one_zone_without_backups(run_program):
    made = run_program(lambda: gcp.SqlDatabase("orders", POSTGRES))

    assert made.inputs(DATABASE)["deletionProtection"] is False
    assert settings(made) == {
        "activationPolicy": "ALWAYS",
        "availabilityType": "ZONAL",
        "backupConfiguration": {"enabled": False},
        "deletionProtectionEnabled": False,
        "diskAutoresize": False,
        "diskSize": 10,
        "diskType": "PD_SSD",
        "edition": "ENTERPRISE",
        "ipConfiguration": {"ipv4Enabled": True, "sslMode": "ENCRYPTED_ONLY"},
        "tier": "db-f1-micro",
    }


def test_in_production_it_stands_by_in_two_zones_and_is_backed_up(run_program):
    made = run_program(lambda: gcp.SqlDatabase("orders", POSTGRES), stack="prod")

    found = settings(made)
    assert (found["availabilityType"], found["tier"]) == ("REGIONAL", "db-custom-1-3840")
    assert (made.inputs(DATABASE)["deletionProtection"], found["deletionProtectionEnabled"]) == (True, True)
    assert found["backupConfiguration"] == {
        "enabled": True,
        "pointInTimeRecoveryEnabled": True,
        "transactionLogRetentionDays": 7,
        "backupRetentionSettings": {"retainedBackups": 7},
    }


def test_mysql_is_brought_back_to_any_moment_by_its_binary_log(run_program):
    args = {"database_version": "MYSQL_8_4", "backups": True}

    backups = settings(run_program(lambda: gcp.SqlDatabase("orders", args)))["backupConfiguration"]

    assert backups["binaryLogEnabled"] is True
    assert "pointInTimeRecoveryEnabled" not in backups


def test_in_a_private_network_it_has_no_public_address(run_program):
    made = run_program(lambda: gcp.SqlDatabase("orders", {**POSTGRES, "private_network": "projects/shop/net"}))

    assert settings(made)["ipConfiguration"] == {
        "ipv4Enabled": False,
        "privateNetwork": "projects/shop/net",
        "sslMode": "ENCRYPTED_ONLY",
    }


def test_it_grows_only_up_to_where_the_program_lets_it(run_program):
    found = settings(run_program(lambda: gcp.SqlDatabase("orders", {**POSTGRES, "max_disk_gb": 100})))

    assert (found["diskAutoresize"], found["diskAutoresizeLimit"]) == (True, 100)


def test_a_database_is_made_in_it_where_one_is_named(run_program):
    made = run_program(lambda: gcp.SqlDatabase("orders", {**POSTGRES, "database_name": "shop"}))

    assert made.inputs("gcp:sql/database:Database", "orders-database")["name"] == "shop"


@pytest.mark.parametrize(
    ("environment", "hourly", "a_gb"),
    [("dev", Decimal("0.0105"), "0.17"), ("prod", Decimal("0.0826") + Decimal("3.75") * Decimal("0.014"), "0.34")],
)
def test_its_estimate_is_that_of_instance_and_storage(monthly, environment, hourly, a_gb):
    """A db-f1-micro is $0.0105 an hour; in two zones a vCPU is $0.0826 and a GB of memory $0.014."""
    assert monthly(gcp.SqlDatabase, POSTGRES, environment=environment) == hourly * 730 + 10 * Decimal(a_gb)


def test_one_zone_saves_half_and_the_small_tier_41_dollars(monthly):
    def of(**more):
        return monthly(gcp.SqlDatabase, {**POSTGRES, "regional": False, **more}, environment="prod")

    assert of(regional=True) == 2 * of()
    assert round(of() - of(tier="db-f1-micro"), 2) == Decimal("41.65")


def test_stopped_it_costs_its_storage_and_its_address(monthly):
    stopped = {**POSTGRES, "running": False}

    assert monthly(gcp.SqlDatabase, stopped, environment="dev") == Decimal("1.70") + Decimal("7.30")
    assert monthly(gcp.SqlDatabase, {**stopped, "private_network": "n"}, environment="dev") == Decimal("1.70")


def test_backups_cost_eight_cents_a_gb(monthly):
    usage = {DATABASE: {"backup_storage_gb": 100}}

    assert monthly(gcp.SqlDatabase, POSTGRES, usage=usage) - monthly(gcp.SqlDatabase, POSTGRES) == 8


@pytest.mark.parametrize("version", ["POSTGRES_17", "MYSQL_8_4", "SQLSERVER_2022_EXPRESS"])
def test_an_engine_may_be_of_any_version(version):
    assert gcp.SqlDatabase.recorded({"database_version": version}, name="orders")


def test_a_misspelt_engine_is_an_error_that_names_those_it_may_be():
    with pytest.raises(ProgramError, match=r"'POSTGRESS_17'\nIt may be POSTGRES_…, MYSQL_… or SQLSERVER_…\."):
        gcp.SqlDatabase.recorded({"database_version": "POSTGRESS_17"}, name="orders")
