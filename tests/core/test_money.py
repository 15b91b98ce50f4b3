"""Money with gaps: what may be relied on of sums and comparisons, as properties and as examples from the design."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.errors import CurrencyMismatch
from outlay.money import Comparison, Cost, Delta, Gap, GapKind

AMOUNTS = st.decimals(0, 10**6, places=4)
GAPS = st.builds(
    Gap,
    kind=st.sampled_from(GapKind),
    urn=st.sampled_from(["urn:a", "urn:b"]),
    charge=st.sampled_from(["", "Storage"]),
    reason=st.sampled_from(["one", "another"]),
)


@st.composite
def costs(draw: st.DrawFn) -> Cost:
    low, expected, high = sorted(draw(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS)))
    gaps = tuple(draw(st.lists(GAPS, max_size=3)))
    return Cost(low, expected, None if is_open(gaps) else high, gaps)


def is_open(gaps: tuple[Gap, ...]) -> bool:
    return any(gap.kind is not GapKind.USAGE for gap in gaps)


def gap(kind: GapKind, reason: str = "why") -> Gap:
    return Gap(kind, "urn:a", "Storage", reason)


COSTS = costs()
USAGE, UNPRICED = gap(GapKind.USAGE), gap(GapKind.UNPRICED)
KINDS_THAT_OPEN = [kind for kind in GapKind if kind is not GapKind.USAGE]


@given(COSTS, COSTS)
def test_adding_costs_commutes(one, other):
    assert one + other == other + one


@given(COSTS, COSTS, COSTS)
def test_adding_costs_does_not_depend_on_the_brackets(one, two, three):
    assert (one + two) + three == one + (two + three) == Cost.total((three, one, two))


@given(COSTS)
def test_adding_nothing_changes_nothing(cost):
    assert cost + Cost.total(()) == cost


@given(COSTS, GAPS)
def test_a_gap_never_lowers_a_total(cost, missing):
    total = cost + Cost.missing(missing)
    assert (total.low, total.expected) == (cost.low, cost.expected)
    assert set(total.gaps) == {*cost.gaps, missing}
    assert total.high in (cost.high, None)


@given(st.lists(COSTS, max_size=4))
def test_the_high_end_of_a_sum_is_open_exactly_with_a_gap_other_than_usage(parts):
    total = Cost.total(parts)
    assert (total.high is None) == any(is_open(part.gaps) for part in parts)
    assert total.low <= total.expected
    assert total.high is None or total.expected <= total.high


@given(COSTS, AMOUNTS)
def test_a_cost_is_above_when_its_low_end_is_and_below_only_when_its_high_end_is_not(cost, limit):
    answer = cost.compare(limit)
    assert (answer is Comparison.ABOVE) == (cost.low > limit)
    assert (answer is Comparison.BELOW) == (cost.high is not None and cost.high <= limit)


@given(COSTS, AMOUNTS, AMOUNTS)
def test_a_higher_limit_is_never_harder_to_keep(cost, limit, more):
    order = [Comparison.ABOVE, Comparison.UNDECIDED, Comparison.BELOW]
    assert order.index(cost.compare(limit + more)) >= order.index(cost.compare(limit))


@given(COSTS, AMOUNTS, GAPS)
def test_a_further_gap_decides_nothing(cost, limit, missing):
    before, after = cost.compare(limit), (cost + Cost.missing(missing)).compare(limit)
    assert after is before or (before, after) == (Comparison.BELOW, Comparison.UNDECIDED)


@given(COSTS, AMOUNTS)
def test_use_that_must_be_given_only_takes_a_below_away(cost, limit):
    lenient, strict = cost.compare(limit), cost.compare(limit, usage_must_be_given=True)
    assert strict is (Comparison.UNDECIDED if lenient is Comparison.BELOW and cost.gaps else lenient)


@pytest.mark.parametrize(
    ("low", "high", "gaps", "answer", "strict_answer"),
    [
        (101, 200, (), "above", "above"),
        (100, 100, (), "below", "below"),
        (50, 100, (), "below", "below"),
        (50, 101, (), "undecided", "undecided"),
        (50, None, (UNPRICED,), "undecided", "undecided"),
        (101, None, (UNPRICED,), "above", "above"),
        (50, 100, (USAGE,), "below", "undecided"),
        (101, 200, (USAGE,), "above", "above"),
    ],
)
def test_compared_with_a_limit_of_100(low, high, gaps, answer, strict_answer):
    cost = Cost(Decimal(low), Decimal(low), None if high is None else Decimal(high), gaps)
    assert cost.compare(Decimal(100)) == answer
    assert cost.compare(Decimal(100), usage_must_be_given=True) == strict_answer


@pytest.mark.parametrize(
    ("low", "expected", "high", "gaps"),
    [
        (-1, 0, 0, ()),
        (2, 1, 3, ()),
        (1, 3, 2, ()),
        (1, 1, None, ()),
        (1, 1, None, (USAGE,)),
        *((1, 1, 1, (gap(kind),)) for kind in KINDS_THAT_OPEN),
    ],
)
def test_a_cost_that_contradicts_itself_cannot_be_made(low, expected, high, gaps):
    with pytest.raises(ValueError, match="cost"):
        Cost(Decimal(low), Decimal(expected), None if high is None else Decimal(high), gaps)


def test_the_same_gap_counts_once_in_a_total():
    total = Cost.missing(UNPRICED) + Cost.missing(UNPRICED) + Cost.missing(USAGE)
    assert total.gaps == (UNPRICED, USAGE)
    assert total.gaps_of(GapKind.USAGE) == (USAGE,)
    assert not total.is_complete


def test_currencies_never_meet_in_a_sum():
    with pytest.raises(CurrencyMismatch, match="cannot add EUR to USD"):
        Cost.exactly(Decimal(1)) + Cost.exactly(Decimal(1), "EUR")
    with pytest.raises(CurrencyMismatch, match="cannot add USD to EUR"):
        Delta.total([Delta(Decimal(0), Decimal(0), Decimal(0))], "EUR")


def delta(low: int, high: int, opened: tuple[Gap, ...] = (), closed: tuple[Gap, ...] = ()) -> Delta:
    return Delta(Decimal(low), Decimal(low), Decimal(high), opened, closed)


@pytest.mark.parametrize("kind", KINDS_THAT_OPEN)
def test_a_difference_is_undecided_with_a_gap_on_one_side(kind):
    assert delta(0, 0, opened=(gap(kind),)).is_undecided
    assert delta(0, 0, closed=(gap(kind),)).is_undecided


def test_a_usage_gap_is_said_and_leaves_a_difference_decided():
    appeared = delta(0, 0, opened=(USAGE,))
    assert not appeared.is_undecided
    assert not appeared.is_nothing


@pytest.mark.parametrize(
    ("change", "answer", "strict_answer"),
    [
        (delta(101, 300), "above", "above"),
        (delta(-20, 100), "below", "below"),
        (delta(100, 100), "below", "below"),
        (delta(50, 101), "undecided", "undecided"),
        (delta(300, 50), "undecided", "undecided"),  # the range got narrower: its low end rose most
        (delta(101, 300, opened=(UNPRICED,)), "above", "above"),  # what opens can only add
        (delta(50, 50, opened=(UNPRICED,)), "undecided", "undecided"),
        (delta(101, 300, closed=(UNPRICED,)), "undecided", "undecided"),  # what closed may have cost as much
        (delta(50, 50, closed=(UNPRICED,)), "below", "below"),
        (delta(50, 50, opened=(USAGE,)), "below", "undecided"),
    ],
)
def test_a_change_compared_with_a_growth_of_100(change, answer, strict_answer):
    assert change.compare(Decimal(100)) == answer
    assert change.compare(Decimal(100), usage_must_be_given=True) == strict_answer


@pytest.mark.parametrize(
    ("cost", "line"),
    [
        (Cost.exactly(Decimal("1240.1")), "$1,240.10 a month"),
        (Cost.exactly(Decimal(5), "EUR"), "€5.00 a month"),
        (Cost.missing(UNPRICED), "? a month, 1 gap"),
        (Cost(Decimal(98), Decimal(99), None, (USAGE, UNPRICED)), "≥ $98.00 a month, 2 gaps"),
        (Cost(Decimal(1), Decimal(2), Decimal(3), (USAGE,)), "$1.00–$3.00 (expected $2.00) a month, 1 gap"),
    ],
)
def test_a_cost_prints_as_a_line_that_does_not_hide_its_gaps(cost, line):
    assert str(cost) == line
