"""What is counted where a unit is many pieces, and cents that add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay_automation.render.counted import in_units, pieces, tier_in_full, to_the_cent


@pytest.mark.parametrize(
    ("quantity", "unit", "told", "counted"),
    [
        ("600000", "1k requests", "600000 × 1k requests", "600 million requests"),
        ("5", "1M requests", "5 × 1M requests", "5 million requests"),
        ("2", "10k operations", "2 × 10k operations", "20,000 operations"),
        ("2500", "1M requests", "2500 × 1M requests", "2.5 billion requests"),
        ("730", "hours", "730 hours", ""),
    ],
)
def test_packed_units_say_what_they_come_to(quantity: str, unit: str, told: str, counted: str) -> None:
    assert in_units(quantity, unit) == told
    assert pieces(Decimal(quantity), unit) == counted


@pytest.mark.parametrize(
    ("label", "unit", "told"),
    [
        ("Egress (first 1.024K)", "GB", "Egress (first 1,024 GB)"),
        ("Egress (over 153.6K)", "GB", "Egress (over 153,600 GB)"),
        ("Requests (next 4B)", "1M requests", "Requests (next 4 billion requests)"),
        ("Storage (gp3)", "GB-months", "Storage (gp3)"),
    ],
)
def test_tier_is_told_in_whole_units(label: str, unit: str, told: str) -> None:
    assert tier_in_full(label, unit) == told


def test_thirds_add_up_to_the_whole() -> None:
    assert list(map(str, to_the_cent([Decimal("3.333"), Decimal("3.333"), Decimal("3.334")]))) == [
        "3.33",
        "3.34",  # 6.666 is 6.67 so far
        "3.33",
    ]


@given(st.lists(st.decimals(min_value=0, max_value=10**12, places=7), min_size=1))
def test_cents_add_up_and_are_off_by_less_than_one(amounts: list[Decimal]) -> None:
    rounded = list(to_the_cent(amounts))

    assert abs(sum(rounded) - sum(amounts)) <= Decimal("0.005")
    assert all(abs(shown - amount) <= Decimal("0.01") for shown, amount in zip(rounded, amounts, strict=True))
