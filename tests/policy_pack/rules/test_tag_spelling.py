"""OUT-T003: keys and values in another spelling than the standard's."""

import pytest
from outlay.resource import UNKNOWN

QUEUE = "aws:sqs/queue:Queue"
STANDARD = """
tags:
  required:
    - {key: CostCentre, gcp: cost_centre, values: [Sales, Research]}
    - environment
"""


@pytest.fixture
def said(make_resource, view, found_by):
    def run(tags, **more):
        stack = view(make_resource(QUEUE, {"tags": tags}, **more))
        return [each.message for each in found_by("tag-spelling", stack, STANDARD)]

    return run


@pytest.mark.parametrize(
    "tags",
    [
        {"CostCentre": "Sales", "environment": "Sales"},
        {"CostCentre": "Marketing"},  # not allowed, and no misspelling
        {"Name": "a", "centre": "b", "cost": "c"},
    ],
)
def test_other_words_are_no_misspellings(said, tags):
    assert said(tags) == []


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ({"costcentre": "Sales"}, "costcentre is probably CostCentre"),
        ({"cost-center": "Sales"}, "cost-center is probably CostCentre"),
        ({"CostCentre": "sales"}, "CostCentre says 'sales', and 'Sales' is probably meant"),
        ({"CostCentre": "Reserach"}, "CostCentre says 'Reserach', and 'Research' is probably meant"),
        ({"enviroment": "a", "environment": "a"}, "enviroment is probably environment, which is there as well"),
        (UNKNOWN, "may have a tag in another spelling: its tags are open until deployment"),
        ({"CostCentre": UNKNOWN}, "may have a tag in another spelling: CostCentre is open until deployment"),
    ],
)
def test_a_misspelling_is_named_with_what_is_meant(said, tags, message):
    assert said(tags) == [message]


def test_a_misspelling_may_come_from_the_provider(said):
    assert said({}, default_tags={"Environment": "a"}) == ["Environment is probably environment"]
