"""Resources, snapshots and markers."""

import pickle

import pytest
from outlay.resource import SECRET, UNKNOWN, Secret, Snapshot, Unknown, name_of, type_of, urn_of

TYPE = "aws:ec2/instance:Instance"


@pytest.mark.parametrize(
    ("urn", "name", "type_"),
    [
        (urn_of("prod", "shop", TYPE, "web"), "web", TYPE),
        (f"urn:pulumi:prod::shop::acme:web:Server${TYPE}::web", "web", TYPE),
        (f"urn:pulumi:prod::shop::{TYPE}::a::b", "a::b", TYPE),
        ("web", "web", ""),
    ],
)
def test_a_urn_holds_name_and_own_type(urn, name, type_):
    assert (name_of(urn), type_of(urn)) == (name, type_)


def test_a_secret_prints_nothing_and_stays_one_secret():
    assert repr({"password": SECRET}) == "{'password': SECRET}"
    assert {SECRET, Secret(), pickle.loads(pickle.dumps(SECRET))} == {SECRET}


def test_unknown_values_are_equal_with_equal_choices():
    assert Unknown() == UNKNOWN != Unknown(("a",)) == Unknown(("a",))
    assert (repr(UNKNOWN), repr(Unknown(("a", 1)))) == ("UNKNOWN", "UNKNOWN['a', 1]")


def test_a_snapshot_keeps_the_order_of_its_resources(make_resource):
    resources = [make_resource(TYPE, {}, region=None, name=name) for name in "cab"]
    snapshot = Snapshot.of(*resources, project="shop", stack="prod")
    assert [each.name for each in snapshot] == ["c", "a", "b"]
    assert (len(snapshot), snapshot.project, snapshot.stack) == (3, "shop", "prod")
    assert resources[0].package == "aws"
