"""How old prices may be: which layers count, what is said, and that it reads the same from day to day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.estimate.stack import estimate
from outlay.finding import EnforcementLevel, Verdict, verdict
from outlay.prices.book import LayerIdentity
from outlay.prices.query import PriceQuery
from outlay.prices.staleness import AgeLimit, OnStale, dates_of, staleness
from outlay.resource import Snapshot
from outlay.standard.reading import parse_standard

OLD, NEW = date(2026, 7, 30), date(2026, 11, 20)
EMBEDDED = LayerIdentity("embedded", OLD, "1" * 64)
OVERLAY = LayerIdentity("overlay", NEW, "2" * 64)
CONTRACT = LayerIdentity("contract", date(2024, 1, 1), "3" * 64)
LAYERS = (CONTRACT, OVERLAY, EMBEDDED)
EVERY = {"contract", "overlay", "embedded"}
NINETY = AgeLimit(90)


@pytest.mark.parametrize(("today", "is_stale"), [(date(2026, 10, 28), False), (date(2026, 10, 29), True)])
def test_ninety_days_are_allowed_and_the_ninety_first_is_not(today, is_stale):
    assert bool(list(staleness([EMBEDDED], NINETY, today, EVERY))) is is_stale


def test_the_text_says_date_and_limit_and_what_to_do():
    [finding] = staleness([EMBEDDED], NINETY, NEW, EVERY)
    assert finding.rule == "OUT-P001"
    assert finding.message == "embedded prices are of 2026-07-30, older than the 90 days that the standard allows"
    assert finding.remediation == (
        "`pip install 'outlay[refresh]'`, then `outlay prices refresh --service SERVICE --region REGION` for what you "
        "use, bring them up to date."
    )


def test_where_it_is_known_what_was_priced_the_command_names_it(make_resource, make_book, make_price):
    nat = make_resource("aws:ec2/natGateway:NatGateway", {}, region="us-east-1")
    hours, traffic = (PriceQuery("AmazonEC2", "us-east-1", "NatGateway", each) for each in ("hours", "bytes"))
    book = make_book(
        embedded={hours: make_price("0.045", layer="embedded"), traffic: make_price("0.045", "GB", layer="embedded")}
    )
    costs = estimate(Snapshot.of(nat), book).resources.values()
    [finding] = staleness(LAYERS, NINETY, NEW, {"embedded"}, costs)
    assert finding.remediation == (
        "`pip install 'outlay[refresh]'`, then `outlay prices refresh --service AmazonEC2 --region us-east-1` bring "
        "them up to date."
    )


@given(st.dates(OLD + timedelta(days=91), OLD + timedelta(days=20000)))
def test_it_reads_the_same_from_day_to_day(today):
    assert list(staleness([EMBEDDED], NINETY, today, EVERY)) == list(staleness([EMBEDDED], NINETY, NEW, EVERY))


@pytest.mark.parametrize(
    ("used", "named"),
    [({"embedded", "overlay"}, ["embedded"]), ({"overlay"}, []), ({"contract"}, []), (set(), [])],
)
def test_only_layers_that_priced_something_count_and_a_contract_never_does(used, named):
    assert [finding.message.split()[0] for finding in staleness(LAYERS, NINETY, NEW, used)] == named


@pytest.mark.parametrize(
    ("on_stale", "level", "follows"),
    [
        (OnStale.WARN, EnforcementLevel.ADVISORY, Verdict.WARN),
        (OnStale.BLOCK, EnforcementLevel.MANDATORY, Verdict.BLOCK),
    ],
)
def test_the_standard_says_what_follows(on_stale, level, follows):
    findings = list(staleness([EMBEDDED], AgeLimit(90, on_stale), NEW, EVERY))
    assert [finding.level for finding in findings] == [level]
    assert verdict(findings) is follows
    assert not findings[0].is_undecided


def test_the_standard_allows_ninety_days_unless_it_says_otherwise():
    assert parse_standard("").prices.age_limit == AgeLimit(90, OnStale.WARN)
    stated = parse_standard("prices: {max_age_days: 30, on_stale: block}").prices.age_limit
    assert stated == AgeLimit(30, OnStale.BLOCK)


def test_the_dates_are_those_of_the_figures_that_priced_something(make_resource, make_book, make_price):
    nat = make_resource("aws:ec2/natGateway:NatGateway", {}, region="us-east-1")
    hours, traffic = (PriceQuery("AmazonEC2", "us-east-1", "NatGateway", each) for each in ("hours", "bytes"))
    unused = PriceQuery("AmazonEC2", "us-east-1", "m5.large", "linux")
    book = make_book(
        overlay={hours: make_price("0.045", layer="overlay", as_of=NEW)},
        embedded={
            traffic: make_price("0.045", "GB", layer="embedded", as_of=OLD),
            unused: make_price("0.1", layer="embedded", as_of=date(2020, 1, 1)),
        },
    )
    stack = estimate(Snapshot.of(nat), book)
    found = dates_of(stack.resources.values())
    assert found is not None
    assert (found.oldest, found.youngest, found.layers) == (OLD, NEW, {"overlay", "embedded"})
    assert stack.total.low == Decimal("32.85")


def test_where_nothing_is_priced_no_date_counts(make_resource, make_book):
    vpc = make_resource("aws:ec2/vpc:Vpc", {}, region="us-east-1")
    assert dates_of(estimate(Snapshot.of(vpc), make_book()).resources.values()) is None
