"""A figure answers what holds for all that it may be, and says why where nothing does."""

from __future__ import annotations

import operator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.money import Gap, GapKind
from outlay_automation.testing import Figure, Undecided

URN = "urn:pulumi:test::shop::aws:ec2/instance:Instance::web"
UNPRICED = Gap(GapKind.UNPRICED, URN, "Instance usage", "no price of AmazonEC2 m9.huge in us-east-1")


def exactly(amount: str) -> Figure:
    number = Decimal(amount)
    return Figure("shop/test", number, number, number, f"${amount}")


def between(low: str, high: str) -> Figure:
    return Figure("shop/test", Decimal(low), Decimal(low), Decimal(high), f"${low}–${high}")


def at_least(low: str) -> Figure:
    return Figure("shop/test", Decimal(low), Decimal(low), None, f"≥ ${low}", gaps=(UNPRICED,))


@pytest.mark.parametrize("limit", [31, 30.5, "30.5", Decimal("30.5")])
def test_it_compares_with_every_way_to_write_a_number(limit: int | float | str | Decimal) -> None:
    assert exactly("30.37") < limit
    assert not exactly("30.51") < 30.5
    assert limit > exactly("30.37")
    assert exactly("31.01") > limit


def test_just_the_limit_is_not_below_it() -> None:
    assert exactly("500") <= 500
    assert exactly("500") >= 500
    assert not exactly("500") < 500
    assert not exactly("500") > 500


def test_of_a_range_what_holds_for_all_of_it_is_answered() -> None:
    assert between("90", "110") < 111
    assert between("90", "110") <= 110
    assert not between("90", "110") < 90
    assert between("90", "110") > 89
    assert not between("90", "110") > 110
    assert between("90", "110") != 89
    assert between("90", "110") != 111


@pytest.mark.parametrize("sign", ["__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"])
def test_of_a_limit_within_a_range_nothing_is_said_whichever_way_it_is_asked(sign: str) -> None:
    with pytest.raises(Undecided, match=r"holds for a part of the range alone\n  → .*\.low or \.high"):
        getattr(between("70.88", "354.40"), sign)(200)


def test_a_range_is_equal_to_itself() -> None:
    one, same = between("70.88", "354.40"), between("70.88", "354.40")
    assert one == same
    assert one <= same
    assert one >= same
    assert not one < same
    assert not one > same


def test_equal_is_equal_by_the_cent_as_it_is_printed() -> None:
    assert exactly("30.368") == 30.37
    assert exactly("30.368") == exactly("30.371")
    assert exactly("30.368") != 30.36
    assert between("30.30", "30.40") != 30.29


def test_a_gap_raises_where_it_leaves_the_answer_open_and_names_what_is_missing_and_what_to_do() -> None:
    with pytest.raises(Undecided) as raised:
        _ = at_least("20") < 500
    assert isinstance(raised.value, AssertionError)
    assert str(raised.value).splitlines() == [
        "whether ≥ $20 < $500.00 cannot be said, since a part of shop/test has no figure:",
        "  web: Instance usage: no price of AmazonEC2 m9.huge in us-east-1",
        "  → the prices have no figure for it: state one in a contract (prices.contract in finops.yaml), or compare "
        "the others (cost['NAME'], cost.of('TYPE'))",
    ]
    with pytest.raises(Undecided):
        _ = at_least("20") == 30
    with pytest.raises(Undecided):
        _ = at_least("20") > 30


def test_a_gap_does_not_hide_what_is_certain() -> None:
    assert not at_least("600") < 500
    assert at_least("600") > 500
    assert at_least("600") != 500


def test_two_figures_compare_end_by_end() -> None:
    assert between("10", "20") < between("21", "30")
    assert between("10", "20") <= between("20", "30")
    assert not between("20", "30") < between("10", "20")
    with pytest.raises(Undecided):
        _ = between("10", "20") < between("20", "30")
    with pytest.raises(Undecided):
        _ = between("10", "20") < at_least("5")


@pytest.mark.parametrize("other", [None, "$500", True, [], float("nan")])
def test_what_is_no_amount_is_refused(other: object) -> None:
    with pytest.raises(TypeError, match="not supported"):
        _ = exactly("1") < other  # type: ignore[operator]


@pytest.mark.parametrize("other", ["$500", "1,000", True, float("nan")])
def test_it_is_neither_equal_nor_unequal_to_what_only_looks_like_an_amount(other: object) -> None:
    with pytest.raises(TypeError, match="write it as 500"):
        _ = exactly("500") == other
    with pytest.raises(TypeError, match="write it as 500"):
        _ = exactly("500") != other
    assert exactly("500") != None  # noqa: E711
    assert exactly("500") != []


@pytest.mark.parametrize("sign", ["__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"])
def test_currencies_do_not_mix(sign: str) -> None:
    euros = Figure("shop/test", Decimal(1), Decimal(1), Decimal(1), "€1", "EUR")
    with pytest.raises(TypeError, match="EUR"):
        getattr(exactly("1"), sign)(euros)


def test_of_many_gaps_the_first_are_named_and_the_rest_counted() -> None:
    many = tuple(Gap(GapKind.UNKNOWN, f"{URN}-{n}", "Instance usage", "instanceType is open") for n in range(20))
    figure = Figure("shop/test", Decimal(0), Decimal(0), None, "?", gaps=many)
    with pytest.raises(Undecided, match="… and 12 more that are unknown"):
        _ = figure < 1


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_what_is_answered_holds_for_every_amount_of_the_range(one: Decimal, other: Decimal, limit: Decimal) -> None:
    low, high = sorted((one, other))
    figure = between(str(low), str(high))
    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
        # each answer changes at the limit alone: the ends, and the limit where it lies between, have them all
        answers = {compare(amount, limit) for amount in (low, high, min(max(low, limit), high))}
        try:
            assert {compare(figure, limit)} == answers
        except Undecided:
            assert len(answers) == 2


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_an_open_end_is_never_below_a_limit(low: Decimal, limit: Decimal) -> None:
    figure = at_least(str(low))
    for compare in (figure.__lt__, figure.__le__):
        try:
            assert not compare(limit)
        except Undecided:
            assert low <= limit
