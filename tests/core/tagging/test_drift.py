"""Which spelling a text was meant to be."""

import pytest
from outlay.tagging.drift import is_slip, meant_by

KEYS = ("owner", "cost-centre", "environment")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Owner", "owner"),
        ("cost_centre", "cost-centre"),
        ("CostCenter", "cost-centre"),
        ("enviroment", "environment"),
        ("enviromnent", "environment"),
        ("owners", "owner"),
        ("owner", ""),  # it is the one
        ("name", ""),
        ("", ""),
        ("--", ""),
    ],
)
def test_what_a_key_was_meant_to_be(written, meant):
    assert meant_by(written, KEYS) == meant


def test_between_two_that_are_equally_near_nobody_can_say():
    assert meant_by("team-c", ("team-a", "team-b")) == ""
    assert meant_by("teamb", ("team-a", "team-b")) == "team-b"


@pytest.mark.parametrize(
    ("written", "meant", "expected"),
    [
        ("ownre", "owner", True),
        ("ownr", "owner", False),  # too short to tell
        ("environmet", "environment", True),
        ("environmnet", "environment", True),
        ("environmnets", "environment", False),
        ("team4100", "team4200", False),  # another number is another thing
    ],
)
def test_one_slip_of_the_hand(written, meant, expected):
    assert is_slip(written, meant) is expected
    assert is_slip(meant, written) is expected
