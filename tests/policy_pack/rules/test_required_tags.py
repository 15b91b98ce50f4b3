"""OUT-T001: required tags, present, missing, inherited, and open."""

import pytest
from outlay.resource import SECRET, UNKNOWN
from outlay.standard.reading import parse_standard
from outlay.tagging.ownership import Ownership
from outlay_policy_pack.rule import NoSettings
from outlay_policy_pack.rules.tags.required_tags import fill_in

QUEUE = "aws:sqs/queue:Queue"
BUCKET = "gcp:storage/bucket:Bucket"
STANDARD = "tags: {required: [owner, {key: CostCentre, gcp: cost_centre}]}"
BOTH = {"owner": "a", "CostCentre": "7"}


@pytest.fixture
def found(make_resource, view, found_by):
    """What the rule says of one resource: message and whether it is undecided."""

    def run(type_, inputs, standard=STANDARD, **more):
        findings = found_by("required-tags", view(make_resource(type_, inputs, **more)), standard)
        return [(finding.message, finding.is_undecided) for finding in findings]

    return run


@pytest.mark.parametrize(
    ("type_", "inputs", "more"),
    [
        (QUEUE, {"tags": BOTH}, {}),
        (QUEUE, {"tags": {"owner": UNKNOWN, "CostCentre": SECRET}}, {}),  # the keys are there
        (QUEUE, {"tags": {"owner": "a"}}, {"default_tags": {"CostCentre": "7"}}),
        (BUCKET, {"labels": {"owner": "a", "cost_centre": "7"}}, {}),
        ("aws:autoscaling/group:Group", {"tags": [{"key": key, "value": "a"} for key in BOTH]}, {}),
        ("aws:iam/rolePolicy:RolePolicy", {}, {}),  # takes no tags
        (QUEUE, {}, {"external": True}),  # not this stack's
    ],
)
def test_good(found, type_, inputs, more):
    assert found(type_, inputs, **more) == []


@pytest.mark.parametrize(
    ("type_", "inputs", "message"),
    [
        (QUEUE, {}, "without owner, CostCentre"),
        (QUEUE, {"tags": {}}, "without owner, CostCentre"),
        (QUEUE, {"tags": {"owner": "a"}}, "without CostCentre"),
        (QUEUE, {"tags": {"Owner": "a", "CostCentre": "7"}}, "without owner"),  # keys are case-sensitive
        (QUEUE, {"tags": "owner"}, "without owner, CostCentre"),
        (BUCKET, {"labels": {"owner": "a", "CostCentre": "7"}}, "without cost_centre"),
    ],
)
def test_bad(found, type_, inputs, message):
    assert found(type_, inputs) == [(message, False)]


@pytest.mark.parametrize(
    ("tags", "default_tags", "message"),
    [
        (UNKNOWN, {}, "may be without owner, CostCentre: its tags are open until deployment"),
        (SECRET, {}, "may be without owner, CostCentre: its tags are open until deployment"),
        ({"owner": "a"}, UNKNOWN, "may be without CostCentre: its tags are open until deployment"),
        (UNKNOWN, {"owner": "a"}, "may be without CostCentre: its tags are open until deployment"),
    ],
)
def test_undecided(found, tags, default_tags, message):
    assert found(QUEUE, {"tags": tags}, default_tags=default_tags) == [(message, True)]


def test_what_is_certain_is_decided_though_something_is_open(found):
    assert found(QUEUE, {"tags": BOTH}, default_tags=UNKNOWN) == []


def test_nothing_is_required_of_nobody(found):
    assert found(QUEUE, {}, standard="") == []


# --- Filling in what is missing ---------------------------------------------------------------------------------------

OWNED = Ownership({"owner": "Team-Shop", "CostCentre": "4100"})
GROUP = "aws:autoscaling/group:Group"


@pytest.fixture
def filled(make_resource, view):
    """What the rule would set of a resource."""

    def run(type_, inputs, ownership=OWNED, standard=STANDARD, **more):
        stack = view(make_resource(type_, inputs, **more), ownership=ownership)
        (resource,) = stack.views()
        return fill_in(resource, parse_standard(standard), NoSettings())

    return run


@pytest.mark.parametrize(
    ("type_", "inputs", "expected"),
    [
        (QUEUE, {}, {"tags": {"owner": "Team-Shop", "CostCentre": "4100"}}),
        (
            QUEUE,
            {"tags": {"owner": "a", "Name": UNKNOWN}},
            {"tags": {"owner": "a", "Name": UNKNOWN, "CostCentre": "4100"}},
        ),
        (BUCKET, {"labels": {"team": "b"}}, {"labels": {"team": "b", "owner": "team-shop", "cost_centre": "4100"}}),
        (
            GROUP,
            {"tags": [{"key": "owner", "value": "a", "propagateAtLaunch": False}]},
            {
                "tags": [
                    {"key": "owner", "value": "a", "propagateAtLaunch": False},
                    {"key": "CostCentre", "value": "4100", "propagateAtLaunch": True},
                ]
            },
        ),
        (QUEUE, {"tags": BOTH}, {}),
        (QUEUE, {"tags": UNKNOWN}, {}),  # nobody can say what is missing
        (QUEUE, {"tags": SECRET}, {}),
        ("aws:iam/rolePolicy:RolePolicy", {}, {}),
    ],
)
def test_what_is_missing_is_filled_in_from_ownership(filled, type_, inputs, expected):
    assert filled(type_, inputs) == expected


@pytest.mark.parametrize("value", [None, UNKNOWN])
def test_what_nobody_knows_is_not_filled_in(filled, value):
    ownership = Ownership({} if value is None else {"owner": value})
    assert filled(QUEUE, {}, ownership) == {}


def test_what_the_cloud_does_not_take_is_left_to_the_rule(filled):
    assert filled(BUCKET, {}, Ownership({"owner": "Team Shop"})) == {}


def test_the_tags_of_a_provider_are_not_repeated(filled):
    assert filled(QUEUE, {}, default_tags={"owner": "a"}) == {"tags": {"CostCentre": "4100"}}
    assert filled(QUEUE, {}, default_tags=UNKNOWN) == {}
