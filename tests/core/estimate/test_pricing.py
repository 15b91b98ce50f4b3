"""One charge with its figures: quantity × price over graduated tiers, or the gap that stands in its place."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.estimate.amount import GB, HOUR, Amount, Unit
from outlay.estimate.charge import Charge, Range
from outlay.estimate.pricing import price_charge
from outlay.estimate.properties import Reading
from outlay.money import GapKind
from outlay.prices.query import Grade, Price, PriceQuery, Tier
from outlay.resource import UNKNOWN

QUERY = PriceQuery("Shop", "us-east-1", "thing")
TIERS = {0: "0.40", 100: "0.30", 1000: "0.20"}


@pytest.fixture
def priced(make_resource, make_book):
    """The lines of a charge, priced by a book with one price."""

    def run(charge, price=None, reading=None):
        book = make_book(test={QUERY: price} if price else {})
        resource = make_resource("t", {}, region="us-east-1")
        return list(price_charge(charge, resource, book, reading or Reading()))

    return run


def test_quantity_times_price(priced, make_price):
    (line,) = priced(Charge("Usage", HOUR * 730, QUERY, "part", Decimal("1.05")), make_price("0.1"))
    assert line.label == "part: Usage"
    assert (line.unit_price, line.factor) == (Decimal("0.105"), Decimal("1.05"))
    assert line.cost == Range(*[Decimal("76.65")] * 3)  # 730 × 0.1 × 1.05


def test_each_tier_that_is_reached_is_a_line(priced, make_price):
    lines = priced(Charge("Data", GB * 250, QUERY), make_price(TIERS, "GB"))
    assert [(line.name, line.quantity.expected, line.cost.expected) for line in lines] == [
        ("Data (first 100)", 100, 40),
        ("Data (next 900)", 150, 45),
    ]


def test_tiers_are_named_in_short(priced, make_price):
    price = make_price({0: "3", 1500: "2", 10**6: "1", 5 * 10**9: "0.5"}, "GB")
    lines = priced(Charge("Data", GB * 10**10, QUERY), price)
    assert [line.name for line in lines] == [
        "Data (first 1.5K)",
        "Data (next 998.5K)",
        "Data (next 4.999B)",
        "Data (over 5B)",
    ]


def test_a_range_is_spread_over_the_tiers_end_by_end(priced, make_price):
    data = Amount.between(Decimal(50), Decimal(100), Decimal(1100), "data")
    lines = priced(Charge("Data", GB * data, QUERY), make_price(TIERS, "GB"))
    assert [(line.quantity.low, line.quantity.expected, line.quantity.high) for line in lines] == [
        (50, 100, 100),
        (0, 0, 900),
        (0, 0, 100),
    ]


def test_nothing_used_is_one_line_of_zero(priced, make_price):
    assert [line.cost.expected for line in priced(Charge("Data", GB * 0, QUERY), make_price(TIERS, "GB"))] == [0]


def test_what_depends_on_use_shows_its_unit_prices_and_no_cost(priced, make_price):
    lines = priced(Charge("Data", GB * Amount.unused("monthly_gb"), QUERY), make_price(TIERS, "GB"))
    assert [(line.unit_price, line.cost, line.quantity) for line in lines] == [
        (Decimal(price), None, None) for price in TIERS.values()
    ]
    assert {gap.kind for line in lines for gap in line.gaps} == {GapKind.USAGE}


@pytest.mark.parametrize(
    ("region", "item", "reason"),
    [
        (UNKNOWN, "thing", "the region is open until deployment"),
        (None, "thing", "the region is not known"),
        ("us-east-1", UNKNOWN, "what is charged is open until deployment"),
    ],
)
def test_an_open_query_is_a_gap_with_its_quantity(priced, region, item, reason):
    (line,) = priced(Charge("Usage", HOUR * 730, PriceQuery("Shop", region, item)))
    assert [(gap.kind, gap.charge, gap.reason) for gap in line.gaps] == [(GapKind.UNKNOWN, "Usage", reason)]
    assert (line.quantity.expected, line.cost) == (730, None)


def test_a_missing_price_is_a_gap_that_names_what_the_book_has(priced):
    (line,) = priced(Charge("Usage", HOUR * 730, QUERY))
    (gap,) = line.gaps
    assert gap.kind is GapKind.UNPRICED
    assert gap.reason == "test has no Shop thing in us-east-1; the book has something near"


@pytest.mark.parametrize("region", ["us-east-1", UNKNOWN])
def test_nothing_of_what_has_no_price_costs_nothing(priced, region):
    (line,) = priced(Charge("Usage", HOUR * (Amount.exactly(0) * 730), PriceQuery("Shop", region, "thing")))
    assert (line.quantity, line.cost, line.list_cost) == (Range(*[Decimal(0)] * 3),) * 3
    assert (line.price, line.unit_price, line.gaps, line.lacks_price) == (None, None, (), False)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (1, 1)])
def test_something_of_what_has_no_price_is_unpriced(priced, low, high):
    amount = Amount.between(Decimal(low), Decimal(low), Decimal(high), "data")
    (line,) = priced(Charge("Data", GB * amount, QUERY))
    assert ([gap.kind for gap in line.gaps], line.cost, line.lacks_price) == ([GapKind.UNPRICED], None, True)


def test_use_that_nobody_stated_of_what_has_no_price_is_a_lack_of_use_first(priced):
    (line,) = priced(Charge("Data", GB * (Amount.unused("monthly_gb") * 2), QUERY))
    assert [(gap.kind, gap.charge, gap.reason) for gap in line.gaps] == [
        (
            GapKind.USAGE,
            "Data",
            "usage monthly_gb is not given, and it has no price: test has no Shop thing in us-east-1; the book has "
            "something near; state the use as 0, or a price of your own (prices.contract in finops.yaml)",
        )
    ]
    assert (line.quantity, line.cost, line.price, line.lacks_price) == (None, None, None, True)


def test_a_quantity_that_is_open_for_more_than_its_use_stays_unpriced(priced):
    amount = Amount.unused("monthly_gb") * Amount.unknown("size", "size is open")
    (line,) = priced(Charge("Data", GB * amount, QUERY))
    assert [gap.kind for gap in line.gaps] == [GapKind.UNPRICED]


def test_an_agreed_price_of_another_unit_is_no_price(priced, make_price):
    (line,) = priced(Charge("Usage", HOUR * 730, QUERY), make_price("0.1", unit="GB", layer="contract"))
    assert (line.price, line.cost) == (None, None)
    assert [(gap.kind, gap.reason) for gap in line.gaps] == [
        (GapKind.UNPRICED, "the contract has Shop thing in us-east-1 per GB, and it is counted in hours")
    ]


def test_a_stand_in_price_is_an_assumption(priced, make_price):
    reading = Reading()
    priced(Charge("Usage", HOUR * 730, QUERY), make_price("0.1", grade=Grade.D), reading=reading)
    assert list(reading.defaults) == ["Usage: the price is a stand-in (a test)"]


def test_a_value_that_is_open_twice_is_one_gap(priced, make_price):
    size = Amount.unknown("size", "size is open")
    (line,) = priced(Charge("Usage", HOUR * (size * size), QUERY), make_price("0.1"))
    assert len(line.gaps) == 1


@pytest.mark.parametrize(
    ("charge", "message"),
    [
        (
            Charge("Usage", Unit("months") * 1, QUERY),
            "Usage counts months, and Shop thing in us-east-1 is priced per hours",
        ),
        (Charge("Usage", HOUR * Amount(*[Decimal(-1)] * 3, "less"), QUERY), "no quantity"),
        (Charge("Usage", HOUR * Amount(Decimal(2), Decimal(1), Decimal(3), "order"), QUERY), "no quantity"),
        (Charge("Usage", HOUR * Amount(*[Decimal("Infinity")] * 3, "all"), QUERY), "no quantity"),
        (Charge("Usage", HOUR * 1, QUERY, factor=Decimal(-1)), "no quantity"),
    ],
)
def test_a_charge_that_makes_no_sense_is_an_error_of_its_pricer(priced, make_price, charge, message):
    with pytest.raises(ValueError, match=message):
        priced(charge, make_price("0.1"))


@st.composite
def prices(draw: st.DrawFn) -> Price:
    starts = sorted(draw(st.sets(st.integers(1, 1000), max_size=4)))
    tiers = [Tier(Decimal(start), draw(st.decimals(0, 100, places=4))) for start in (0, *starts)]
    return Price(tuple(tiers), "GB", "a test", date(2026, 7, 1), Grade.A, "test")


@given(prices(), st.integers(0, 2000))
def test_slices_add_up_to_the_quantity(price, quantity):
    slices = list(price.slices(Decimal(quantity)))
    assert sum(part for _, part in slices) == quantity
    assert all(part >= 0 for _, part in slices)


@given(prices(), st.integers(0, 2000))
def test_a_graduated_cost_is_that_of_each_unit_at_its_own_price(price, quantity):
    def unit_price(nth: int) -> Decimal:
        return max((tier for tier in price.tiers if tier.start <= nth), key=lambda tier: tier.start).unit_price

    assert price.cost(Decimal(quantity)) == sum((unit_price(nth) for nth in range(quantity)), Decimal(0))


@given(prices(), st.decimals(0, 2000, places=2), st.decimals(0, 2000, places=2))
def test_more_never_costs_less(price, quantity, more):
    assert price.cost(quantity) <= price.cost(quantity + more)
