"""What the check of inputs fills in, and what it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from outlay_automation.engine.offline.check import Checked, Naming, NamingMode, check
from outlay_automation.engine.offline.configuration import Configuration
from outlay_automation.engine.offline.tables import resource_table

IRELAND = Configuration("aws", given_region="eu-west-1")
QUEUE = "aws:sqs/queue:Queue"
BUCKET = "aws:s3/bucket:Bucket"
INSTANCE = "aws:ec2/instance:Instance"


def checked(
    type_: str,
    new: Mapping[str, object],
    old: Mapping[str, object] | None = None,
    name: str = "orders",
    configuration: Configuration = IRELAND,
    naming: Naming | None = None,
) -> Checked:
    return check(old or {}, new, resource_table(type_), naming or Naming(name, b"seed"), configuration)


def test_a_name_is_the_logical_name_and_seven_digits() -> None:
    name = str(checked(QUEUE, {}).inputs["name"])

    assert re.fullmatch(r"orders-[0-9a-f]{7}", name)
    assert checked(QUEUE, {}).inputs["name"] == name
    assert checked(QUEUE, {}, naming=Naming("orders", b"other")).inputs["name"] != name


def test_a_fifo_queue_is_named_as_one() -> None:
    assert str(checked(QUEUE, {"fifoQueue": True}).inputs["name"]).endswith(".fifo")


@pytest.mark.parametrize(
    ("type_", "property_", "name", "pattern"),
    [
        (BUCKET, "bucket", "Archive", r"archive-[0-9a-f]{7}"),
        ("aws:rds/instance:Instance", "identifier", "DB", r"db-[0-9a-f]{7}"),
        ("aws:ec2/keyPair:KeyPair", "keyName", "ops", r"ops-[0-9a-f]{7}"),
        ("gcp:storage/bucket:Bucket", "name", "Archive", r"archive-[0-9a-f]{7}"),
        ("aws:lb/loadBalancer:LoadBalancer", "name", "l" * 40, r"l{24}-[0-9a-f]{7}"),
    ],
)
def test_each_type_is_named_in_its_own_property(type_: str, property_: str, name: str, pattern: str) -> None:
    assert re.fullmatch(pattern, str(checked(type_, {}, name=name).inputs[property_]))


def test_a_name_or_prefix_of_the_program_is_kept() -> None:
    assert checked(QUEUE, {"name": "mine"}).inputs["name"] == "mine"
    assert "name" not in checked(QUEUE, {"namePrefix": "mine-"}).inputs
    assert "name" not in checked(QUEUE, {"namePrefix": "mine-"}, {"name": "x", "__defaults": ["name"]}).inputs


def test_types_whose_name_is_the_users_own_are_not_named() -> None:
    assert "name" not in checked("aws:route53/record:Record", {"type": "A"}).inputs
    assert checked(INSTANCE, {}).inputs.keys().isdisjoint({"name"})


def test_the_old_name_is_kept_when_the_program_leaves_it_out() -> None:
    result = checked(QUEUE, {}, {"name": "orders-1234567", "__defaults": ["name"]})

    assert result.inputs["name"] == "orders-1234567"
    assert result.inputs["__defaults"] == ["name"]


def test_the_engines_naming_configuration_is_obeyed() -> None:
    proposed = Naming("orders", b"seed", proposed="shop-orders")
    assert checked(QUEUE, {}, naming=proposed).inputs["name"] == "shop-orders"
    off = Naming("orders", b"seed", mode=NamingMode.DISABLED)
    assert checked(QUEUE, {}, naming=off).missing_name == "name"
    assert checked(QUEUE, {"name": "mine"}, naming=off).missing_name is None


def test_the_providers_region_is_put_on_the_resource_and_listed() -> None:
    result = checked(QUEUE, {"name": "mine"})

    assert result.inputs["region"] == "eu-west-1"
    assert "region" in result.inputs["__defaults"]  # type: ignore[operator]
    assert checked(QUEUE, {"region": "us-east-1"}).inputs["region"] == "us-east-1"
    assert "region" not in checked("aws:iam/role:Role", {}).inputs
    assert "region" not in checked(QUEUE, {}, configuration=Configuration("aws")).inputs


def test_a_moved_provider_moves_the_resource_but_an_old_state_without_region_gets_none() -> None:
    moved = checked(QUEUE, {}, {"name": "q", "region": "us-east-1", "__defaults": ["name", "region"]})
    assert moved.inputs["region"] == "eu-west-1"
    assert "region" not in checked(QUEUE, {}, {"name": "q", "__defaults": ["name"]}).inputs


def test_documented_defaults_are_filled_listed_and_reported() -> None:
    result = checked("aws:lambda/function:Function", {"name": "f", "timeout": 10.0})

    assert result.inputs["memorySize"] == 128
    assert result.inputs["timeout"] == 10.0
    assert "memorySize" in result.inputs["__defaults"]  # type: ignore[operator]
    assert "timeout" not in result.inputs["__defaults"]  # type: ignore[operator]
    assert result.filled["memorySize"] == 128
    assert "timeout" not in result.filled


def test_nested_objects_have_defaults_and_a_list_of_their_own() -> None:
    result = checked("gcp:sql/databaseInstance:DatabaseInstance", {"settings": {"tier": "db-f1-micro"}})

    settings = result.inputs["settings"]
    assert isinstance(settings, dict)
    assert settings["availabilityType"] == "ZONAL"
    assert "availabilityType" in settings["__defaults"]
    assert result.filled["settings.availabilityType"] == "ZONAL"


def test_an_old_state_is_not_given_defaults_that_it_does_not_have() -> None:
    result = checked("aws:lambda/function:Function", {}, {"name": "f", "memorySize": 128.0, "__defaults": ["name"]})

    assert "timeout" not in result.inputs, "the old state knows no time-out"
    assert result.inputs["memorySize"] == 128, "the program gave one before, and now means the default"


def test_old_defaults_are_kept_at_every_depth() -> None:
    old = {
        "__defaults": ["sourceDestCheck"],
        "sourceDestCheck": True,
        "rootBlockDevice": {"__defaults": ["deleteOnTermination"], "deleteOnTermination": True, "volumeSize": 30.0},
        "ebsBlockDevices": [{"__defaults": ["encrypted"], "encrypted": False, "deviceName": "/dev/sdb"}],
    }
    new = {"rootBlockDevice": {"volumeSize": 40.0}, "ebsBlockDevices": [{"deviceName": "/dev/sdb"}]}

    inputs = checked(INSTANCE, new, old, configuration=Configuration("aws")).inputs

    assert inputs["sourceDestCheck"] is True
    assert inputs["rootBlockDevice"] == {
        "__defaults": ["deleteOnTermination"],
        "deleteOnTermination": True,
        "volumeSize": 40.0,
    }
    assert inputs["ebsBlockDevices"] == old["ebsBlockDevices"]


def test_a_package_that_nobody_knows_is_echoed() -> None:
    new = {"anything": [1.0, {"deep": None}]}

    assert checked("acme:index:Thing", new, configuration=Configuration("acme")).inputs == new
