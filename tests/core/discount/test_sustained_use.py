"""Sustained use: the providers' table, hours below a month, and what has none."""

from dataclasses import replace
from decimal import Decimal

import pytest
from outlay.discount.effective import discounted
from outlay.discount.stated import Discounts, SpendCommitment, SpendService
from outlay.discount.sustained_use import ASSUMPTION
from outlay.prices.query import PriceQuery

from .conftest import charge_of, only, resource_of, span, stack_of

N1 = PriceQuery("ComputeEngine", "us-central1", "n1-standard-1", "linux")
N2 = PriceQuery("ComputeEngine", "us-central1", "n2-standard-2", "linux")
PLAIN = Discounts()


@pytest.mark.parametrize(
    ("share", "discount"),
    [("0.25", "0"), ("0.5", "0.10"), ("0.75", "0.20"), ("1", "0.30")],
)
def test_n1_costs_less_with_every_quarter_of_the_month(running, no_book, share, discount):
    """An n1-standard-1 at $0.0475: 100, 80, 60 and 40 % of that by quarter; 10, 20 and 30 % off in all.

    Source: Google Cloud, "Sustained use discounts", table of usage levels
    (cloud.google.com/compute/docs/sustained-use-discounts).
    """
    hours = 730 * Decimal(share)
    it = resource_of("it", charge_of(N1, "0.0475", span(hours), hours=span(hours)), provider="gcp")
    after = discounted(stack_of(it), PLAIN, no_book)
    assert only(after.total) == hours * Decimal("0.0475") * (1 - Decimal(discount))
    assert only(after.list_cost) == hours * Decimal("0.0475")


def test_the_rates_of_n1_by_quarter(no_book):
    """$0.0475, $0.0380, $0.0285 and $0.0190 an hour. Source: the same table, its example rates."""

    def cost(hours: str) -> Decimal:
        it = resource_of("it", charge_of(N1, "0.0475", span(hours), hours=span(hours)), provider="gcp")
        return only(discounted(stack_of(it), PLAIN, no_book).total)

    ends = [cost(hours) for hours in ("182.5", "365", "547.5", "730")]
    steps = [later - earlier for earlier, later in zip([Decimal(0), *ends], ends, strict=False)]
    assert [step / Decimal("182.5") for step in steps] == [
        Decimal(rate) for rate in ("0.0475", "0.0380", "0.0285", "0.0190")
    ]


def test_n2_has_twenty_percent_over_the_month_and_six_and_two_thirds_over_half(no_book):
    """N2: 100, 86.67, 73.33 and 60 % of the base price by quarter. Source: the same page, table for N2, N2D and C2."""
    full = resource_of("full", charge_of(N2, "0.1", span(730), hours=span(730)), provider="gcp")
    half = resource_of("half", charge_of(N2, "0.15", span(365), hours=span(365)), provider="gcp")
    after = discounted(stack_of(full, half), PLAIN, no_book)
    assert only(after.resources[full.urn].cost) == Decimal("58.4")  # 73 less 20 %
    assert only(after.resources[half.urn].cost) == Decimal("51.1")  # 182.5 × 0.15 × (1 + 13/15)


@pytest.mark.parametrize(
    ("item", "dimension", "part"),
    [
        ("n1-standard-1", "linux", "0.7"),
        ("n1", "vcpu", "0.7"),
        ("n1", "memory", "0.7"),
        ("f1-micro", "linux", "0.7"),
        ("g1-small", "linux", "0.7"),
        ("m1-ultramem-40", "linux", "0.7"),
        ("m2-ultramem-208", "linux", "0.7"),
        ("n1-node-96-624", "linux", "0.7"),
        ("nvidia-tesla-t4", "gpu", "0.7"),
        ("n2-standard-2", "linux", "0.8"),
        ("n2d-standard-2", "linux", "0.8"),
        ("n2", "vcpu", "0.8"),
        ("c2-standard-4", "linux", "0.8"),
        ("e2-standard-2", "linux", "1"),
        ("c3-standard-4", "linux", "1"),
        ("m3-ultramem-32", "linux", "1"),
        ("a2-highgpu-1g", "linux", "1"),
        ("nvidia-l4", "gpu", "1"),
        ("image-licence", "windows", "1"),
    ],
)
def test_which_have_it(running, effective, item, dimension, part):
    query = PriceQuery("ComputeEngine", "us-central1", item, dimension)
    assert effective(PLAIN, running("it", query, "1", provider="gcp")) == {"it": Decimal(part)}


def test_spot_and_other_services_have_none(running, effective):
    spot = PriceQuery("ComputeEngine", "us-central1", "n1-standard-1", "linux", "spot")
    sql = PriceQuery("CloudSQL", "us-central1", "db-n1-standard-1", "mysql/zonal")
    resources = (running("spot", spot, "1", provider="gcp"), running("sql", sql, "1", provider="gcp"))
    assert effective(PLAIN, *resources) == {"spot": Decimal(1), "sql": Decimal(1)}


def test_several_instances_have_it_each_and_not_the_more_the_more_there_are(running, effective):
    quarter = running("quarter", N1, "1", 4, hours=182, provider="gcp")
    assert effective(PLAIN, quarter) == {"quarter": Decimal(4 * 182) / 730}


def test_it_can_be_switched_off_and_is_an_assumption_until_somebody_says_so(running, no_book):
    it = stack_of(running("it", N1, "1", provider="gcp"))
    (by_default,) = discounted(it, PLAIN, no_book).resources.values()
    (stated,) = discounted(it, Discounts(sustained_use_is_stated=True), no_book).resources.values()
    (without,) = discounted(it, Discounts(sustained_use=False), no_book).resources.values()
    assert by_default.assumptions == (ASSUMPTION,)
    assert stated.assumptions == without.assumptions == ()
    assert (only(stated.cost), only(without.cost)) == (511, 730)


def test_what_was_discounted_before_is_worked_out_anew(running, no_book):
    it = stack_of(running("it", N1, "1", provider="gcp"))
    once = discounted(it, PLAIN, no_book)
    assert discounted(once, PLAIN, no_book) == once
    assert discounted(once, Discounts(sustained_use=False), no_book).total == it.total


def test_committed_use_has_none(running, effective):
    """A flexible commitment of $0.50 an hour covers half; the other half runs all month and has 30 % off."""
    commitment = SpendCommitment("flexible", SpendService.COMPUTE, Decimal("0.5"), 1)
    it = running("it", N1, "1", provider="gcp")
    assert effective(Discounts(spend_commitments=(commitment,)), it) == {"it": Decimal("0.36") + Decimal("0.35")}


def test_the_first_passs_assumption_goes_where_the_second_leaves_nothing_to_discount(running, no_book):
    """A flexible commitment over the whole machine: nothing of it has sustained use any more."""
    once = discounted(stack_of(running("it", N1, "1", provider="gcp")), PLAIN, no_book)
    commitment = SpendCommitment("flexible", SpendService.COMPUTE, Decimal(1), 1)
    (it,) = discounted(once, Discounts(spend_commitments=(commitment,)), no_book).resources.values()
    assert [each.assumptions for each in once.resources.values()] == [(ASSUMPTION,)]
    assert it.assumptions == ()


def test_a_price_of_a_contract_has_it_only_where_somebody_says_so(no_book, make_price):
    charge = replace(charge_of(N1, "1", span(730), hours=span(730)), price=make_price("1", layer="contract"))
    it = stack_of(resource_of("it", charge, provider="gcp"))
    after = discounted(it, PLAIN, no_book)
    assert (only(after.total), after.resources) == (730, it.resources)
    assert only(discounted(it, Discounts(sustained_use_is_stated=True), no_book).total) == 511
