"""`outlay_components.aws.Database`: what it makes by default in each environment, and what that saves."""

from decimal import Decimal

import pytest
from outlay_components import aws

DATABASE = "aws:rds/instance:Instance"
POSTGRES = {"engine": "postgres"}
SECRET, IS_SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
VIRGINIA = {"region": "us-east-1"}


def test_by_default_it_is_small_encrypted_private_and_in_one_zone(run_program):
    inputs = run_program(lambda: aws.Database("orders", POSTGRES)).inputs(DATABASE, "orders")

    assert {key: value for key, value in inputs.items() if key != "tags"} == {
        "allocatedStorage": 20,
        "backupRetentionPeriod": 1,
        "copyTagsToSnapshot": True,
        "deletionProtection": False,
        "engine": "postgres",
        "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
        "instanceClass": "db.t4g.micro",
        "manageMasterUserPassword": True,
        "multiAz": False,
        "performanceInsightsEnabled": False,
        "publiclyAccessible": False,
        "skipFinalSnapshot": True,
        "storageEncrypted": True,
        "storageType": "gp3",
        "username": "dbadmin",
    }


def test_in_production_it_stands_by_in_two_zones_and_cannot_be_lost(run_program):
    inputs = run_program(lambda: aws.Database("orders", POSTGRES), stack="prod").inputs(DATABASE)

    assert (inputs["multiAz"], inputs["deletionProtection"], inputs["skipFinalSnapshot"]) == (True, True, False)
    assert (inputs["finalSnapshotIdentifier"], inputs["backupRetentionPeriod"]) == ("orders-final", 7)
    assert (inputs["performanceInsightsEnabled"], inputs["performanceInsightsRetentionPeriod"]) == (True, 7)
    assert inputs["instanceClass"] == "db.t4g.medium"
    assert "engineLifecycleSupport" not in inputs


def test_subnets_make_a_group_that_is_tagged_too(run_program):
    made = run_program(lambda: aws.Database("orders", {**POSTGRES, "subnet_ids": ["subnet-a", "subnet-b"]}))

    group = made.inputs("aws:rds/subnetGroup:SubnetGroup", "orders-subnets")
    assert group["subnetIds"] == ["subnet-a", "subnet-b"]
    assert group["tags"]["owner"] == "team-shop"
    assert made.inputs(DATABASE)["dbSubnetGroupName"] == "orders-subnets-id"


def test_a_password_of_the_programs_own_is_used_instead_of_one_of_rds(run_program):
    inputs = run_program(lambda: aws.Database("orders", {**POSTGRES, "password": "not a real one"})).inputs(DATABASE)

    assert "manageMasterUserPassword" not in inputs
    assert inputs["password"] == {SECRET: IS_SECRET, "value": "not a real one"}


def test_an_estimate_never_sees_a_password():
    recorded = aws.Database.recorded({**POSTGRES, "password": "not a real one"}, name="orders")

    assert "not a real one" not in repr(list(recorded))


def test_an_engine_without_extended_support_has_no_setting_of_it(run_program):
    made = run_program(lambda: aws.Database("orders", {"engine": "mariadb"}))

    assert "engineLifecycleSupport" not in made.inputs(DATABASE)


@pytest.mark.parametrize(("environment", "hourly", "a_gb"), [("dev", "0.016", "0.115"), ("prod", "0.129", "0.23")])
def test_its_estimate_is_that_of_instance_and_storage(monthly, environment, hourly, a_gb):
    """A db.t4g.micro is $0.016 an hour in one zone, a db.t4g.medium $0.129 in two; gp3 $0.115 and $0.23 a GB."""
    expected = monthly(aws.Database, POSTGRES, environment=environment, **VIRGINIA)

    assert expected == Decimal(hourly) * 730 + Decimal(a_gb) * 20


def test_one_zone_saves_half(monthly):
    one, two = (
        monthly(aws.Database, {**POSTGRES, "instance_class": "db.t4g.micro", "multi_zone": zones}, **VIRGINIA)
        for zones in (False, True)
    )

    assert two == 2 * one


@pytest.mark.parametrize(
    ("graviton", "twin", "percent"), [("db.t4g.micro", "db.t3.micro", 11), ("db.m6g.large", "db.m5.large", 11)]
)
def test_graviton_costs_less_than_its_twin(monthly, graviton, twin, percent):
    """$0.016 instead of $0.018 an hour, and $0.159 instead of $0.178."""
    ours, other = (
        monthly(aws.Database, {**POSTGRES, "instance_class": each, "multi_zone": False}, **VIRGINIA) - Decimal("2.30")
        for each in (graviton, twin)
    )

    assert round(100 * (1 - ours / other)) == percent


def test_a_version_past_its_support_costs_no_more_outside_production(monthly):
    """$0.10 for each of 2 vCPUs and 730 hours."""
    old = {**POSTGRES, "engine_version": "11.22"}

    assert monthly(aws.Database, {**old, "extended_support": True}, environment="dev", **VIRGINIA) == (
        monthly(aws.Database, old, environment="dev", **VIRGINIA) + 2 * 73
    )


def test_backups_beyond_the_database_cost_by_the_gb(monthly):
    usage = {DATABASE: {"additional_backup_storage_gb": 100}}

    assert monthly(aws.Database, POSTGRES, usage=usage, environment="dev", **VIRGINIA) == (
        monthly(aws.Database, POSTGRES, environment="dev", **VIRGINIA) + Decimal("9.50")
    )
