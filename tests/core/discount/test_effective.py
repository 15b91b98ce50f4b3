"""What holds of discounts whatever they are: order, ends of ranges, what a commitment has, fleets, choices."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.diff import cost_diff
from outlay.discount.effective import discounted, discounted_fleet
from outlay.discount.stated import (
    CommittedUse,
    Discounts,
    NegotiatedDiscount,
    Plan,
    PlanRate,
    Reservation,
    ReservedService,
    SavingsPlan,
    Selector,
    SpendCommitment,
    SpendService,
    SpotUse,
)
from outlay.estimate.stack import estimate, estimate_resource
from outlay.estimate.subject import SnapshotIndex
from outlay.prices.book import BookIdentity, PriceBook
from outlay.prices.embedded import embedded_book
from outlay.prices.query import Grade, Missing, Price, PriceQuery, Tier
from outlay.prices.term import Payment
from outlay.resource import Snapshot, Unknown
from outlay.standard.reading import parse_standard

from .conftest import charge_of, resource_of, span, stack_of

PRICES = {
    PriceQuery("AmazonEC2", "us-east-1", "m5.large", "linux"): ("0.10", "hours"),
    PriceQuery("AmazonEC2", "us-east-1", "m5.xlarge", "linux"): ("0.20", "hours"),
    PriceQuery("AmazonEC2", "us-east-1", "c5.large", "linux"): ("0.085", "hours"),
    PriceQuery("AmazonECS", "us-east-1", "Fargate", "vcpu-hours"): ("0.04", "vCPU-hours"),
    PriceQuery("AWSLambda", "us-east-1", "Duration", "x86-64"): ("0.0000166667", "GB-seconds"),
    PriceQuery("ComputeEngine", "us-central1", "n2-standard-2", "linux"): ("0.097118", "hours"),
    PriceQuery("ComputeEngine", "us-central1", "n1-standard-4", "linux"): ("0.189999", "hours"),
    PriceQuery("ComputeEngine", "us-central1", "n2", "vcpu"): ("0.031611", "vCPU-hours"),
    PriceQuery("ComputeEngine", "us-central1", "n2", "memory"): ("0.004237", "GB-hours"),
    PriceQuery("CloudStorage", "us-central1", "STANDARD", "storage"): ("0.02", "GB-months"),
}


class PlainPrices:
    """A layer with these prices and nothing else."""

    name = "test"

    def find(self, query: PriceQuery) -> Price | Missing:
        found = PRICES.get(query)
        if found is None:
            return Missing(query, "not here")
        return Price((Tier(Decimal(0), Decimal(found[0])),), found[1], "a test", date(2026, 7, 1), Grade.A, "test")


BOOK = PriceBook((PlainPrices(),), BookIdentity(date(2026, 7, 1), "0" * 64))


def ends(values):
    return st.lists(values, min_size=3, max_size=3).map(lambda drawn: span(*sorted(drawn)))


HOURS = ends(st.sampled_from([0, 100, 217, 365, 521, 730]))
COUNTS = ends(st.integers(0, 6))


@st.composite
def resources(draw):
    """A resource of one to three charges, each a range of units over a range of hours."""
    number = draw(st.integers(0, 999))
    queries = draw(st.lists(st.sampled_from(list(PRICES)), min_size=1, max_size=3))
    charges = []
    for index, query in enumerate(queries):
        price, unit = PRICES[query]
        hours, count = draw(HOURS), draw(COUNTS)
        quantity = span(count.low * hours.low, count.expected * hours.expected, count.high * hours.high)
        charges.append(charge_of(query, price, quantity, unit=unit, hours=hours, name=str(index)))
    provider = "gcp" if queries[0].service in ("ComputeEngine", "CloudStorage") else "aws"
    return resource_of(f"r{number}", *charges, provider=provider)


STACKS = st.lists(resources(), max_size=6, unique_by=lambda each: each.urn)
MONEY = st.decimals(0, 2, places=2)
PERCENT = st.decimals(0, 100, places=1)


def at_most_one(strategy):
    return st.lists(strategy, max_size=2).map(
        lambda found: tuple(replace(each, name=f"{each.name} {number}") for number, each in enumerate(found))
    )


DISCOUNTS = st.builds(
    Discounts,
    spot=at_most_one(
        st.builds(SpotUse, st.just("spot"), st.just(Selector(items=("c5.*",))), share=PERCENT, percent=PERCENT)
    ),
    free_tiers=st.sampled_from([frozenset(), frozenset({"aws"}), frozenset({"aws", "gcp"})]),
    reservations=at_most_one(
        st.builds(
            Reservation,
            st.just("reservation"),
            st.just(ReservedService.EC2),
            st.sampled_from(["m5.large", "m5.xlarge", "c5.large"]),
            st.integers(1, 5),
            st.just("us-east-1"),
            st.just("linux"),
            st.just(1),
            st.just(Payment.NO_UPFRONT),
            zone=st.sampled_from(["", "us-east-1a"]),
            percent=PERCENT,
        )
    ),
    savings_plans=at_most_one(
        st.builds(
            SavingsPlan,
            st.just("plan"),
            st.just(Plan.COMPUTE),
            MONEY,
            st.just(1),
            st.just(Payment.NO_UPFRONT),
            rates=PERCENT.map(lambda percent: (PlanRate(percent),)),
        )
    ),
    committed_use=at_most_one(
        st.builds(
            CommittedUse,
            st.just("committed"),
            st.just("us-central1"),
            st.just("n2"),
            st.just(1),
            vcpus=st.integers(0, 9).map(Decimal),
            memory=st.integers(0, 40).map(Decimal),
            percent=PERCENT,
        )
    ),
    spend_commitments=at_most_one(
        st.builds(SpendCommitment, st.just("spend"), st.just(SpendService.COMPUTE), MONEY, st.just(1), percent=PERCENT)
    ),
    sustained_use=st.booleans(),
    negotiated=at_most_one(st.builds(NegotiatedDiscount, st.just("agreement"), PERCENT)),
)


def charges_of(stack):
    return [charge for each in stack.resources.values() for charge in each.charges]


@given(STACKS, DISCOUNTS)
def test_more_use_never_costs_less_and_nothing_costs_more_than_its_list_price(listed, discounts):
    after = discounted(stack_of(*listed), discounts, BOOK)
    for charge in charges_of(after):
        cost, list_cost, contracted = charge.cost, charge.list_cost, charge.contracted_cost
        assert 0 <= cost.low <= cost.expected <= cost.high
        assert cost.low <= list_cost.low
        assert cost.expected <= list_cost.expected
        assert cost.high <= list_cost.high
        assert contracted.expected <= list_cost.expected
    assert after.list_cost == stack_of(*listed).total


@given(STACKS, DISCOUNTS)
def test_a_commitment_never_covers_more_than_it_has(listed, discounts):
    after = discounted(stack_of(*listed), discounts, BOOK)
    for use in after.commitments:
        if use.cost is not None:
            assert 0 <= use.unused.low <= use.unused.expected <= use.unused.high <= use.cost


@given(STACKS, DISCOUNTS)
def test_discounts_by_name_are_the_whole_difference_to_the_list_cost(listed, discounts):
    for charge in charges_of(discounted(stack_of(*listed), discounts, BOOK)):
        taken_off = sum((each.amount for each in charge.discounts), Decimal(0))
        assert charge.list_cost.expected - charge.cost.expected == pytest.approx(taken_off, abs=Decimal("1e-18"))


@given(STACKS, DISCOUNTS)
def test_the_order_of_resources_does_not_matter(listed, discounts):
    one, other = (discounted(stack_of(*each), discounts, BOOK) for each in (listed, listed[::-1]))
    assert one.resources == other.resources
    assert one.commitments == other.commitments


@given(STACKS, DISCOUNTS, st.integers(0, 6))
def test_a_fleet_costs_what_one_stack_of_all_would(listed, discounts, cut):
    together = discounted(stack_of(*listed), discounts, BOOK)
    parts = [stack_of(*listed[:cut]), stack_of(*listed[cut:])]
    fleet = discounted_fleet(parts, discounts, BOOK)
    apart = {urn: cost for stack in fleet.stacks for urn, cost in stack.resources.items()}
    assert apart == together.resources
    assert fleet.commitments == together.commitments


@given(STACKS, DISCOUNTS)
def test_equal_stacks_have_no_difference_and_discounts_hold_once(listed, discounts):
    once = discounted(stack_of(*listed), discounts, BOOK)
    assert discounted(once, discounts, BOOK) == once
    assert cost_diff(once, discounted(stack_of(*listed), discounts, BOOK), []).delta.is_nothing


# --- Over what the estimate really yields -----------------------------------------------------------------------------

INSTANCE = "gcp:compute/instance:Instance"


def machine(make_resource, machine_type, name="it"):
    inputs = {
        "machineType": machine_type,
        "zone": "us-central1-a",
        "bootDisk": {"initializeParams": {"image": "debian-12", "size": 10}},
    }
    return make_resource(INSTANCE, inputs, region="us-central1", name=name)


def test_a_choice_has_the_discount_of_each_of_its_machines(make_resource):
    """n1-standard-1 with 30 % off, or e2-standard-2 with none: from the one's effective cost to the other's."""
    either = machine(make_resource, Unknown(("n1-standard-1", "e2-standard-2")))
    n1, e2 = (machine(make_resource, choice) for choice in ("n1-standard-1", "e2-standard-2"))
    book = embedded_book()
    costs = [estimate(Snapshot.of(each), book).total for each in (n1, e2, either)]
    assert (costs[2].low, costs[2].expected, costs[2].high) == (costs[0].low, costs[0].low, costs[1].high)
    assert estimate(Snapshot.of(either), book).list_cost.low == Decimal("0.04749975") * 730 + Decimal("0.4")


def test_no_commitment_covers_a_choice_and_that_is_said(make_resource):
    either = machine(make_resource, Unknown(("n2-standard-2", "n2-standard-4")))
    stated = CommittedUse("n2", "us-central1", "n2", 1, vcpus=Decimal(8), memory=Decimal(32))
    after = estimate(Snapshot.of(either), embedded_book(), discounts=Discounts(committed_use=(stated,)))
    (it,) = after.resources.values()
    assert "no commitment is taken to cover what is still a choice" in it.assumptions
    assert after.commitments[0].unused.expected == after.commitments[0].cost


def test_a_resource_by_itself_draws_on_no_commitment(make_resource):
    it = machine(make_resource, "n2-standard-2")
    stated = CommittedUse("n2", "us-central1", "n2", 1, vcpus=Decimal(8), memory=Decimal(32))
    index = SnapshotIndex(Snapshot.of(it))
    alone = estimate_resource(it, index, embedded_book(), {}, discounts=Discounts(committed_use=(stated,)))
    assert alone.cost == estimate_resource(it, index, embedded_book(), {}).cost


def test_before_and_after_a_change_a_commitment_is_there_once_each(make_resource):
    """One n2-standard-2 is committed: with one machine all is used, the second one is charged in full, less 20 %."""
    standard = parse_standard(
        "discounts: {gcp: {sustained_use: true, "
        "committed_use: [{region: us-central1, family: n2, years: 1, vcpus: 2, memory: 8}]}}"
    )
    one, two = machine(make_resource, "n2-standard-2", "a"), machine(make_resource, "n2-standard-2", "b")
    sides = [
        estimate(Snapshot.of(*each), embedded_book(), discounts=standard.discounts.stated())
        for each in ((one,), (one, two))
    ]
    delta = cost_diff(*sides, []).delta.expected
    assert delta == Decimal("0.097118") * 730 * Decimal("0.8") + Decimal("0.4")
    assert [side.commitments[0].unused.expected for side in sides] == [0, 0]


def test_an_entry_that_takes_but_a_choice_is_not_said_to_take_nothing(make_resource):
    either = machine(make_resource, Unknown(("n2-standard-2", "n2-standard-4")))
    discounts = Discounts(
        negotiated=tuple(NegotiatedDiscount(item, Decimal(5), Selector(items=(item,))) for item in ("n2-*", "n1-*"))
    )
    after = estimate(Snapshot.of(either), embedded_book(), discounts=discounts)
    assert [each.text for each in after.assumptions] == ["n1-*: it applies to nothing that is estimated here"]
