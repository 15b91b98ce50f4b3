"""Savings Plans: the worked example of AWS's documentation in all its scenarios."""

from decimal import Decimal

import pytest
from outlay.discount.effective import discounted
from outlay.discount.stated import Discounts, Plan, PlanRate, Reservation, ReservedService, SavingsPlan, Selector
from outlay.prices.query import PriceQuery
from outlay.prices.term import Payment, savings_plan

from .conftest import charge_of, only, resource_of, span, stack_of

R5 = PriceQuery("AmazonEC2", "us-east-1", "r5.4xlarge", "linux")
M5 = PriceQuery("AmazonEC2", "us-east-1", "m5.24xlarge", "windows/dedicated")
VCPU = PriceQuery("AmazonECS", "us-west-1", "Fargate", "vcpu-hours")
MEMORY = PriceQuery("AmazonECS", "us-west-1", "Fargate", "gb-hours")
DURATION = PriceQuery("AWSLambda", "us-east-2", "Duration", "x86-64")
REQUESTS = PriceQuery("AWSLambda", "us-east-2", "Request")
NO_UPFRONT = Payment.NO_UPFRONT


@pytest.fixture
def usage():
    """The use of one hour, in each of a month's hours.

    4 r5.4xlarge; 1 m5.24xlarge with Windows; 400 vCPUs and 1,600 GB of Fargate; 1 million requests of Lambda of 3
    seconds at half a GB. On demand that is $59.10 an hour.
    Source: Savings Plans User Guide, "Understanding how Savings Plans apply to your AWS usage", example
    (docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html).
    """

    def month(query, price, amount, unit="hours"):
        return charge_of(query, price, span(Decimal(amount) * 730), unit=unit)

    return [
        resource_of("r5", month(R5, "1.00", 4)),
        resource_of("m5", month(M5, "10.00", 1)),
        resource_of("fargate", month(VCPU, "0.04", 400, "vCPU-hours"), month(MEMORY, "0.004", 1600, "GB-hours")),
        resource_of(
            "lambda", month(DURATION, "0.000015", 1_500_000, "GB-seconds"), month(REQUESTS, "0.20", 1, "1M requests")
        ),
    ]


def plan(commitment, *, kind=Plan.COMPUTE, **more):
    """A plan with the rates of the example: 30 % off r5, 18 % off m5, 25 % off Fargate, 15 % off Lambda."""
    compute = (
        PlanRate(Decimal(30), Selector(items=("r5.*",))),
        PlanRate(Decimal(18), Selector(items=("m5.*",))),
        PlanRate(Decimal(25), Selector(services=("AmazonECS",))),
        PlanRate(Decimal(15), Selector(services=("AWSLambda",))),
    )
    instance = (PlanRate(Decimal(40)),)
    rates = compute if kind is Plan.COMPUTE else instance
    return SavingsPlan(f"{kind} plan", kind, Decimal(commitment), 1, NO_UPFRONT, rates=rates, **more)


def hourly(stack):
    return only(stack.total) / 730


def unused(stack, name):
    (use,) = (each for each in stack.commitments if each.name == name)
    return use.unused.expected / 730


def test_on_demand(usage, no_book):
    assert hourly(discounted(stack_of(*usage), Discounts(), no_book)) == Decimal("59.10")


def test_scenario_1_the_plan_covers_everything(usage, no_book):
    """A commitment of $50 an hour; at its rates the use comes to $47.125, requests at their full $0.20 included."""
    after = discounted(stack_of(*usage), Discounts(savings_plans=(plan("50.00"),)), no_book)
    assert hourly(after) == Decimal("47.125")
    assert unused(after, "compute plan") == Decimal("50.00") - Decimal("46.925")


def test_scenario_2_the_plan_covers_what_has_the_highest_percentage(usage, no_book):
    """$2.00 an hour covers 2.857 of the four r5 at $0.70; the other 1.143 cost $1.14, all the rest $55.10."""
    after = discounted(stack_of(*usage), Discounts(savings_plans=(plan("2.00"),)), no_book)
    r5 = next(each for each in after.resources.values() if each.name == "r5")
    assert round(only(r5.cost) / 730 - 2, 2) == Decimal("1.14")
    assert round(hourly(after) - 2, 2) == Decimal("56.24")
    assert unused(after, "compute plan") == 0


def test_scenario_3_reservations_come_before_the_plan(usage, make_book, make_price):
    """Two reserved r5; $18.20 an hour then covers the other two ($1.40) and Fargate ($16.80) to the cent."""
    reservation = Reservation(
        "r5", ReservedService.EC2, "r5.4xlarge", 2, "us-east-1", "linux", 1, NO_UPFRONT, percent=Decimal(50)
    )
    discounts = Discounts(reservations=(reservation,), savings_plans=(plan("18.20"),))
    after = discounted(stack_of(*usage), discounts, make_book(test={R5: make_price("1.00")}))
    assert unused(after, "compute plan") == 0
    # reserved $1.00, plan $18.20, m5 $10, Lambda $22.50 and $0.20
    assert hourly(after) == Decimal("51.90")


def test_scenario_4_the_plan_of_a_family_comes_before_that_of_all_compute(usage, no_book):
    """$3.00 for r5 at $0.60 is used by $2.40; $16.80 for compute covers Fargate."""
    narrow = plan("3.00", kind=Plan.EC2_INSTANCE, family="r5", region="us-east-1")
    after = discounted(stack_of(*usage), Discounts(savings_plans=(plan("16.80"), narrow)), no_book)
    assert unused(after, narrow.name) == Decimal("0.60")
    assert unused(after, "compute plan") == 0
    assert hourly(after) == Decimal("2.40") + Decimal("16.80") + Decimal("10") + Decimal("22.70")


def test_rates_of_the_price_book_where_none_is_stated(running, effective, make_book, make_price):
    of_plan = PriceQuery(R5.service, R5.region, R5.item, R5.dimension, savings_plan("compute", 1, NO_UPFRONT))
    stated = SavingsPlan("plan", Plan.COMPUTE, Decimal("0.6"), 1, NO_UPFRONT)
    book = make_book(test={of_plan: make_price("0.60")})
    assert effective(Discounts(savings_plans=(stated,)), running("it", R5, "1.00"), book=book) == {
        "it": Decimal("0.60")
    }


def test_a_plan_without_rates_covers_nothing_and_says_so(running, no_book):
    stated = SavingsPlan("plan", Plan.COMPUTE, Decimal(1), 1, NO_UPFRONT)
    it = stack_of(running("it", R5, "1.00"))
    after = discounted(it, Discounts(savings_plans=(stated,)), no_book)
    assert after.total == it.total
    (use,) = after.commitments
    assert (use.cost, use.unused.expected) == (730, 730)
    assert "no rate is stated" in use.note


def test_what_rests_on_a_stated_percentage_is_an_assumption_by_name(running, no_book):
    after = discounted(stack_of(running("it", R5, "1")), Discounts(savings_plans=(plan("2"),)), no_book)
    assert [each.text.partition(":")[0] for each in after.assumptions] == [
        "compute plan",
        "commitments are taken to be this estimate's alone",
    ]


@pytest.mark.parametrize(
    "query",
    [
        PriceQuery("AmazonEC2", "us-east-1", "NatGateway", "hours"),
        PriceQuery("AmazonEC2", "us-east-1", "r5.4xlarge", "ebs-optimized"),
        PriceQuery("AmazonEC2", "us-east-1", "r5.4xlarge", "linux", "spot"),
        PriceQuery("AmazonECS", "us-east-1", "Fargate", "storage-gb-hours"),
        PriceQuery("AmazonRDS", "us-east-1", "db.r5.large", "postgres/single-az"),
    ],
)
def test_what_a_compute_plan_is_not_for(running, effective, query):
    stated = SavingsPlan("plan", Plan.COMPUTE, Decimal(9), 1, NO_UPFRONT, rates=(PlanRate(Decimal(50)),))
    assert effective(Discounts(savings_plans=(stated,)), running("it", query, "1")) == {"it": Decimal(1)}
