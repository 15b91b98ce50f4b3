"""The rules of the book, its anchors, and what the embedded figures cover."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from outlay.errors import InvalidFile
from outlay.prices.build import build
from outlay.prices.embedded import embedded_prices
from outlay.prices.figure import UPFRONT, Figure, FigureName, Source
from outlay.prices.query import GLOBAL, Grade, Missing, Price, PriceQuery
from outlay.prices.verification import ANCHORS, Anchor, broken_rules, verify

SOURCE = Source("price page", date(2026, 7, 1), "published")
RESERVED = "reserved-1yr-all-upfront"


def hour(price="0.096", region="us-east-1", term="on-demand", unit="hours", **more) -> Figure:
    name = FigureName("AmazonEC2", "m5.large", "linux", term, unit, Decimal(more.pop("tier_from", 0)))
    return Figure(name, region, Decimal(price), more.pop("source", SOURCE), Grade.A, **more)


@pytest.fixture(scope="module")
def embedded():
    return verify(embedded_prices(), embedded_prices().figures(), ANCHORS)


def test_the_embedded_book_keeps_every_rule(embedded):
    assert embedded.problems == ()
    assert embedded.is_sound


def test_the_embedded_book_has_every_figure(embedded):
    # 163,115 published ones, in 17,355 of which an amount upfront is a figure of its own, and 10,092 of the book's own
    assert embedded.figures == 163_115 + 17_355 + 10_092


def test_the_anchors_hold(embedded):
    found = {str(anchor.query): answer.unit_price for anchor, answer in embedded.anchors.items()}
    assert found["AmazonEC2 m5.large/linux in eu-central-1"] == Decimal("0.115")
    assert found["ComputeEngine e2-standard-2/linux in us-central1"] == Decimal("0.06701142")
    assert len(found) == 6


@pytest.mark.parametrize(
    ("service", "regions", "figures"),
    [
        ("AmazonEC2", 36, 22_000),
        ("AmazonRDS", 33, 52_000),
        ("AmazonElastiCache", 35, 21_000),
        ("AmazonES", 34, 24_000),
        ("AWSDataTransfer", 32, 128),
        ("ComputeEngine", 43, 50_000),
        ("CloudSQL", 39, 1_170),
    ],
)
def test_no_service_loses_its_regions(embedded, service, regions, figures):
    assert len(embedded.coverage[service]) == regions
    assert sum(embedded.coverage[service].values()) >= figures


def test_a_name_with_several_prices_is_counted_and_answers_nothing(embedded):
    assert embedded.ambiguous == 340
    assert isinstance(
        embedded_prices().find(PriceQuery("AmazonEC2", "eu-west-1", "EU-CPUCredits:t2", "CPU Credits")), Missing
    )


@pytest.mark.parametrize(
    ("figure", "problem"),
    [
        (hour("0"), "AmazonEC2 m5.large/linux in us-east-1: a price of 0 for compute"),
        (hour("0", unit="vCPU-hours"), "AmazonEC2 m5.large/linux in us-east-1: a price of 0 for compute"),
        (hour(region="us-esat-1"), "AmazonEC2 m5.large/linux in us-esat-1: us-esat-1 is no region that the book knows"),
        (hour(region=""), "AmazonEC2 m5.large/linux in : (none) is no region that the book knows"),
        (hour(currency="CNY"), "AmazonEC2 m5.large/linux in us-east-1: is in CNY, and us-east-1 bills in USD"),
        (hour(region="cn-north-1"), "AmazonEC2 m5.large/linux in cn-north-1: is in USD, and cn-north-1 bills in CNY"),
        (hour(source=replace(SOURCE, name="")), "AmazonEC2 m5.large/linux in us-east-1: has no source"),
        (hour(tier_from="100"), "AmazonEC2 m5.large/linux in us-east-1: has tiers, and none from 0"),
    ],
)
def test_a_broken_rule_is_named(figure, problem):
    assert broken_rules([figure]) == (problem,)


def test_an_hour_that_was_paid_upfront_may_cost_nothing():
    assert broken_rules([hour("0", term=RESERVED), hour("500", term=RESERVED, unit=UPFRONT)]) == ()
    assert broken_rules([hour("0", term=RESERVED)]) == (
        f"AmazonEC2 m5.large/linux in us-east-1, {RESERVED}: a price of 0 for compute",
    )


@pytest.mark.parametrize(
    ("service", "item", "unit"),
    [
        ("AmazonECS", "Fargate", "vCPU-hours"),
        ("AmazonECS", "Fargate", "GB-hours"),
        ("AmazonEKS", "cluster", "hours"),
        ("AWSLambda", "Duration", "GB-seconds"),
        ("CloudRun", "cpu", "vCPU-seconds"),
        ("CloudRun", "memory", "GiB-seconds"),
        ("ComputeEngine", "n2", "GB-hours"),
        ("ComputeEngine", "nvidia-l4", "GPU-hours"),
    ],
)
def test_compute_is_never_free_whatever_it_is_measured_in(service, item, unit):
    name = FigureName(service, item, "", "on-demand", unit)
    assert broken_rules([Figure(name, GLOBAL, Decimal(0), SOURCE, Grade.A)]) == (
        f"{service} {item} in every region: a price of 0 for compute",
    )


def test_nothing_paid_upfront_makes_no_hour_free():
    assert broken_rules([hour("0", term=RESERVED), hour("0", term=RESERVED, unit=UPFRONT)]) == (
        f"AmazonEC2 m5.large/linux in us-east-1, {RESERVED}: a price of 0 for compute",
    )


def test_a_first_tier_may_come_after_the_others_and_is_one_of_the_same_region():
    assert broken_rules([hour(tier_from="100"), hour()]) == ()
    assert broken_rules([hour(tier_from="100"), hour(region="us-east-2")]) == (
        "AmazonEC2 m5.large/linux in us-east-1: has tiers, and none from 0",
    )


def test_an_anchor_that_moved_or_went_is_a_problem():
    moved = Anchor(ANCHORS[0].query, Decimal("0.095"))
    gone = Anchor(PriceQuery("AmazonEC2", "us-east-1", "m5.lrage", "linux"), Decimal("0.096"))
    assert verify(embedded_prices(), [], [moved, gone]).problems == (
        "AmazonEC2 m5.large/linux in us-east-1 is not 0.095: the book has 0.096",
        "AmazonEC2 m5.lrage/linux in us-east-1 is not 0.096: no price of AmazonEC2 m5.lrage",
    )


def test_the_build_refuses_figures_that_break_a_rule(tmp_path):
    sheets = tmp_path / "sheets"
    sheets.mkdir()
    (sheets / "sources.csv").write_text("id,source,as_of,licence\n1,price page,2026-07-01,published\n")
    (sheets / "AmazonEC2.csv").write_text(
        "service,item,dimension,term,unit,tier_from,source,grade,us-east-1\n"
        "AmazonEC2,m5.large,linux,on-demand,hours,0,1,A,0.0\n"
    )
    with pytest.raises(InvalidFile, match=r"m5\.large/linux in us-east-1: a price of 0 for compute"):
        build(sheets, tmp_path / "prices.sqlite")
    assert not (tmp_path / "prices.sqlite").exists()


def test_reserved_prices_have_their_amount_upfront():
    query = PriceQuery("AmazonRDS", "us-east-1", "db.m5.large", "mysql/single-az", "reserved-1yr-partial-upfront")
    price = embedded_prices().find(query)
    assert isinstance(price, Price)
    assert (price.unit_price, price.upfront) == (Decimal("0.0522"), 457)
