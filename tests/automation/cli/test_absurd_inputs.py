"""Inputs that no sound program passes: every kind of resource answers with figures or a gap, and the others go on."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from outlay.estimate.registry import OURS

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
NUMBERED = (
    *("allocatedStorage", "size", "volumeSize", "desiredCount", "desiredCapacity", "minSize", "maxSize", "memorySize"),
    *("storageCapacity", "throughputCapacity", "iops", "nodeCount", "shardCount", "instanceCount", "readCapacity"),
    *("writeCapacity", "numCacheNodes", "memorySizeGb", "initialNodeCount", "numberOfNodes", "targetSize", "capacity"),
    *("numberOfBrokerNodes", "nodePools", "rootBlockDevice", "settings", "bootDisk", "template", "scalingConfig"),
)
SOUND = {"instanceType": "t3.micro", "engine": "mysql", "instanceClass": "db.t3.micro", "machineType": "e2-small"}
VOLUME = "aws:ebs/volume:Volume"


def line(type_: str, inputs: dict[str, Any], name: str = "it") -> dict[str, Any]:
    region = "us-east-1" if type_.startswith("aws:") else "us-central1"
    return {"type": type_, "name": name, "region": region, "inputs": inputs}


def priced(outlay: Outlay, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    done = outlay("estimate", "-", "--format", "jsonl", given="".join(json.dumps(each) + "\n" for each in lines))
    assert done.returncode == 0, done.stderr
    return [json.loads(each) for each in done.stdout.splitlines()]


@pytest.mark.parametrize(
    "value",
    [
        1e30,
        -1,
        10**60,
        2.5,
        "100",
        "1e30",
        True,
        "",
        [1, UNKNOWN],
        [UNKNOWN],
        UNKNOWN,
        {},
        [],
        [None],
        {"a": {"a": [[]]}},
    ],
    ids=str,
)
def test_no_kind_fails_or_costs_less_than_nothing(outlay: Outlay, value: Any) -> None:
    types = OURS.types()

    answers = priced(outlay, *(line(each, {**SOUND, **dict.fromkeys(NUMBERED, value)}) for each in types))

    assert [each["type"] for each in answers] == list(types)
    assert [each for each in answers if any(" failed: " in gap["reason"] for gap in each["gaps"])] == []
    sums = [charge["monthly"] for each in answers for charge in each["charges"] if charge["monthly"]]
    assert len(sums) > 50
    assert all(0 <= Decimal(each["low"]) <= Decimal(each["expected"]) <= Decimal(each["high"]) for each in sums)
    assert all(each["charges"] or each["gaps"] or each["status"] == "free" for each in answers)


@pytest.mark.parametrize("size", ["100", 100.0, "100.0", "1e2"])
def test_a_number_counts_however_it_is_written(outlay: Outlay, size: Any) -> None:
    written, plain = priced(outlay, line(VOLUME, {"size": size}), line(VOLUME, {"size": 100}))

    assert written["monthly"] == plain["monthly"]
    assert Decimal(plain["monthly"]["expected"]) == 10  # 100 GB of gp2 at 0.1


def test_inputs_of_ten_megabytes_are_read_and_no_more(outlay: Outlay) -> None:
    inputs = {"size": 100, "tags": {f"key-{number}": "x" * 1000 for number in range(10_000)}}

    [answer] = priced(outlay, line(VOLUME, inputs))

    assert Decimal(answer["monthly"]["expected"]) == 10
    assert len(json.dumps(answer)) < 5_000


def test_resources_that_refer_to_each_other_in_a_circle_are_priced(outlay: Outlay) -> None:
    types = ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:ec2/instance:Instance", VOLUME]
    urns = [f"urn:pulumi:dev::circle::{each}::it" for each in types]
    keys = ("replicateSourceDb", "clusterIdentifier", "launchTemplate", "snapshotId", "sourceDbInstance")
    states = [
        {
            "urn": urn,
            "type": type_,
            "custom": True,
            "id": urn,
            "inputs": {**SOUND, "size": 100, "region": "us-east-1", **dict.fromkeys(keys, urns[position - 1])},
            "propertyDependencies": dict.fromkeys(keys, urns),
            "dependencies": urns,
        }
        for position, (urn, type_) in enumerate(zip(urns, types, strict=True))
    ]
    export = {"version": 3, "deployment": {"resources": states}}

    done = outlay("estimate", "-", "--format", "jsonl", given=json.dumps(export))

    answers = [json.loads(each) for each in done.stdout.splitlines()]
    assert {each["type"] for each in answers} == set(types)
    assert not any(" failed: " in gap["reason"] for each in answers for gap in each["gaps"])
