"""OUT-T002: what tags may say, and what of that is not known."""

import pytest
from outlay.resource import SECRET, UNKNOWN

QUEUE = "aws:sqs/queue:Queue"
TOPIC = "gcp:pubsub/topic:Topic"
STANDARD = """
tags:
  required:
    - owner
    - {key: cost-centre, gcp: cost_centre, values: ["CC 4100", "4200"], gcp_values: {"CC 4100": cc-4100}}
    - {key: application, pattern: "[a-z]+"}
"""


@pytest.fixture
def said(make_resource, view, found_by):
    def run(tags, type_=QUEUE, **more):
        name = "labels" if type_ == TOPIC else "tags"
        stack = view(make_resource(type_, {name: tags}, **more))
        return [(each.message, each.is_undecided) for each in found_by("allowed-tag-values", stack, STANDARD)]

    return run


@pytest.mark.parametrize(
    ("tags", "type_"),
    [
        ({"owner": "anybody", "cost-centre": "CC 4100", "application": "shop"}, QUEUE),
        ({"cost-centre": 4200}, QUEUE),  # a number is its text
        ({}, QUEUE),  # missing is no matter of this rule
        ({"owner": UNKNOWN}, QUEUE),  # anything is allowed
        ({"cost_centre": "cc-4100", "application": "shop"}, TOPIC),
        ({"cost_centre": "4200"}, TOPIC),
        ("no map", QUEUE),
    ],
)
def test_allowed(said, tags, type_):
    assert said(tags, type_) == []


@pytest.mark.parametrize(
    ("tags", "type_", "message"),
    [
        ({"cost-centre": "cc 4100"}, QUEUE, "cost-centre: 'cc 4100' is not allowed; did you mean 'CC 4100'? allowed: "),
        ({"cost_centre": "cc 4100"}, TOPIC, "cost_centre: 'cc 4100' is not allowed"),
        ({"application": "Shop"}, QUEUE, "application: 'Shop' is not allowed; allowed: what matches [a-z]+"),
        ({"application": True, "owner": "a"}, QUEUE, ""),  # the text "true" matches
        ({"owner": " "}, QUEUE, "owner: ' ' is blank; allowed: any text"),
        ({"owner": ["a"]}, QUEUE, "owner: ['a'] is no text"),
    ],
)
def test_not_allowed(said, tags, type_, message):
    found = said(tags, type_)
    assert [(text[: len(message)], is_undecided) for text, is_undecided in found] == (
        [(message, False)] if message else []
    )


@pytest.mark.parametrize(
    ("tags", "more", "open_"),
    [
        ({"cost-centre": UNKNOWN}, {}, "cost-centre is open until deployment"),
        ({"cost-centre": SECRET}, {}, "cost-centre is secret"),
        (
            {"cost-centre": "4200"},
            {"default_tags": UNKNOWN},
            "application is open until deployment, as all its tags are",
        ),
    ],
)
def test_undecided(said, tags, more, open_):
    assert said(tags, **more) == [(f"may have a tag with a value that is not allowed: {open_}", True)]


def test_what_is_certain_is_said_beside_what_is_open(said):
    found = said({"cost-centre": "1", "application": UNKNOWN})
    assert sorted(is_undecided for _, is_undecided in found) == [False, True]
