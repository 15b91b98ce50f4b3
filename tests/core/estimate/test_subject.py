"""The resource as pricers see it: its place, and how long it runs."""

import pytest
from outlay.estimate.amount import Amount
from outlay.estimate.properties import OpenValue, Reading
from outlay.estimate.subject import Subject
from outlay.resource import UNKNOWN


def test_a_rule_that_depends_on_an_unnamed_region_stops(make_resource):
    assert Subject(make_resource("t", {}, region="eu-west-1"), Reading()).region_name == "eu-west-1"
    for region, why in ((None, "region is not set"), (UNKNOWN, "region is open until deployment")):
        with pytest.raises(OpenValue, match=why):
            _ = Subject(make_resource("t", {}, region=region), Reading()).region_name


def test_it_runs_all_month_unless_a_schedule_says_otherwise(make_resource):
    resource = make_resource("t", {}, region=None)
    assert Subject(resource, Reading()).running_hours.expected == 730
    assert Subject(resource, Reading(), Amount.exactly(0, "hours")).running_hours.expected == 0
