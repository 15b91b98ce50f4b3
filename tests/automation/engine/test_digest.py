"""The CLI's digest as snapshots and steps."""

from decimal import Decimal

import pytest
from outlay.resource import SECRET, UNKNOWN, SourcePosition
from outlay.step import Op, PropertyChange
from outlay_automation.engine.digest import Besides, Settled, notices_of, snapshots, steps_of

TYPE = "aws:ec2/instance:Instance"
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def urn(name, type_=TYPE):
    return f"urn:pulumi:dev::shop::{type_}::{name}"


def state(name, inputs=None, **more):
    type_ = more.get("type", TYPE)
    return {"urn": urn(name, type_), "type": type_, "custom": True, "inputs": inputs or {}, **more}


def step(op, name, *, old=None, new=None, **more):
    return {"op": op, "urn": urn(name), "oldState": old, "newState": new, **more}


NOTHING = Besides()


def sides(*steps, config=None, besides=NOTHING):
    return snapshots({"steps": list(steps), "config": config or {}}, "shop", "dev", besides)


def test_a_side_has_what_is_there_at_that_time():
    before, after = sides(
        step("create", "new", new=state("new")),
        step("delete", "gone", old=state("gone")),
        step("same", "kept", old=state("kept"), new=state("kept")),
    )
    assert [each.name for each in before] == ["gone", "kept"]
    assert [each.name for each in after] == ["kept", "new"]


def test_values_become_markers_and_exact_numbers():
    inputs = {"size": Decimal("1.5"), "id": UNKNOWN_TEXT, "password": "[secret]"}
    _, after = sides(step("create", "a", new=state("a", inputs)))

    assert after.resources[urn("a")].inputs == {"size": Decimal("1.5"), "id": UNKNOWN, "password": SECRET}


def test_what_a_resource_came_to_goes_before_what_the_digest_has_by_chance():
    document = state("a", id=UNKNOWN_TEXT, outputs={"arn": "arn:early"})
    settled = {urn("a"): Settled("i-1", {"arn": "arn:late"})}
    _, by_chance = sides(step("create", "a", new=document))
    _, after = sides(step("create", "a", new=document), besides=Besides(settled=settled))

    assert (by_chance.resources[urn("a")].id, after.resources[urn("a")].id) == (None, "i-1")
    assert after.resources[urn("a")].outputs == {"arn": "arn:late"}


def test_the_parts_of_a_replacement_are_one_step():
    old, new = state("a", {"zone": "a"}), state("a", {"zone": "b"})
    (found,) = steps_of(
        {
            "steps": [
                step("delete-replaced", "a", old=old),
                step("replace", "a", old=old, new=new, replaceReasons=["zone"]),
                step("create-replacement", "a", old=old, new=new, detailedDiff={"zone": {"kind": "update-replace"}}),
            ]
        }
    )
    assert (found.op, found.old_urn, found.replace_keys) == (Op.REPLACE, urn("a"), ("zone",))
    assert found.changes == (PropertyChange("zone", "update-replace"),)


def test_a_rename_keeps_the_old_name():
    (found,) = steps_of({"steps": [step("same", "new", old=state("old"), new=state("new"))]})

    assert (found.op, found.urn, found.old_urn) == (Op.SAME, urn("new"), urn("old"))


def test_the_order_of_the_engine_makes_no_difference():
    first, second = step("create", "a", new=state("a")), step("create", "b", new=state("b"))

    assert steps_of({"steps": [first, second]}) == steps_of({"steps": [second, first]})
    assert list(sides(first, second)[1].resources) == list(sides(second, first)[1].resources)


PROVIDER = urn("there", "pulumi:providers:aws")


@pytest.mark.parametrize(
    ("resource", "config", "besides", "region"),
    [
        ({"inputs": {"region": "eu-north-1"}, "provider": f"{PROVIDER}::1"}, {}, {}, "eu-north-1"),
        ({"inputs": {"availabilityZone": "eu-west-3b"}}, {}, {}, "eu-west-3"),
        ({"provider": f"{PROVIDER}::1"}, {"aws:region": "us-east-1"}, {}, "eu-central-1"),
        ({"provider": "urn:default::1"}, {"aws:region": "us-east-1"}, {}, "us-east-1"),
        (
            {"provider": "urn:default::1"},
            {"aws:region": "us-east-1"},
            {"providers_after": {"urn:default": {"region": "us-west-2"}}},
            "us-west-2",
        ),
        ({}, {}, {"elsewhere": {"aws": {"region": "eu-west-2"}}}, "eu-west-2"),
        ({"outputs": {"region": "sa-east-1"}}, {}, {}, "sa-east-1"),
        ({"outputs": {"region": UNKNOWN_TEXT}}, {}, {}, None),
        ({}, {}, {}, None),
    ],
    ids=[
        "its own",
        "its zone's",
        "its provider's",
        "the configuration's",
        "its default provider's",
        "the environment's",
        "what its outputs tell",
        "open outputs tell nothing",
        "nobody's",
    ],
)
def test_where_a_resource_lives(resource, config, besides, region):
    provider = state("there", {"region": "eu-central-1"}, type="pulumi:providers:aws")
    _, after = sides(
        step("same", "there", old=provider, new=provider),
        step("create", "a", new={**state("a"), **resource}),
        config=config,
        besides=Besides(**besides),
    )
    assert after.resources[urn("a")].region == region


def test_default_tags_come_as_json_from_a_provider_and_from_the_configuration():
    provider = state("there", {"defaultTags": '{"tags": {"owner": "there"}}'}, type="pulumi:providers:aws")
    _, after = sides(
        step("same", "there", old=provider, new=provider),
        step("create", "a", new=state("a", provider=f"{PROVIDER}::1")),
        step("create", "b", new=state("b")),
        step("create", "c", new=state("c", type="gcp:storage/bucket:Bucket")),
        config={"aws:defaultTags": '{"tags": {"owner": "here"}}', "gcp:defaultLabels": '{"owner": "google"}'},
    )
    tags = {each.name: dict(each.default_tags) for each in after if each.name != "there"}
    assert tags == {"a": {"owner": "there"}, "b": {"owner": "here"}, "c": {"owner": "google"}}


def test_tags_that_are_no_json_are_none():
    _, after = sides(step("create", "a", new=state("a")), config={"aws:defaultTags": "owner=me"})

    assert after.resources[urn("a")].default_tags == {}


def test_what_was_deleted_already_is_not_there_before():
    old, new = state("a"), state("a")
    before, after = sides(step("replace", "a", old=old, new=new), besides=Besides(deleted=frozenset({urn("a")})))

    assert not len(before)
    assert len(after) == 1


@pytest.mark.parametrize(
    ("positions", "found"),
    [
        (["project:///shop.py#12,4"], SourcePosition("shop.py", 12, 4)),
        (["project:///a%20shop.py#12"], SourcePosition("a shop.py", 12)),
        (["project:///../lib/vpc.py#3", "project:///shop.py#7"], SourcePosition("shop.py", 7)),
        (["project:///.venv/lib/python3/site-packages/x/y.py#3", "project:///shop.py#7"], SourcePosition("shop.py", 7)),
        (["project:///../lib/vpc.py#3"], None),
        (["project:///shop.py"], None),
        ([], None),
    ],
)
def test_a_position_is_one_in_the_user_s_own_files(positions, found):
    first, rest = (positions[0] if positions else None), [{"sourcePosition": each} for each in positions]
    new = state("a", sourcePosition=first, stackTrace=rest)

    assert steps_of({"steps": [step("create", "a", new=new)]})[0].source == found


def test_what_no_difference_shows_is_told():
    kept = state("kept", retainOnDelete=True)
    digest = {
        "steps": [
            step("delete", "kept", old=kept),
            step("same", "same", old=state("same", retainOnDelete=True), new=state("same")),
            step("delete", "theirs", old=state("theirs", retainOnDelete=True, external=True)),
        ]
    }
    assert notices_of(digest, Besides(left_over=(urn("old"),))) == (
        f"{TYPE} kept: retained when it leaves the stack; it goes on costing, outside of this total",
        f"{TYPE} old: left over from an interrupted replacement; what it still costs is not counted",
    )
