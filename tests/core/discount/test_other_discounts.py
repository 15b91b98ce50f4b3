"""Free tiers, spot, negotiated percentages, and prices of a contract."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from outlay.discount.allowances import ALLOWANCES
from outlay.discount.effective import discounted, discounted_fleet, discounted_resource
from outlay.discount.stated import (
    Discounts,
    NegotiatedDiscount,
    Plan,
    PlanRate,
    Reservation,
    ReservedService,
    SavingsPlan,
    Selector,
    SpotUse,
)
from outlay.estimate.amount import HOUR
from outlay.estimate.charge import Charge, DiscountKind, Free
from outlay.estimate.registry import Registry
from outlay.estimate.stack import estimate
from outlay.estimate.subject import Neighbours, Subject
from outlay.money import GapKind
from outlay.prices.query import PriceQuery
from outlay.prices.term import Payment
from outlay.resource import Snapshot
from outlay.usage.model import NoUsage

from .conftest import charge_of, only, resource_of, span, stack_of

REQUESTS = PriceQuery("AWSLambda", "us-east-1", "Request")
DURATION = PriceQuery("AWSLambda", "us-east-1", "Duration", "x86-64")
M5 = PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "linux")
FREE = Discounts(free_tiers=frozenset({"aws", "gcp"}))


def function(name, requests, gb_seconds, stack="prod"):
    return resource_of(
        name,
        charge_of(REQUESTS, "0.20", span(requests), unit="1M requests"),
        charge_of(DURATION, "0.00001667", span(gb_seconds), unit="GB-seconds"),
        stack=stack,
    )


def test_lambda_with_its_free_tier(no_book):
    """512 MB, 3 million times a month for a second: $18.34 for 1.1 million GB-seconds, $0.40 for 2 million requests.

    Source: AWS Lambda pricing, example 1 (aws.amazon.com/lambda/pricing).
    """
    after = discounted(stack_of(function("it", 3, 1_500_000)), FREE, no_book)
    (it,) = after.resources.values()
    requests, duration = (charge.cost.expected for charge in it.charges)
    assert (requests, round(duration, 2)) == (Decimal("0.40"), Decimal("18.34"))
    assert round(only(after.total), 2) == Decimal("18.74")
    assert only(after.list_cost) == 3 * Decimal("0.20") + 1_500_000 * Decimal("0.00001667")


def test_a_free_tier_is_there_once_for_a_fleet_and_off_unless_asked_for(no_book):
    one, two = stack_of(function("a", 1, 0)), stack_of(function("b", 1, 0, stack="dev"))
    fleet = discounted_fleet((one, two), FREE, no_book)
    assert sum(only(stack.total) for stack in fleet.stacks) == Decimal("0.20")
    assert discounted(one, Discounts(), no_book) == one


def test_one_small_machine_of_google_is_free_in_three_regions(running, effective):
    """Source: Google Cloud free program: one e2-micro a month in us-west1, us-central1 or us-east1."""

    def micro(region):
        return PriceQuery("ComputeEngine", region, "e2-micro", "linux")

    resources = (
        running("a", micro("us-east1"), "1", provider="gcp"),
        running("b", micro("us-west1"), "1", provider="gcp"),
        running("c", micro("europe-west1"), "1", provider="gcp"),
    )
    assert effective(FREE, *resources) == {"a": Decimal(0), "b": Decimal(1), "c": Decimal(1)}


def test_dynamodb_has_its_free_tier_in_each_region(effective):
    def table(name, region):
        query = PriceQuery("AmazonDynamoDB", region, "STANDARD", "storage")
        return resource_of(name, charge_of(query, "0.25", span(30), unit="GB-months"))

    after = effective(FREE, table("a", "us-east-1"), table("b", "us-east-1"), table("c", "eu-west-1"))
    assert {name: cost * 730 for name, cost in after.items()} == pytest.approx(
        {"a": Decimal("1.25"), "b": Decimal("7.50"), "c": Decimal("1.25")}
    )


def test_every_allowance_has_an_amount_and_a_source():
    assert all(each.amount > 0 and each.source for each in ALLOWANCES)
    assert len({(each.service, each.name, each.dimensions) for each in ALLOWANCES}) == len(ALLOWANCES)


def test_a_share_is_bought_at_the_spot_price_of_the_book(running, effective, make_book, make_price):
    spot = PriceQuery(M5.service, M5.region, M5.item, M5.dimension, "spot")
    use = SpotUse("batch", Selector(resources=("*::batch-*",)), share=Decimal(75))
    resources = (running("batch-1", M5, "0.100", 4), running("web", M5, "0.100", 4))
    after = effective(Discounts(spot=(use,)), *resources, book=make_book(test={spot: make_price("0.040")}))
    assert after == {"batch-1": Decimal("0.220"), "web": Decimal("0.400")}  # 3 × 0.04 + 0.1


def test_a_stated_percentage_off_for_spot_and_what_has_no_price(running, effective, no_book):
    stated = SpotUse("batch", Selector(items=("m5.*",)), percent=Decimal(70))
    assert effective(Discounts(spot=(stated,)), running("it", M5, "0.1")) == {"it": Decimal("0.03")}
    unknown = Discounts(spot=(SpotUse("batch", Selector(items=("m5.*",))),))
    it = stack_of(running("it", M5, "0.1"))
    after = discounted(it, unknown, no_book)
    assert after.total == it.total
    assert [each.text for each in after.assumptions] == [
        "batch: there is no spot price of AmazonEC2 m5.large/linux in eu-central-1"
    ]


def test_a_negotiated_percentage_comes_last_and_alone_makes_the_contracted_cost(running, no_book):
    """10 % off: contracted 65.70 of 73; spot leaves 21.90, of which 19.71 are effective."""
    spot = SpotUse("spot", Selector(), percent=Decimal(70))
    agreed = NegotiatedDiscount("agreement", Decimal(10), Selector(providers=("aws",)))
    after = discounted(stack_of(running("it", M5, "0.1")), Discounts(spot=(spot,), negotiated=(agreed,)), no_book)
    assert [only(cost) for cost in (after.list_cost, after.contracted_cost, after.total)] == [
        Decimal("73"),
        Decimal("65.70"),
        Decimal("19.71"),
    ]
    (it,) = after.resources.values()
    assert [(each.kind, each.amount) for each in it.charges[0].discounts] == [
        (DiscountKind.SPOT, Decimal("51.1")),
        (DiscountKind.NEGOTIATED, Decimal("2.19")),
    ]


def test_the_first_percentage_that_selects_a_charge_counts(running, effective):
    discounts = Discounts(
        negotiated=(
            NegotiatedDiscount("m5", Decimal(20), Selector(items=("m5.*",), regions=("eu-*",))),
            NegotiatedDiscount("all", Decimal(5)),
        )
    )
    other = PriceQuery("AmazonEC2", "us-east-1", "m5.large", "linux")
    after = effective(discounts, running("a", M5, "1"), running("b", other, "1"))
    assert after == {"a": Decimal("0.80"), "b": Decimal("0.95")}


def texts(after):
    return [each.text for each in after.assumptions]


def test_an_entry_that_takes_nothing_is_named(running, no_book):
    """A service by its everyday name selects nothing; an entry behind one that takes all comes to nothing too."""
    misspelt = Selector(services=("EC2",))
    it = stack_of(running("it", M5, "1"))
    everything = NegotiatedDiscount("all", Decimal(5))
    stated = Discounts(
        spot=(SpotUse("batch", misspelt),),
        free_tiers=frozenset({"gcp"}),
        negotiated=(NegotiatedDiscount("misspelt", Decimal(20), misspelt), everything, NegotiatedDiscount("late", 1)),
    )
    idle = "it applies to nothing that is estimated here"
    assert texts(discounted(it, stated, no_book)) == [
        *(f"{name}: {idle}" for name in ("batch", "misspelt", "late", "free tier of gcp"))
    ]
    assert texts(discounted(it, Discounts(negotiated=(everything,)), no_book)) == []


def test_a_free_tier_is_taken_to_be_this_estimates_alone_and_that_is_said(no_book):
    after = discounted(stack_of(function("it", 1, 0)), Discounts(free_tiers=frozenset({"aws"})), no_book)
    assert texts(after) == ["the whole free tier is taken to be this estimate's: nothing else is taken to use it"]


def test_what_lacks_a_spot_price_is_said_of_a_resource_by_itself(running, no_book):
    after = discounted_resource(running("it", M5, "1"), Discounts(spot=(SpotUse("batch", Selector()),)), no_book)
    assert after.assumptions == ("batch: there is no spot price of AmazonEC2 m5.large/linux in eu-central-1",)


# --- Prices of a contract -------------------------------------------------------------------------------------------

TYPE = "aws:index/thing:Thing"


@pytest.fixture
def priced(make_resource):
    """A resource that runs 730 hours, by a book."""
    registry = Registry()

    @registry.prices(TYPE)
    def thing(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
        yield Charge("Hours", HOUR * 730, M5)

    def run(book, discounts):
        return estimate(
            Snapshot.of(make_resource(TYPE, {}, region="eu-central-1")), book, registry=registry, discounts=discounts
        )

    return run


def test_a_contract_price_has_the_published_one_as_its_list_price(priced, make_book, make_price):
    """Contract 8 cents, published 10 for the first 365 hours and 5 after: 58.40 and 54.75. No percentage on top."""
    book = make_book(
        contract={M5: make_price("0.08", layer="contract")}, embedded={M5: make_price({0: "0.10", 365: "0.05"})}
    )
    after = priced(book, Discounts(negotiated=(NegotiatedDiscount("all", Decimal(50)),)))
    assert (only(after.contracted_cost), only(after.total)) == (Decimal("58.40"), Decimal("58.40"))
    assert only(after.list_cost) == Decimal("54.75")


def test_a_contract_price_of_what_the_book_does_not_have_has_no_list_cost(priced, make_book, make_price):
    after = priced(make_book(contract={M5: make_price("0.08", layer="contract")}, embedded={}), Discounts())
    assert only(after.total) == Decimal("58.40")
    (gap,) = after.list_cost.gaps
    assert (gap.kind, gap.reason) == (GapKind.UNPRICED, "only a contract's price is known, and no list price")
    assert after.list_cost.high is None


YEAR = PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "linux", "reserved-1yr-no-upfront")


@pytest.mark.parametrize(
    ("listed", "reserved", "total"),
    [
        # one of two instances is reserved; 10 % is taken off what is paid at published prices
        ("embedded", "contract", "0.95"),  # 0.05 agreed, and 1 less 10 %
        ("contract", "embedded", "1.045"),  # 0.05 less 10 %, and 1 agreed
        ("embedded", "embedded", "0.945"),
        ("contract", "contract", "1.05"),
    ],
)
def test_a_percentage_is_taken_off_published_prices_alone(make_book, make_price, running, listed, reserved, total):
    price = make_price("1", layer=listed)
    book = make_book(test={M5: price, YEAR: make_price("0.05", layer=reserved)})
    it = running("it", M5, "1", 2)
    it = it.with_charges([replace(it.charges[0], price=price)])
    of = Reservation("one", ReservedService.EC2, "m5.large", 1, "eu-central-1", "linux", 1, Payment.NO_UPFRONT)
    discounts = Discounts(reservations=(of,), negotiated=(NegotiatedDiscount("EDP", Decimal(10)),))
    after = discounted(stack_of(it), discounts, book)
    assert only(after.total) / 730 == Decimal(total)


def test_rates_of_a_savings_plan_are_named_with_what_they_are_for(running, no_book):
    rates = (
        PlanRate(Decimal(20), Selector(services=("AmazonECS",))),
        PlanRate(Decimal(12), Selector(services=("AWSLambda",), regions=("eu-*",))),
        PlanRate(Decimal(27)),
    )
    plan = SavingsPlan("plan", Plan.COMPUTE, Decimal(1), 1, Payment.NO_UPFRONT, rates=rates)
    after = discounted(stack_of(running("it", M5, "1")), Discounts(savings_plans=(plan,)), no_book)
    assert texts(after)[0].startswith(
        "plan: 20 % off on-demand prices of AmazonECS, 12 % off those of AWSLambda in eu-*, "
        "27 % off those of all else that it covers, as the standard states"
    )
