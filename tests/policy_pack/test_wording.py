"""How rules say counts, names, and why a cost does not decide a limit."""

from decimal import Decimal

import pytest
from outlay.money import Cost, Gap, GapKind
from outlay.resource import urn_of
from outlay_policy_pack.evidence.wording import counted, listed, why_open

URNS = {name: urn_of("prod", "shop", "aws:sqs/queue:Queue", name) for name in "abcde"}


@pytest.mark.parametrize(("number", "said"), [(0, "0 tags"), (1, "1 tag"), (2, "2 tags")])
def test_one_thing_is_no_things(number, said):
    assert counted(number, "tag") == said


@pytest.mark.parametrize(
    ("names", "said"),
    [("", ""), ("a", "a"), ("ab", "a and b"), ("abcd", "a, b, c and d"), ("abcde", "a, b, c and 2 more")],
)
def test_of_many_names_the_first_are_said(names, said):
    assert listed(names) == said


def cost(*gaps: tuple[GapKind, str, str]) -> Cost:
    found = tuple(Gap(kind, URNS[name], "", reason) for kind, name, reason in gaps)
    is_open = any(gap.kind is not GapKind.USAGE for gap in found)
    return Cost(Decimal(1), Decimal(2), None if is_open else Decimal(3), found)


def test_a_reason_is_said_once_with_the_resources_that_it_holds_for():
    found = cost(*((GapKind.UNPRICED, name, "no price") for name in "ba"), (GapKind.UNKNOWN, "c", "size is open"))
    assert why_open(found) == ("size is open (c)", "no price (a and b)")


def test_use_that_nobody_stated_counts_only_where_it_must_be_stated():
    found = cost((GapKind.USAGE, "a", "requests"))
    assert why_open(found) == ("the estimate is a range around it",)
    assert why_open(found, usage_counts=True) == ("requests (a)",)


def test_of_many_reasons_the_first_are_said():
    found = cost(*((GapKind.UNPRICED, name, f"no price of {name}") for name in "abcde"))
    assert why_open(found)[2:] == ("no price of c (c)", "2 resources more without a complete figure")
