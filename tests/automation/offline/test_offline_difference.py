"""What counts as a change, where it is, and whether it makes a new resource."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay_automation.engine.offline.difference import Change, Kind, changes, same
from outlay_automation.engine.offline.tables import resource_table
from outlay_automation.engine.offline.values import SIGNATURE, UNKNOWN, secret
from outlay_automation.engine.placeholder import PLACEHOLDER

NOTHING: frozenset[str] = frozenset()


def asset(hash_: str, path: str) -> dict[str, object]:
    return {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "hash": hash_, "path": path}


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)
BAGS = st.dictionaries(st.text(max_size=5), JSON, max_size=4)


@given(BAGS)
def test_equal_inputs_have_no_changes(bag: dict[str, object]) -> None:
    assert changes(bag, bag, NOTHING) == []


@given(BAGS, BAGS)
def test_changes_lie_where_they_did_whichever_way_one_looks(old: dict[str, object], new: dict[str, object]) -> None:
    forth, back = changes(old, new, NOTHING), changes(new, old, NOTHING)

    assert [one.path for one in forth] == [one.path for one in back]
    mirrored = {Kind.ADD: Kind.DELETE, Kind.DELETE: Kind.ADD, Kind.UPDATE: Kind.UPDATE}
    assert [mirrored[one.kind] for one in forth] == [one.kind for one in back]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (256.0, "256"),
        (True, "true"),
        (None, []),
        ("", None),
        ({}, {"__defaults": []}),
        ({"a": 1.0, "__defaults": ["a"]}, {"a": 1.0}),
        ('{"a": 1, "b": 2}', '{"b":2,"a":1}'),
        (secret("x"), "x"),
        (asset("h", "a"), asset("h", "b")),
    ],
)
def test_what_a_provider_reads_alike_is_no_change(old: object, new: object) -> None:
    assert same(old, new)
    assert same(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (256.0, 257.0),
        (False, None),
        (0.0, None),
        ("a", UNKNOWN),
        (["a"], UNKNOWN),
        (["a", "b"], ["b", "a"]),
        ('{"a": 1}', '{"a": 2}'),
        ("{not json", "{nor this"),
        (asset("h", "a"), asset("i", "a")),
    ],
)
def test_what_a_provider_reads_otherwise_is_a_change(old: object, new: object) -> None:
    assert not same(old, new)


def test_paths_are_written_as_pulumi_writes_them() -> None:
    old = {"tags": {"plain": "a", "with.dot": "a"}, "ingress": [{"port": 1.0}, {"port": 2.0}], "gone": "x"}
    new = {"tags": {"plain": "b", "with.dot": "b"}, "ingress": [{"port": 1.0}, {"port": 3.0}], "here": "x"}

    assert [(one.path, one.kind) for one in changes(old, new, NOTHING)] == [
        ("gone", Kind.DELETE),
        ("here", Kind.ADD),
        ("ingress[1].port", Kind.UPDATE),
        ("tags.plain", Kind.UPDATE),
        ('tags["with.dot"]', Kind.UPDATE),
    ]


def test_a_path_replaces_with_all_that_lies_below_it() -> None:
    old = {"bootDisk": {"initializeParams": {"image": "a"}, "autoDelete": True}}
    new = {"bootDisk": {"initializeParams": {"image": "b"}, "autoDelete": False}}

    assert changes(old, new, frozenset({"bootDisk.initializeParams"})) == [
        Change("bootDisk.autoDelete", "bootDisk", Kind.UPDATE, False),
        Change("bootDisk.initializeParams.image", "bootDisk", Kind.UPDATE, True),
    ]
    assert all(one.replaces for one in changes(old, new, frozenset({"*"})))


def test_saying_what_the_cloud_had_chosen_is_no_change() -> None:
    outputs = {"availabilityZone": "eu-west-1a"}

    assert changes({}, {"availabilityZone": "eu-west-1a"}, NOTHING, outputs) == []
    assert len(changes({}, {"availabilityZone": "eu-west-1b"}, NOTHING, outputs)) == 1


@pytest.mark.parametrize(
    ("type_", "property_", "replaces"),
    [
        ("aws:ec2/instance:Instance", "instanceType", False),
        ("aws:ec2/instance:Instance", "availabilityZone", True),
        ("aws:ec2/instance:Instance", "ami", True),
        ("aws:rds/instance:Instance", "instanceClass", False),
        ("aws:rds/instance:Instance", "allocatedStorage", False),
        ("aws:rds/instance:Instance", "engine", True),
        ("aws:ebs/volume:Volume", "size", False),
        ("aws:ebs/volume:Volume", "availabilityZone", True),
        ("aws:s3/bucket:Bucket", "bucket", True),
        ("aws:ecs/service:Service", "desiredCount", False),
        ("aws:ecs/taskDefinition:TaskDefinition", "cpu", True),
        ("aws:dynamodb/table:Table", "hashKey", True),
        ("aws:lambda/function:Function", "memorySize", False),
        ("aws:iam/user:User", "name", False),
        ("gcp:compute/instance:Instance", "machineType", False),
        ("gcp:compute/instance:Instance", "zone", True),
        ("gcp:compute/disk:Disk", "size", False),
        ("gcp:compute/disk:Disk", "type", True),
        ("gcp:sql/databaseInstance:DatabaseInstance", "region", True),
        ("gcp:storage/bucket:Bucket", "location", True),
        ("gcp:projects/iAMMember:IAMMember", "role", True),
        ("gcp:projects/iAMBinding:IAMBinding", "members", False),
        ("gcp:projects/iAMBinding:IAMBinding", "role", True),
        ("random:index/randomId:RandomId", "keepers", True),
    ],
)
def test_well_known_properties_replace_or_do_not(type_: str, property_: str, replaces: bool) -> None:
    found = changes({property_: "a"}, {property_: "b"}, resource_table(type_).replacing)

    assert [one.replaces for one in found] == [replaces]


def test_a_placeholder_for_a_secret_never_counts_as_changed() -> None:
    old = {"userData": PLACEHOLDER, "tags": {"token": PLACEHOLDER, "team": "web"}}
    new = {"userData": "export TOKEN=x", "tags": {"token": "x", "team": "shop"}}

    assert [change.path for change in changes(old, new, frozenset({"userData"}))] == ["tags.team"]
