"""Amounts: ranges stay in order through arithmetic, formulas say what was done, open values stay open."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.estimate.amount import GB, HOUR, Amount, written
from outlay.money import GapKind
from outlay.resource import UNKNOWN

NUMBERS = st.decimals(0, 10**6, places=3)
STEPS = st.integers(1, 1000)


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    low, expected, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    kind = draw(st.sampled_from(["exact", "range", "unknown", "unused"]))
    if kind == "exact":
        return Amount.exactly(expected, "size")
    if kind == "range":
        return Amount.between(low, expected, high, "group")
    return Amount.unknown("size", "size is open") if kind == "unknown" else Amount.unused("requests")


@st.composite
def computed(draw: st.DrawFn) -> Amount:
    """An amount after a few steps of arithmetic."""
    result = draw(amounts())
    for step in draw(st.lists(st.sampled_from(["+", "×", "÷", "least", "most", "above", "up"]), max_size=4)):
        number = draw(STEPS)
        match step:
            case "+":
                result = result + draw(amounts())
            case "×":
                result = result * draw(amounts())
            case "÷":
                result = result / number
            case "least":
                result = result.at_least(number)
            case "most":
                result = result.at_most(number)
            case "above":
                result = result.above(number)
            case _:
                result = result.rounded_up(number)
    return result


@given(computed())
def test_ranges_stay_in_order_and_formulas_are_never_empty(amount):
    assert 0 <= amount.low <= amount.expected <= amount.high
    assert amount.formula.strip()


@given(computed(), amounts())
def test_what_is_open_stays_open(amount, other):
    assert set((amount + other).open) == set(amount.open) | set(other.open)
    assert set((amount * other).open) == set(amount.open) | set(other.open)


@given(NUMBERS, NUMBERS, NUMBERS, STEPS)
def test_arithmetic_is_monotone(small, more, other, step):
    less, greater = Amount.exactly(small), Amount.exactly(small + more)
    for change in (
        lambda amount: amount + other,
        lambda amount: amount * other,
        lambda amount: amount / step,
        lambda amount: amount.at_least(step),
        lambda amount: amount.at_most(step),
        lambda amount: amount.above(step),
        lambda amount: amount.rounded_up(step),
    ):
        assert change(less).expected <= change(greater).expected


@pytest.mark.parametrize(
    ("amount", "value", "formula"),
    [
        (Amount.exactly(3, "tasks") * Decimal("0.25"), "0.75", "tasks 3 × 0.25"),
        ((Amount.exactly(3, "tasks") + 1) * 2, "8", "(tasks 3 + 1) × 2"),
        (2 * Amount.exactly(3, "tasks"), "6", "tasks 3 × 2"),
        (Amount.exactly(4000, "iops").above(3000), "1000", "iops 4000 above 3000"),
        (Amount.exactly(2000, "iops").above(3000), "0", "iops 2000 above 3000"),
        ((Amount.exactly(65, "KB") / 64).rounded_up(), "2", "KB 65 ÷ 64 rounded up to whole"),
        (Amount.exactly(65, "MB").rounded_up(64), "128", "MB 65 rounded up to 64"),
        (Amount.exactly(1, "GB").at_least(10), "10", "at least 10 of GB 1"),
        (Amount.exactly(20, "GB").at_most(10), "10", "at most 10 of GB 20"),
    ],
)
def test_a_formula_says_what_was_done(amount, value, formula):
    assert (amount.expected, amount.formula) == (Decimal(value), formula)


def test_a_group_of_two_to_six_runs_in_a_range_of_hours():
    hours = Amount.between(Decimal(2), Decimal(3), Decimal(6), "instances") * 730
    assert (hours.low, hours.expected, hours.high) == (1460, 2190, 4380)
    assert hours.formula == "instances 2–6 × 730"
    assert not hours.is_exact


def test_an_open_amount_says_why_by_kind():
    assert [each.kind for each in (Amount.unknown("size", "open") * Amount.unused("requests")).open] == [
        GapKind.UNKNOWN,
        GapKind.USAGE,
    ]
    assert (HOUR * UNKNOWN).amount.open


@pytest.mark.parametrize(
    ("least", "wanted", "most", "ends"),
    [(2, 3, 6, (2, 3, 6)), (2, 1, 6, (2, 2, 6)), (2, 9, 6, (2, 6, 6)), (4, 5, 3, (4, 4, 4))],
)
def test_a_size_is_brought_within_its_least_and_most(least, wanted, most, ends):
    size = Amount.spanning(*(Amount.exactly(each) for each in (least, wanted, most)), "instances")
    assert (size.low, size.expected, size.high) == ends


def test_a_span_with_an_open_end_is_open():
    size = Amount.spanning(Amount.exactly(1), Amount.exactly(2), Amount.unknown("most", "most is open"), "instances")
    assert [each.reason for each in size.open] == ["most is open"]


@pytest.mark.parametrize("ends", [(2, 1, 3), (1, 3, 2), (-1, 0, 0)])
def test_a_range_out_of_order_cannot_be_made(ends):
    with pytest.raises(ValueError, match="low ≤ expected ≤ high"):
        Amount.between(*map(Decimal, ends), "group")


def test_a_negative_amount_cannot_be_made():
    with pytest.raises(ValueError, match="at least 0"):
        Amount.exactly(-1, "size")


def test_a_quantity_counts_a_unit():
    quantity = (GB * 5).times(Amount.exactly(3, "replicas"))
    assert (str(quantity.unit), quantity.amount.expected) == ("GB", 15)


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.50", "1.5"), ("100", "100"), ("1E+3", "1000"), ("0.0000000123", "0.0000000123"), ("0", "0")],
)
def test_numbers_are_written_as_a_person_writes_them(number, text):
    assert written(Decimal(number)) == text
