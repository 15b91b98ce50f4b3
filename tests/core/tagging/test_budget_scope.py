"""The one tag by which budgets of both clouds select what they watch."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.resource import SECRET, UNKNOWN
from outlay.tagging.budget_scope import (
    AWS_BUDGET_TYPE,
    GCP_BUDGET_TYPE,
    aws_filter,
    gcp_filter,
    scope_of_budget,
    scope_of_component,
    scope_of_stack,
)

OURS = {"name": "TagKeyValue", "values": ["user:outlay-budget$a"]}
NAME = st.text(st.sampled_from("aZ9-_./ é"), min_size=1, max_size=40)


def test_plain_names_stay_readable():
    assert scope_of_stack("webshop", "prod") == "webshop_prod"
    assert scope_of_component("webshop", "prod", "orders") == "webshop_prod_orders"


def test_names_that_would_meet_are_told_apart():
    assert scope_of_stack("web_shop", "prod") != scope_of_stack("web", "shop_prod")
    assert scope_of_stack("Webshop", "prod") != scope_of_stack("webshop", "prod")
    assert re.fullmatch(r"web-shop_prod-[0-9a-f]{8}", scope_of_stack("web.shop", "prod"))


@given(st.lists(st.tuples(NAME, NAME), min_size=2, max_size=2, unique=True))
def test_every_stack_has_a_value_of_its_own_that_both_clouds_take(stacks):
    scopes = [scope_of_stack(*each) for each in stacks]

    assert all(re.fullmatch(r"[a-z0-9_-]{1,63}", scope) for scope in scopes)
    assert len(set(scopes)) == 2


def test_a_budget_on_aws_says_its_scope(make_resource):
    name, value = aws_filter("webshop_prod")
    assert (name, value) == ("TagKeyValue", "user:outlay-budget$webshop_prod")

    filters = [{"name": name, "values": [value]}]
    assert scope_of_budget(make_resource(AWS_BUDGET_TYPE, {"costFilters": filters}, region=None)) == "webshop_prod"


def test_a_budget_on_google_cloud_says_its_scope(make_resource):
    inputs = {"budgetFilter": {"labels": gcp_filter("webshop_prod")}}
    assert scope_of_budget(make_resource(GCP_BUDGET_TYPE, inputs, region=None)) == "webshop_prod"


@pytest.mark.parametrize(
    ("type_", "inputs"),
    [
        (AWS_BUDGET_TYPE, {"costFilters": UNKNOWN}),
        (AWS_BUDGET_TYPE, {"costFilters": [UNKNOWN]}),
        (AWS_BUDGET_TYPE, {"costFilters": [OURS, UNKNOWN]}),
        (AWS_BUDGET_TYPE, {"costFilters": [{"name": "TagKeyValue", "values": UNKNOWN}]}),
        (AWS_BUDGET_TYPE, {"costFilters": [{"name": "TagKeyValue", "values": [SECRET]}]}),
        (GCP_BUDGET_TYPE, {"budgetFilter": UNKNOWN}),
        (GCP_BUDGET_TYPE, {"budgetFilter": {"labels": UNKNOWN}}),
        (GCP_BUDGET_TYPE, {"budgetFilter": {"labels": {"outlay-budget": UNKNOWN}}}),
    ],
)
def test_an_open_filter_leaves_the_scope_open(make_resource, type_, inputs):
    assert scope_of_budget(make_resource(type_, inputs, region=None)) == UNKNOWN


@pytest.mark.parametrize(
    ("type_", "inputs"),
    [
        (AWS_BUDGET_TYPE, {}),
        (AWS_BUDGET_TYPE, {"costFilters": [{"name": "TagKeyValue", "values": ["user:team$a"]}]}),
        (AWS_BUDGET_TYPE, {"costFilters": "nonsense"}),
        (AWS_BUDGET_TYPE, {"costFilters": [OURS], "filterExpression": {"dimensions": {"key": "SERVICE"}}}),
        (AWS_BUDGET_TYPE, {"costFilters": [{"name": "Service", "values": ["Amazon S3"]}, OURS]}),
        (AWS_BUDGET_TYPE, {"costFilters": [{**OURS, "values": [*OURS["values"], "user:team$a"]}]}),
        (GCP_BUDGET_TYPE, {"budgetFilter": {"labels": gcp_filter("a"), "services": ["services/6F81-5844-456A"]}}),
        (GCP_BUDGET_TYPE, {"budgetFilter": {"labels": gcp_filter("a"), "projects": UNKNOWN}}),
        (GCP_BUDGET_TYPE, {"budgetFilter": {"labels": {**gcp_filter("a"), "team": "a"}}}),
        (GCP_BUDGET_TYPE, {"budgetFilter": {"labels": {"team": "a"}}}),
        (GCP_BUDGET_TYPE, {"budgetFilter": {"projects": ["projects/1"]}}),
        (GCP_BUDGET_TYPE, {}),
        ("aws:s3/bucket:Bucket", {"costFilters": [{"name": "TagKeyValue", "values": ["user:outlay-budget$a"]}]}),
    ],
)
def test_what_selects_otherwise_or_less_has_no_scope(make_resource, type_, inputs):
    assert scope_of_budget(make_resource(type_, inputs, region=None)) is None
