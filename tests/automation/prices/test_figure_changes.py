"""Two sets of figures held against each other: what is new, gone, or has another price."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.lookup_file import LookupFile
from outlay.prices.lookup_writer import LookupWriter
from outlay.prices.query import Grade
from outlay_automation.prices.figure_changes import FigureChange, figure_changes

SOURCE = Source("a list", date(2026, 7, 1), "published")


def figure(item: str, region: str, price: str, tier_from: str = "0", currency: str = "USD") -> Figure:
    name = FigureName("Shop", item, "", "on-demand", "hours", Decimal(tier_from))
    return Figure(name, region, Decimal(price), SOURCE, Grade.A, currency)


def changes(before: list[Figure], after: list[Figure]) -> list[tuple[str, str, Decimal | None, Decimal | None]]:
    found = figure_changes(before, after)
    return [(each.figure.name.item, each.figure.region, each.before, each.after) for each in found]


def test_what_is_new_gone_or_another_price_is_named_and_nothing_else() -> None:
    before = [figure("a", "x", "1"), figure("b", "x", "1"), figure("b", "y", "1"), figure("d", "x", "1")]
    after = [figure("a", "x", "1.0"), figure("b", "x", "2"), figure("c", "x", "5"), figure("d", "x", "1")]
    assert changes(before, after) == [("b", "x", 1, 2), ("b", "y", 1, None), ("c", "x", None, 5)]


def test_equal_sets_differ_in_nothing() -> None:
    figures = [figure("a", "x", "1"), figure("a", "x", "2"), figure("b", "x", "1")]
    assert changes(figures, list(figures)) == []
    assert changes([], []) == []


def test_tiers_are_figures_of_their_own() -> None:
    before = [figure("a", "x", "3"), figure("a", "x", "2", "10"), figure("a", "x", "1", "9000")]
    after = [figure("a", "x", "3"), figure("a", "x", "2", "10"), figure("a", "x", "1.5", "9000")]
    assert changes(before, after) == [("a", "x", 1, Decimal("1.5"))]


def test_a_figure_in_another_currency_is_gone_in_the_one_and_new_in_the_other() -> None:
    found = list(figure_changes([figure("a", "x", "1")], [figure("a", "x", "0.9", currency="EUR")]))
    assert [(each.before, each.after, each.currency) for each in found] == [
        (None, Decimal("0.9"), "EUR"),
        (Decimal(1), None, "USD"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "share"), [("2", "3", "0.5"), ("2", "1", "-0.5"), ("0", "1", "0"), (None, "1", "0")]
)
def test_a_change_is_a_share_of_the_price_before(before: str | None, after: str, share: str) -> None:
    change = FigureChange(figure("a", "x", after), None if before is None else Decimal(before), Decimal(after))
    assert change.share == Decimal(share)


sets = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "Z", "a.b", "a-b"]), st.sampled_from(["x", "y", "X-1", "*"])),
    st.sampled_from(["1", "2"]),
    min_size=1,
    max_size=8,
)


@given(sets, sets)
@settings(deadline=None, derandomize=True, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_of_figures_differ_as_their_figures_do(
    tmp_path: Path, before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str]
) -> None:
    """The order in which a file gives its figures is the order that the comparison rests on."""
    sides = []
    for name, prices in (("before", before), ("after", after)):
        path = tmp_path / f"{name}.sqlite"
        with LookupWriter(path) as writer:
            for (item, region), price in prices.items():
                writer.add(figure(item, region, price))
        sides.append(LookupFile(path, name))
    found = {(each.figure.name.item, each.figure.region) for each in figure_changes(*(s.figures() for s in sides))}
    for side in sides:
        side.close()
    assert found == {key for key in {*before, *after} if before.get(key) != after.get(key)}
