"""The sections of the standard: which budget, which usage and which spelling counts."""

from decimal import Decimal

import pytest
from outlay.standard.reading import parse_standard
from outlay.standard.tags import RequiredTag

QUEUE = "aws:sqs/queue:Queue"
BUCKET = "aws:s3/bucket:Bucket"


@pytest.mark.parametrize(
    ("project", "stack", "monthly"),
    [
        ("shop", "prod", 1000),
        ("shop", "dev", 100),
        ("other", "dev", 50),
        ("other", "prod", None),
        ("any", "review-7", 5),
    ],
)
def test_the_first_budget_that_matches_counts(project, stack, monthly):
    budgets = parse_standard(
        "budgets: {stacks: {shop/prod: {monthly: 1000}, shop/*: {monthly: 100}, dev: {monthly: 50}, "
        "'review-*': {monthly: 5}}}"
    ).budgets
    found = budgets.of_stack(project, stack)
    assert (found and found.monthly) == monthly


@pytest.fixture
def usage_of(make_resource):
    """What a standard states of the use of a resource, by type and name."""

    def run(text, type_, name):
        return dict(parse_standard(text).usage.of(make_resource(type_, {}, region=None, name=name)))

    return run


STATED = f"""
usage:
  types:
    "{QUEUE}": {{monthly_requests: 1, request_size_kb: 1}}
  resources:
    "urn:pulumi:test::test::{QUEUE}::orders": {{monthly_requests: 3}}
    "*::orders": {{monthly_requests: 2, request_size_kb: 2}}
    "*::order*": {{request_size_kb: 4}}
"""


@pytest.mark.parametrize(
    ("name", "requests", "size"),
    [
        ("mails", 1, 1),  # by type
        ("order-log", 1, 4),  # a glob over the type
        ("orders", 3, 4),  # the URN over globs, wherever it stands; the later glob over the earlier
    ],
)
def test_the_more_specific_figure_counts_key_by_key(usage_of, name, requests, size):
    assert usage_of(STATED, QUEUE, name) == {"monthly_requests": requests, "request_size_kb": size}


def test_nobody_says_anything_of_another_type(usage_of):
    assert usage_of(STATED, BUCKET, "assets") == {}


def test_nested_figures_are_laid_over_each_other_key_by_key(usage_of):
    text = f"""
usage:
  types:
    "{BUCKET}": {{standard: {{storage_gb: 10, monthly_tier_1_requests: 5}}, object_tags: 1}}
  resources:
    "*::assets": {{standard: {{storage_gb: {{low: 1, expected: 2, high: 3}}}}}}
"""
    assert usage_of(text, BUCKET, "assets") == {
        "standard": {"storage_gb": {"low": 1, "expected": 2, "high": 3}, "monthly_tier_1_requests": 5},
        "object_tags": 1,
    }


def test_figures_are_the_decimals_that_were_written(usage_of):
    text = f'usage: {{types: {{"{BUCKET}": {{standard: {{storage_gb: 0.1}}}}}}}}'
    assert usage_of(text, BUCKET, "assets") == {"standard": {"storage_gb": Decimal("0.1")}}


def test_stated_use_reaches_the_cost(cost):
    text = f'usage: {{types: {{"{QUEUE}": {{monthly_requests: {{low: 1000000, expected: 2000000, high: 4000000}}}}}}}}'
    queue = cost(QUEUE, {"fifoQueue": True}, usage=parse_standard(text).usage.types[QUEUE])
    # 0.50 a million
    assert (queue.cost.low, queue.cost.expected, queue.cost.high) == (Decimal("0.5"), 1, 2)


@pytest.mark.parametrize(
    ("tag", "aws", "gcp", "other"),
    [
        (RequiredTag(key="owner"), "owner", "owner", "owner"),
        (RequiredTag(key="CostCentre"), "CostCentre", "costcentre", "CostCentre"),
        (
            RequiredTag(key="cost-centre", aws="CostCentre", gcp="cost_centre"),
            "CostCentre",
            "cost_centre",
            "cost-centre",
        ),
    ],
)
def test_a_tag_has_a_spelling_for_each_cloud(tag, aws, gcp, other):
    assert [tag.spelling(package) for package in ("aws", "gcp", "datadog")] == [aws, gcp, other]
