"""OUT-B002 and OUT-B003: budget objects, what they watch, and what of them is not known."""

from dataclasses import replace
from decimal import Decimal

import pytest
from outlay.prices.book import PriceBook
from outlay.prices.currency import parse_rates
from outlay.prices.embedded import embedded_book
from outlay.resource import SECRET, UNKNOWN, name_of
from outlay_policy_pack.evidence.budget_objects import budget_objects
from outlay_policy_pack.pricing import Pricing

NAT = "aws:ec2/natGateway:NatGateway"  # $32.85 a month
DISK = "gcp:compute/disk:Disk"
AWS, GCP = "aws:budgets/budget:Budget", "gcp:billing/budget:Budget"
COVERS, HAS = "budget-covers-estimate", "stack-has-budget"
OURS = {"tags": {"outlay-budget": "shop_prod"}}
NOT_SEEN = {"type_": "awsx:ec2:Vpc", "name": "net", "region": None, "custom": False, "remote": True}
BUDGETED = "budgets: {stacks: {shop/prod: {monthly: 100}}}"


@pytest.fixture
def aws_budget(make_resource):
    def make(scope="shop_prod", **inputs):
        filters = [{"name": "TagKeyValue", "values": [f"user:outlay-budget${scope}"]}]
        stated = {"budgetType": "COST", "timeUnit": "MONTHLY", "limitAmount": "40", "limitUnit": "USD"}
        return make_resource(AWS, {**stated, "costFilters": filters, **inputs}, name=f"budget-{scope}")

    return make


@pytest.fixture
def gcp_budget(make_resource):
    def make(amount=None, **filter_):
        amount = {"specifiedAmount": {"currencyCode": "USD", "units": "40"}} if amount is None else amount
        filter_ = {"labels": {"outlay-budget": "shop_prod"}, **filter_}
        return make_resource(GCP, {"amount": amount, "budgetFilter": filter_}, name="budget")

    return make


# --- The limit of a budget object a month -----------------------------------------------------------------------------


def limit(view, resource):
    (found,) = budget_objects(view(resource).resources)
    return found.why_open or (round(found.limit, 2), found.currency)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({}, (40, "USD")),
        ({"timeUnit": "QUARTERLY", "limitAmount": "120"}, (40, "USD")),
        ({"timeUnit": "ANNUALLY", "limitAmount": 480}, (40, "USD")),
        ({"timeUnit": "DAILY", "limitAmount": "24"}, (730, "USD")),
        ({"timeUnit": "CUSTOM"}, "timeUnit is 'CUSTOM', which is no period that comes again"),
        ({"timeUnit": UNKNOWN}, "timeUnit is open until deployment"),
        ({"limitAmount": UNKNOWN}, "limitAmount is open until deployment"),
        ({"limitAmount": SECRET}, "limitAmount is secret"),
        ({"limitAmount": "lots"}, "limitAmount is 'lots', which is no amount"),
        ({"limitAmount": "-1"}, "limitAmount is '-1', which is no amount"),
        ({"limitAmount": None}, "its limit is not stated as limitAmount"),
        ({"limitUnit": None}, "limitUnit is not set"),
        ({"limitUnit": ["USD"]}, "limitUnit is ['USD'], which is no text"),
        ({"budgetType": "USAGE"}, "its budgetType is USAGE, which is no cost"),
        ({"budgetType": UNKNOWN}, "budgetType is open until deployment"),
    ],
)
def test_the_limit_of_a_budget_on_aws(view, aws_budget, inputs, expected):
    assert limit(view, aws_budget(**inputs)) == expected


@pytest.mark.parametrize(
    ("amount", "filter_", "expected"),
    [
        (None, {}, (40, "USD")),
        ({"specifiedAmount": {"units": "40", "nanos": 500_000_000, "currencyCode": "EUR"}}, {}, (40.5, "EUR")),
        (None, {"calendarPeriod": "YEAR"}, (Decimal("3.33"), "USD")),
        (None, {"customPeriod": {}}, "it is for a period of its own (budgetFilter.customPeriod)"),
        ({"lastPeriodAmount": True}, {}, "its limit is not stated as amount.specifiedAmount"),
        ({"specifiedAmount": {"units": "40"}}, {}, "currencyCode is not set"),
        ({"specifiedAmount": UNKNOWN}, {}, "amount.specifiedAmount is open until deployment"),
        (UNKNOWN, {}, "amount is open until deployment"),
        ("40 USD", {}, "its limit is not stated as amount.specifiedAmount"),
    ],
)
def test_the_limit_of_a_budget_on_google_cloud(view, gcp_budget, amount, filter_, expected):
    assert limit(view, gcp_budget(amount, **filter_)) == expected


def test_only_budgets_by_the_tag_count(view, make_resource, aws_budget):
    other = make_resource(AWS, {"costFilters": [{"name": "Service", "values": ["Amazon EC2"]}]}, name="other")
    read = make_resource(AWS, aws_budget().inputs, name="read", external=True)
    assert [each.scope for each in budget_objects(view(other, read, aws_budget("a")).resources)] == ["a"]


# --- Whether it covers what it watches --------------------------------------------------------------------------------


def test_a_budget_watches_its_own_scope_and_its_own_cloud(found_by, view, make_resource, aws_budget):
    inputs = {"tags": {"outlay-budget": "shop_prod_orders"}}
    of_orders = make_resource(NAT, inputs, name="orders")
    elsewhere = make_resource(NAT, {"tags": {"outlay-budget": "shop_prod_carts"}}, name="carts")
    stack = view(of_orders, elsewhere, aws_budget("shop_prod_orders", limitAmount="30"), aws_budget(limitAmount="0"))
    (finding,) = found_by(COVERS, stack)
    assert name_of(finding.urn) == "budget-shop_prod_orders"
    assert finding.message.startswith("its limit of $30.00 a month is below the $32.85 that shop_prod_orders")


def test_what_carries_no_scope_counts_against_the_budget_of_the_stack(found_by, view, make_resource, aws_budget):
    both = [make_resource(NAT, {"tags": tags}, name=name) for name, tags in (("a", {}), ("b", UNKNOWN))]
    assert found_by(COVERS, view(*both, aws_budget(limitAmount="65.70"))) == ()
    (finding,) = found_by(COVERS, view(*both, aws_budget(limitAmount="65.69")))
    assert finding.message == "its limit of $65.69 a month is below the $65.70 that shop_prod is estimated to cost"


def test_an_open_filter_leaves_open_what_a_budget_watches(found_by, view, make_resource, aws_budget):
    (finding,) = found_by(COVERS, view(make_resource(NAT), aws_budget(costFilters=UNKNOWN)))
    assert finding.message.endswith("is open: its filter is open until deployment")


def test_an_estimate_with_gaps_says_why_it_is_open(found_by, view, make_resource, aws_budget):
    (finding,) = found_by(COVERS, view(make_resource("aws:nobody/knows:It"), aws_budget()))
    assert finding.open == ("no pricer for aws:nobody/knows:It (it)",)


def test_a_stack_without_budget_objects_has_none_to_judge(outcome_of, view, make_resource):
    assert outcome_of(COVERS, view(make_resource(NAT))).not_applicable == {COVERS: "the stack has no budget object"}


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("32.85", ""),
        ("32.84", "its limit of $32.84 (€29.56) a month is below the €29.57 that shop_prod is estimated to cost"),
    ],
)
def test_a_budget_in_the_clouds_currency_is_told_in_that_of_the_standard(
    found_by, view, make_resource, aws_budget, limit, message
):
    rates = parse_rates("currency,per_usd,as_of,source\nEUR,0.9,2026-07-01,ECB\n", "rates.csv")
    embedded = embedded_book()
    pricing = Pricing(PriceBook(embedded.layers, embedded.identity, currency="EUR", rates=rates))
    stack = view(make_resource(NAT, OURS), aws_budget(limitAmount=limit))
    stack = replace(stack, pricing=pricing, cost=pricing.estimate(stack.resources))
    assert [each.message for each in found_by(COVERS, stack, "currency: EUR")] == ([message] if message else [])


# --- Whether there is one ---------------------------------------------------------------------------------------------


def test_each_cloud_and_each_scope_needs_its_own_budget(found_by, view, make_resource, aws_budget):
    stack = view(
        make_resource(NAT, OURS),
        make_resource(NAT, {"tags": {"outlay-budget": "shop_prod_orders"}}, name="orders"),
        make_resource(DISK, {"size": 10, "type": "pd-ssd"}, name="disk", region="europe-west1"),
        aws_budget(),
    )
    assert [each.message for each in found_by(HAS, stack, BUDGETED)] == [
        "no budget object watches what is billed for disk on Google Cloud",
        "no budget object watches what is billed for orders on AWS",
    ]


def test_a_budget_whose_filter_is_open_may_be_the_one(found_by, view, make_resource, aws_budget):
    (finding,) = found_by(HAS, view(make_resource(NAT), aws_budget(costFilters=UNKNOWN)), BUDGETED)
    assert finding.is_undecided
    assert finding.message.startswith("what is billed for it on AWS may be watched by no budget object: the filter of ")


def test_a_budget_sees_only_what_carries_the_tag_that_it_filters_by(found_by, view, make_resource, aws_budget):
    by_provider = make_resource(NAT, name="tagged-by-provider", default_tags=OURS["tags"])
    stack = view(make_resource(NAT, name="bare"), make_resource(NAT, OURS, name="tagged"), by_provider, aws_budget())
    (finding,) = found_by(HAS, stack, BUDGETED)
    assert finding.message == "the budget object does not see bare, without the tag outlay-budget that it filters by"
    assert finding.blocks
    assert not finding.is_undecided


@pytest.mark.parametrize("tags", [UNKNOWN, SECRET, {"outlay-budget": UNKNOWN}, {"outlay-budget": SECRET}])
def test_whether_a_budget_sees_what_has_open_tags_is_open(found_by, view, make_resource, aws_budget, tags):
    (finding,) = found_by(HAS, view(make_resource(NAT, {"tags": tags}), aws_budget()), BUDGETED)
    assert finding.is_undecided
    assert finding.open == ("outlay-budget is open until deployment",)


def test_a_budget_with_a_further_filter_is_none(found_by, view, make_resource, aws_budget):
    filters = [{"name": "Service", "values": ["Amazon EC2"]}, *aws_budget().inputs["costFilters"]]
    (finding,) = found_by(HAS, view(make_resource(NAT, OURS), aws_budget(costFilters=filters)), BUDGETED)
    assert finding.message == "no budget object watches what is billed for it on AWS"


def test_what_nobody_could_see_may_cost_more_than_a_budget_covers_or_need_one(
    found_by, view, make_resource, aws_budget
):
    hidden = make_resource(**NOT_SEEN)
    (covered,) = found_by(COVERS, view(hidden, aws_budget()))
    assert covered.is_undecided
    (watched,) = found_by(HAS, view(hidden), BUDGETED)
    assert watched.is_undecided
    assert watched.open == ("what is inside net could not be seen",)
    assert found_by(HAS, view(hidden, aws_budget()), BUDGETED) == ()


@pytest.mark.parametrize(
    ("type_", "standard", "reason"),
    [
        (NAT, "", "the standard sets no budget for shop/prod"),
        ("aws:iam/role:Role", BUDGETED, "nothing in the stack is billed by AWS or Google Cloud"),
        ("datadog:index/monitor:Monitor", BUDGETED, "nothing in the stack is billed by AWS or Google Cloud"),
    ],
)
def test_a_stack_that_needs_none_is_not_judged(outcome_of, view, make_resource, type_, standard, reason):
    found = outcome_of(HAS, view(make_resource(type_)), standard)
    assert (found.findings, found.not_applicable) == ((), {HAS: reason})
