"""The difference of two estimates: what cancels, what is undecided, and that nothing is counted twice or lost."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.diff import CostDiff, cost_diff
from outlay.errors import CurrencyMismatch
from outlay.estimate.charge import PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost, StackCost, Status
from outlay.money import ZERO, Cost, Gap, GapKind
from outlay.prices.query import PriceQuery
from outlay.resource import urn_of
from outlay.step import Op, PropertyChange, Step

QUERY = PriceQuery("Shop", "us-east-1", "thing")


def urn(name: str) -> str:
    return urn_of("test", "test", "shop:index:Thing", name)


def line(
    name: str,
    low: int | Decimal | None,
    high: int | Decimal | None = None,
    *,
    missing: tuple[GapKind, str] | None = None,
    count: int = 1,
    of: str = "a",
) -> PricedCharge:
    """A charge that costs `low` to `high` a month, or one with the gap that is `missing`."""
    gaps = () if missing is None else (Gap(missing[0], urn(of), name, missing[1]),)
    top = low if high is None else high
    cost = None if low is None or top is None else Range(Decimal(low), Decimal(low), Decimal(top))
    quantity = Range(Decimal(count), Decimal(count), Decimal(count))
    return PricedCharge(name, "", "hours", quantity, None, cost, None, QUERY, "a formula", gaps)


def thing(name: str, *charges: PricedCharge, loose: Iterable[tuple[GapKind, str]] = ()) -> ResourceCost:
    nothing = ResourceCost(urn(name), "shop:index:Thing", name, "us-east-1", Status.FREE, Cost.total(()))
    return nothing.with_charges(charges, [Gap(kind, urn(name), "", reason) for kind, reason in loose])


def stack(*resources: ResourceCost) -> StackCost:
    return StackCost.of({each.urn: each for each in resources})


def diff_of(before: Sequence[ResourceCost], after: Sequence[ResourceCost], *steps: Step) -> CostDiff:
    return cost_diff(stack(*before), stack(*after), steps)


UNPRICED = (GapKind.UNPRICED, "no price of it")
UNKNOWN = (GapKind.UNKNOWN, "its size is open")
USAGE = (GapKind.USAGE, "usage requests is not given")
AMOUNTS = st.decimals(0, 10**5, places=3)


@st.composite
def lines(draw: st.DrawFn, name: str, of: str) -> PricedCharge:
    if draw(st.integers(0, 3)) == 0:
        return line(name, None, missing=draw(st.sampled_from([UNPRICED, UNKNOWN, USAGE])), of=of)
    low, high = sorted((draw(AMOUNTS), draw(AMOUNTS)))
    return line(name, low, high, of=of)


@st.composite
def things(draw: st.DrawFn, name: str) -> ResourceCost:
    names = draw(st.sets(st.sampled_from(["Hours", "Storage", "Requests"])))
    return thing(name, *(draw(lines(each, name)) for each in sorted(names)))


@st.composite
def stacks(draw: st.DrawFn) -> StackCost:
    return stack(*[draw(things(name)) for name in sorted(draw(st.sets(st.sampled_from("abcd"))))])


def priced_part(cost: StackCost) -> tuple[Decimal, Decimal, Decimal]:
    known = [each.cost for resource in cost.resources.values() for each in resource.charges if each.cost]
    return (
        sum((each.low for each in known), ZERO),
        sum((each.expected for each in known), ZERO),
        sum((each.high for each in known), ZERO),
    )


@given(stacks())
def test_the_difference_of_equal_stacks_is_nothing(cost):
    diff = cost_diff(cost, cost, [])
    assert diff.delta.is_nothing
    assert diff.changed == ()
    assert {row.op for row in diff.rows} <= {Op.SAME}


@given(stacks(), stacks())
def test_before_and_difference_make_after_at_each_end(before, after):
    delta = cost_diff(before, after, []).delta
    ends = zip(priced_part(before), (delta.low, delta.expected, delta.high), priced_part(after), strict=True)
    assert all(old + change == new for old, change, new in ends)


@given(stacks(), stacks())
def test_the_rows_add_up_to_the_whole(before, after):
    diff = cost_diff(before, after, [])
    assert sum((row.delta.expected for row in diff.rows), ZERO) == diff.delta.expected
    assert sum((row.delta.high for row in diff.rows), ZERO) == diff.delta.high
    assert diff.delta.is_undecided == any(row.delta.is_undecided for row in diff.rows)


@given(stacks(), stacks(), things("ranged"))
def test_the_same_resource_on_both_sides_changes_no_delta(before, after, ranged):
    def with_it(cost: StackCost) -> StackCost:
        return StackCost.of({**cost.resources, ranged.urn: ranged})

    assert cost_diff(with_it(before), with_it(after), []).delta == cost_diff(before, after, []).delta


@given(stacks(), stacks())
def test_a_change_and_its_reverse_cancel(before, after):
    there, back = cost_diff(before, after, []).delta, cost_diff(after, before, []).delta
    assert (there.low + back.low, there.expected + back.expected, there.high + back.high) == (0, 0, 0)
    assert (there.opened, there.closed) == (back.closed, back.opened)


def test_equal_charges_cancel_to_the_last_digit_beside_one_that_changes():
    third = line("Hours", Decimal(10**6) / 3)
    delta = diff_of([thing("a", third)], [thing("a", third, line("Storage", Decimal("0.01")))]).delta
    assert delta.expected == Decimal("0.01")


@pytest.mark.parametrize("missing", [UNPRICED, UNKNOWN, USAGE])
def test_equal_gaps_cancel(missing):
    side = [thing("a", line("Hours", 5), line("Storage", None, missing=missing))]
    assert diff_of(side, side).delta.is_nothing


@pytest.mark.parametrize("missing", [UNPRICED, UNKNOWN])
def test_a_gap_on_one_side_leaves_the_row_and_the_whole_undecided(missing):
    known, open_ = [thing("a", line("Storage", 5))], [thing("a", line("Storage", None, missing=missing))]
    for before, after in ((known, open_), (open_, known)):
        diff = diff_of(before, after)
        assert diff.delta.is_undecided
        assert [row.delta.is_undecided for row in diff.rows] == [True]


def test_ten_of_what_has_no_price_are_not_the_same_as_one():
    one = [thing("a", line("Nodes", None, missing=UNPRICED, count=1))]
    ten = [thing("a", line("Nodes", None, missing=UNPRICED, count=10))]
    assert diff_of(one, ten).delta.is_undecided


def test_a_larger_machine_without_a_price_is_not_the_smaller_one():
    small = line("Hours", None, missing=UNKNOWN)
    large = replace(small, query=replace(QUERY, item="a large thing"))
    assert diff_of([thing("a", small)], [thing("a", large)]).delta.is_undecided


def test_a_created_and_a_deleted_resource_count_in_full():
    diff = diff_of([thing("gone", line("Hours", 7))], [thing("new", line("Hours", 10, 12))])
    assert [(row.op, row.delta.low, row.delta.high) for row in diff.rows] == [(Op.CREATE, 10, 12), (Op.DELETE, -7, -7)]
    assert (diff.delta.low, diff.delta.high) == (3, 5)


def test_a_rename_is_one_row_that_costs_nothing():
    step = Step(Op.SAME, urn("new"), old_urn=urn("old"))
    diff = diff_of([thing("old", line("Hours", 5))], [thing("new", line("Hours", 5))], step)
    (row,) = diff.rows
    assert (row.is_renamed, row.delta.is_nothing, diff.changed) == (True, True, (row,))


def test_a_gap_cancels_under_a_new_name():
    old, new = (thing(name, line("Storage", None, missing=UNPRICED, of=name)) for name in ("old", "new"))
    assert diff_of([old], [new], Step(Op.SAME, urn("new"), old_urn=urn("old"))).delta.is_nothing


def test_a_new_resource_under_the_name_that_another_left_is_created():
    steps = [Step(Op.SAME, urn("b"), old_urn=urn("a")), Step(Op.CREATE, urn("a"))]
    diff = diff_of([thing("a", line("Hours", 5))], [thing("b", line("Hours", 5)), thing("a", line("Hours", 3))], *steps)
    assert [(row.op, row.delta.expected) for row in diff.rows] == [(Op.SAME, 0), (Op.CREATE, 3)]


def test_a_replacement_is_one_row_with_what_forced_it():
    step = Step(Op.REPLACE, urn("a"), old_urn=urn("a"), replace_keys=("availabilityZone",))
    (row,) = diff_of([thing("a", line("Hours", 5))], [thing("a", line("Hours", 8))], step).rows
    assert (row.op, row.delta.expected, row.replace_keys) == (Op.REPLACE, 3, ("availabilityZone",))


@pytest.mark.parametrize("delete_first", [True, False])
def test_a_remnant_that_is_deleted_takes_nothing_from_the_resource_that_stays(delete_first):
    delete, same = Step(Op.DELETE, urn("a"), old_urn=urn("a")), Step(Op.SAME, urn("a"), old_urn=urn("a"))
    steps = (delete, same) if delete_first else (same, delete)
    diff = diff_of([thing("a", line("Hours", 5))], [thing("a", line("Hours", 5))], *steps)
    assert [(row.op, row.delta.expected) for row in diff.rows] == [(Op.SAME, 0)]


def test_a_resource_deleted_by_two_steps_counts_once():
    delete = Step(Op.DELETE, urn("a"), old_urn=urn("a"))
    assert diff_of([thing("a", line("Hours", 5))], [], delete, delete).delta.expected == -5


def test_what_only_orders_others_has_no_row():
    structural = replace(thing("component"), is_structural=True)
    assert diff_of([structural], [structural], Step(Op.SAME, structural.urn, structural.urn)).rows == ()


def test_what_is_read_from_elsewhere_each_time_is_no_change():
    external = thing("a")
    assert diff_of([external], [external], Step(Op.READ, external.urn, external.urn)).changed == ()


UNSUPPORTED = (GapKind.UNSUPPORTED, "no pricer for shop:index:Thing")


@pytest.mark.parametrize(
    ("op", "changed", "is_undecided"),
    [
        (Op.UPDATE, ("nodes",), True),
        (Op.UPDATE, (), True),
        (Op.REPLACE, ("nodes", "tags.owner"), True),
        (Op.UPDATE, ("tags.owner", "tagsAll"), False),
        (Op.SAME, (), False),
    ],
)
def test_a_change_of_what_nobody_can_price_is_undecided_unless_only_tags_change(op, changed, is_undecided):
    side = [thing("a", loose=[UNSUPPORTED])]
    step = Step(op, urn("a"), urn("a"), changes=tuple(PropertyChange(path, "update") for path in changed))
    assert diff_of(side, side, step).delta.is_undecided is is_undecided


def test_stacks_in_two_currencies_are_not_compared():
    with pytest.raises(CurrencyMismatch, match="cannot compare EUR with USD"):
        cost_diff(StackCost.of({}, currency="EUR"), StackCost.of({}), [])
