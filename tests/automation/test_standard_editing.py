"""Adding a budget to a standard that people write: whatever it looks like, only that changes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.errors import InvalidFile
from outlay.standard.reading import parse_standard
from outlay_automation.budget_suggestion import rounded_up
from outlay_automation.standard_editing import with_stack_budget


def edited(text: str, monthly: str = "120") -> str:
    return with_stack_budget(text, "finops.yaml", "shop/prod", Decimal(monthly))


def limit(text: str) -> Decimal:
    budget = parse_standard(text).budgets.of_stack("shop", "prod")
    assert budget is not None
    return budget.monthly


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "budgets:\n  stacks:\n    shop/prod: {monthly: 120}\n"),
        ("# ours\n", "# ours\n\nbudgets:\n  stacks:\n    shop/prod: {monthly: 120}\n"),
        ("version: 1\n", "version: 1\nbudgets:\n  stacks:\n    shop/prod: {monthly: 120}\n"),
        ("budgets:\n  stacks: {}\n", "budgets:\n  stacks:\n    shop/prod: {monthly: 120}\n"),
        (
            "budgets:\n  stacks:\n    a: {monthly: 1} # a\n",
            "budgets:\n  stacks:\n    a: {monthly: 1} # a\n    shop/prod: {monthly: 120}\n",
        ),
        (
            "budgets: {stacks: {a: {monthly: 1}}}\n",
            "budgets: {stacks: {a: {monthly: 1}, shop/prod: {monthly: 120}}}\n",
        ),
        (
            "budgets:\n  stacks:\n    shop/prod:\n      monthly: 1 # low\n      recipients: [a@b.de]\n",
            "budgets:\n  stacks:\n    shop/prod:\n      monthly: 120 # low\n      recipients: [a@b.de]\n",
        ),
        (
            "budgets:\n    stacks:\n        '*': {monthly: 1}\ntags:\n    required:\n    - owner\n",
            "budgets:\n    stacks:\n        shop/prod: {monthly: 120}\n        '*': {monthly: 1}\n"
            "tags:\n    required:\n    - owner\n",
        ),
        (
            "budgets:\n  stacks:\n    prod: {monthly: 1}\n    shop/prod: {monthly: 2, recipients: [a@b.de]}\n",
            "budgets:\n  stacks:\n    shop/prod: {monthly: 120, recipients: [a@b.de]}\n    prod: {monthly: 1}\n",
        ),
    ],
)
def test_the_limit_is_added_in_the_style_of_the_file(text: str, expected: str) -> None:
    assert edited(text) == expected
    assert limit(expected) == 120


KEYS = st.sampled_from(["shop/prod", "prod", "*", "*/prod", "shop/*", "shop/dev", "other"])


@given(
    st.dictionaries(KEYS, st.integers(0, 10**6), max_size=5),
    st.decimals(1, 10**7, places=2).map(rounded_up),
    st.sampled_from([2, 4]),
)
def test_whatever_is_set_already_the_limit_counts_and_others_stay(
    stacks: dict[str, int], monthly: Decimal, depth: int
) -> None:
    pad = " " * depth
    lines = [f'{pad * 2}"{key}": {{monthly: {amount}}}  # {key}' for key, amount in stacks.items()]
    text = "\n".join(["# top", "budgets:", f"{pad}headroom: 10", f"{pad}stacks:", *lines, ""]) if stacks else "# top\n"

    after = edited(text, str(monthly))

    assert limit(after) == monthly
    found = parse_standard(after).budgets.stacks
    assert {key: budget.monthly for key, budget in found.items() if key != "shop/prod"} == {
        key: amount for key, amount in stacks.items() if key != "shop/prod"
    }
    assert edited(after, str(monthly)) == after


@pytest.mark.parametrize("text", ["tags: [", "budgets: 3\n", "budgets: {stack: {}}\n", "- a\n"])
def test_a_broken_standard_is_refused(text: str) -> None:
    with pytest.raises(InvalidFile, match=r"finops\.yaml:1: "):
        edited(text)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("1169.32", "1200"), ("1200", "1200"), ("1200.01", "1300"), ("57.3", "58"), ("3.2", "4"), ("0.01", "1")],
)
def test_amounts_are_rounded_up_to_two_digits(amount: str, expected: str) -> None:
    assert rounded_up(Decimal(amount)) == Decimal(expected)
