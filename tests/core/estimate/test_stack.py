"""The estimate over a snapshot: what has a pricer, what is free, and what becomes a gap by name."""

from dataclasses import replace

import pytest
from outlay.errors import DamagedPrices
from outlay.estimate.amount import HOUR
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue
from outlay.estimate.registry import Registry
from outlay.estimate.resource_cost import StackCost, Status
from outlay.estimate.stack import estimate, usage_keys_nobody_knows
from outlay.money import Cost, GapKind
from outlay.prices.query import PriceQuery
from outlay.resource import Snapshot

TYPE = "shop:index:Thing"
QUEUE = "aws:sqs/queue:Queue"
QUERY = PriceQuery("Shop", "us-east-1", "thing")


@pytest.fixture
def cost_with(make_resource, make_book, make_price):
    """What a thing costs by a pricer of the test's own, at $2 an hour."""

    def run(pricer):
        registry = Registry()
        registry.prices(TYPE)(pricer)
        book = make_book(test={QUERY: make_price("2")})
        snapshot = Snapshot.of(make_resource(TYPE, {}, region="us-east-1"))
        (found,) = estimate(snapshot, book, registry=registry).resources.values()
        return found

    return run


def an_hour(name="Usage"):
    return Charge(name, HOUR * 1, QUERY)


@pytest.mark.parametrize(
    ("more", "status", "is_structural"),
    [
        ({"custom": False, "remote": True}, Status.NOT_SEEN, False),
        ({"custom": False}, Status.FREE, True),
        ({"external": True}, Status.FREE, False),
        ({}, Status.UNSUPPORTED, False),
    ],
)
def test_what_is_not_priced_says_why(cost, more, status, is_structural):
    found = cost(TYPE, {}, **more)
    assert (found.status, found.is_structural) == (status, is_structural)
    assert found.free_reason or found.cost.gaps


def test_providers_and_the_stack_itself_only_order_others(cost):
    assert cost("pulumi:providers:aws", {}).is_structural
    assert cost("pulumi:pulumi:Stack", {}).is_structural


def test_a_damaged_book_ends_the_estimate_and_is_no_fault_of_the_pricer(cost_with):
    def pricer(*_):
        raise DamagedPrices("the book is damaged")
        yield

    with pytest.raises(DamagedPrices, match="the book is damaged"):
        cost_with(pricer)


def test_amounts_are_in_the_currency_of_the_book(make_book):
    book = make_book(test={})
    assert estimate(Snapshot.of(), book).total.currency == book.currency == "USD"


def test_an_open_value_keeps_what_was_said_before_it(cost_with):
    def pricer(resource, usage, near):
        yield an_hour()
        raise OpenValue("mode", "is open until deployment")

    found = cost_with(pricer)
    assert (found.cost.low, found.cost.high, found.status) == (2, None, Status.UNKNOWN)
    assert [gap.reason for gap in found.loose_gaps] == ["mode is open until deployment"]


@pytest.mark.parametrize(
    ("yielded", "message"),
    [
        ([], "ValueError: it gave neither a charge nor a reason why there is none"),
        ([Charge("Usage", HOUR * 1, replace(QUERY, item="thing"), factor=-1)], "ValueError: Usage counts"),
        ([object()], "AttributeError"),
    ],
)
def test_a_pricer_that_breaks_the_rules_is_named(cost_with, yielded, message):
    found = cost_with(lambda resource, usage, near: iter(yielded))
    (gap,) = found.cost.gaps
    assert (gap.kind, found.status) == (GapKind.UNSUPPORTED, Status.UNSUPPORTED)
    assert gap.reason.startswith(f"the pricer of {TYPE} failed: {message}")


def test_free_has_a_reason_and_a_charge_ends_it(cost_with):
    free = cost_with(lambda resource, usage, near: iter([Free("a trial")]))
    assert (free.status, free.free_reason, free.cost) == (Status.FREE, "a trial", Cost.total(()))
    charged = cost_with(lambda resource, usage, near: iter([Free("a trial"), an_hour()]))
    assert (charged.status, charged.free_reason) == (Status.PRICED, "")


def test_a_status_is_that_of_the_worst_gap(cost):
    nat = cost("aws:ec2/natGateway:NatGateway", {})
    assert nat.status is Status.USAGE
    assert cost("aws:ec2/natGateway:NatGateway", {}, region="mars-1").status is Status.UNPRICED
    assert cost("aws:ec2/natGateway:NatGateway", {}, region=None).status is Status.UNKNOWN


def test_stated_use_that_is_no_figure_is_a_gap(cost):
    queue = cost(QUEUE, {}, usage={"monthly_requests": "many"})
    assert [gap.reason for gap in queue.cost.gaps] == [
        "usage monthly_requests is 'many'; a number of at least 0 belongs there"
    ]


def test_usage_keys_that_no_model_has_are_named(make_resource):
    queue, vpc = make_resource(QUEUE, {}, region=None), make_resource("aws:ec2/vpc:Vpc", {}, region=None, name="v")
    stated = {"monthly_requests": 1, "monthly_request": 2}
    assert usage_keys_nobody_knows([queue, vpc], lambda resource: stated) == {queue.urn: ("monthly_request",)}


def test_use_of_a_type_that_no_pricer_counts_is_named_whole(make_resource):
    pool = make_resource("aws:cognito/userPool:UserPool", {}, region=None)
    found = usage_keys_nobody_knows([pool], lambda resource: {"monthly_active_users": 5000})
    assert found == {pool.urn: ("monthly_active_users",)}


def test_a_stack_costs_what_its_resources_cost(cost):
    nat, eip = cost("aws:ec2/natGateway:NatGateway", {}, name="a"), cost("aws:ec2/eip:Eip", {}, name="b")
    assert StackCost.of({nat.urn: nat, eip.urn: eip}).total == nat.cost + eip.cost


def test_other_lines_make_another_sum_with_the_same_loose_gaps(cost_with):
    def pricer(resource, usage, near):
        yield an_hour("One")
        yield an_hour("Two")
        raise OpenValue("mode", "is open until deployment")

    found = cost_with(pricer)
    halved = found.with_charges(found.charges[:1])
    assert (found.cost.low, halved.cost.low) == (4, 2)
    assert halved.cost.gaps == found.cost.gaps


def test_functions_that_nobody_answered_are_gaps_of_the_stack_s_own_resource(make_resource, make_book):
    stack = make_resource("pulumi:pulumi:Stack", {}, region=None)
    asked = replace(stack, custom=False, unanswered=("acme:index:getSize", "acme:index:getZone"))

    cost = estimate(Snapshot.of(asked), make_book())

    (found,) = cost.resources.values()
    assert found.status is Status.UNKNOWN
    assert [(gap.kind, gap.urn) for gap in cost.total.gaps] == [(GapKind.UNKNOWN, stack.urn)] * 2
    assert "answer it in finops.yaml: offline.answers: {'acme:index:getSize': {…}}" in cost.total.gaps[0].reason
    assert (cost.total.expected, cost.total.high) == (0, None)
    assert estimate(Snapshot.of(replace(stack, custom=False)), make_book()).total.gaps == ()
