"""How rules say counts, names, and why a cost does not decide a limit."""

from decimal import Decimal

import pytest
from outlay.estimate.stack import estimate
from outlay.money import Cost, Gap, GapKind
from outlay.prices.opened_book import open_book
from outlay.resource import Snapshot, urn_of
from outlay_policy_pack.evidence.wording import counted, listed, settling, why_open

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


WARN = "set `rules: {single-resource: {on_unknown: warn}}` in finops.yaml"


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (
            [GapKind.UNSUPPORTED],
            f"For a type without a pricer {WARN}, or write a pricer of your own (a plug-in).",
        ),
        ([GapKind.NOT_SEEN], f"For what a preview cannot see {WARN}."),
        ([GapKind.UNPRICED], "For a missing price state one of your own (prices.contract in finops.yaml)."),
        (
            [GapKind.UNKNOWN],
            "Give what is open a value that is known at preview, or state its values (choices in finops.yaml).",
        ),
        ([GapKind.USAGE], "State the use that is missing (usage in finops.yaml)."),
        (
            [],
            "State use (usage) or the values of what is open (choices) more closely, or move the limit out of the "
            "range.",
        ),
    ],
)
def test_what_to_do_fits_the_kind_of_gap(kinds, said):
    gaps = cost(*((kind, "a", "why") for kind in kinds)).gaps
    assert settling("single-resource", gaps, ()) == said


def test_kinds_of_several_gaps_each_have_their_answer():
    gaps = cost((GapKind.UNSUPPORTED, "a", "no pricer"), (GapKind.USAGE, "b", "requests")).gaps
    assert settling("single-resource", gaps, ()).endswith(
        "(a plug-in). State the use that is missing (usage in finops.yaml)."
    )


def test_a_price_that_a_region_lacks_has_the_command_that_fetches_it(make_resource):
    bucket = make_resource("aws:s3/bucket:Bucket", {}, region="eu-central-2")
    snapshot = Snapshot.of(bucket)
    found = estimate(snapshot, open_book(None, None).book)
    gaps = found.total.gaps_of(GapKind.USAGE)  # that count where usage must be given
    assert settling("single-resource", gaps, found.resources.values()) == (
        "For a missing price run `outlay prices refresh --service AmazonS3 --region eu-central-2` (needs "
        "`outlay[refresh]`), or state one of your own (prices.contract in finops.yaml). State the use that "
        "is missing (usage in finops.yaml)."
    )
