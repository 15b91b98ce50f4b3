"""Committed use at Google Cloud: resources in a region, and spend."""

from dataclasses import replace
from decimal import Decimal

import pytest
from outlay.discount.effective import discounted
from outlay.discount.stated import CommittedUse, Discounts, SpendCommitment, SpendService
from outlay.estimate.gcp.machine_shapes import shapes_by_name
from outlay.prices.embedded import embedded_book
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import SPOT

from .conftest import charge_of, only, resource_of, span, stack_of

REGION = "us-central1"
WITHOUT = Discounts(sustained_use=False)


def machine(name, dimension="linux", region=REGION):
    return PriceQuery("ComputeEngine", region, name, dimension)


@pytest.fixture
def prices(make_book, make_price):
    """e2: a vCPU for 4 cents and a GB for 1, 37 % less when committed for a year."""
    return make_book(
        test={
            machine("e2", "vcpu"): make_price("0.04", "vCPU-hours"),
            machine("e2", "memory"): make_price("0.01", "GB-hours"),
            machine("e2-standard-2"): make_price("0.16"),
            replace(machine("e2-standard-2"), term="cud-1yr"): make_price("0.1008"),
            PriceQuery("PersistentDisk", REGION, "local-ssd", "storage"): make_price("0.08", "GB-months"),
            PriceQuery("PersistentDisk", REGION, "local-ssd", "storage", "cud-1yr"): make_price("0.0504", "GB-months"),
            machine("nvidia-tesla-t4", "gpu"): make_price("0.35", "GPU-hours"),
        }
    )


def commit(**amounts):
    stated = {"name": "e2", "region": REGION, "family": "e2", "years": 1, **amounts}
    return Discounts(sustained_use=False, committed_use=(CommittedUse(**stated),))


def test_eight_of_twenty_four_vcpus_are_covered(running, effective, prices):
    """A commitment for 8 cores while 24 run: 8 have the discount, the other 16 cost the usual rate.

    Source: Google Cloud, "Committed use discounts", how does a committed use discount work
    (cloud.google.com/compute/docs/instances/signing-up-committed-use-discounts).
    """
    it = running("it", machine("e2", "vcpu"), "0.04", 24, provider="gcp")
    after = effective(commit(vcpus=Decimal(8)), it, book=prices)
    assert after == {"it": 8 * Decimal("0.04") * Decimal("0.63") + 16 * Decimal("0.04")}


def test_what_is_not_used_is_paid_for_all_the_same(running, prices):
    """Source: the same: one is billed for what one purchased, whether or not one uses it."""
    it = stack_of(running("it", machine("e2", "vcpu"), "0.04", 2, provider="gcp"))
    (use,) = discounted(it, commit(vcpus=Decimal(8)), prices).commitments
    assert use.cost == 8 * Decimal("0.0252") * 730
    assert use.unused == span(6 * Decimal("0.0252") * 730)


def test_a_machine_is_covered_by_its_vcpus_and_its_memory_apart(running, effective, prices):
    """e2-standard-4 at $0.32: four vCPUs make half of it, 16 GB the other half."""
    it = running("it", machine("e2-standard-4"), "0.32", provider="gcp")
    both = effective(commit(vcpus=Decimal(4), memory=Decimal(16)), it, book=prices)
    vcpus_alone = effective(commit(vcpus=Decimal(4)), it, book=prices)
    half_the_memory = effective(commit(memory=Decimal(8)), it, book=prices)
    assert both == {"it": Decimal("0.32") * Decimal("0.63")}
    assert vcpus_alone == {"it": Decimal("0.16") * Decimal("0.63") + Decimal("0.16")}
    assert half_the_memory == {"it": Decimal("0.24") + Decimal("0.08") * Decimal("0.63")}


def test_the_aggregate_of_a_region_counts_and_not_the_machine(running, effective, prices):
    one = running("one", machine("e2-standard-2"), "0.16", provider="gcp")
    two = running("two", machine("e2-highcpu-4"), "0.20", provider="gcp")
    after = effective(commit(vcpus=Decimal(6), memory=Decimal(12)), one, two, book=prices)
    assert after == {"one": Decimal("0.16") * Decimal("0.63"), "two": Decimal("0.20") * Decimal("0.63")}


@pytest.mark.parametrize(
    "query",
    [
        machine("e2-standard-4", region="us-east1"),
        machine("n4-standard-4"),
        machine("e2-medium"),
        replace(machine("e2-standard-4"), term=SPOT),
    ],
)
def test_what_it_does_not_cover(running, effective, prices, query):
    after = effective(
        commit(vcpus=Decimal(9), memory=Decimal(99)), running("it", query, "1", provider="gcp"), book=prices
    )
    assert after == {"it": Decimal(1)}


def test_local_ssd_and_gpus(effective, prices):
    ssd = charge_of(PriceQuery("PersistentDisk", REGION, "local-ssd", "storage"), "0.08", span(750), unit="GB-months")
    gpu = charge_of(machine("nvidia-tesla-t4", "gpu"), "0.35", span(2 * 730), unit="GPU-hours")
    it = resource_of("it", ssd, gpu, provider="gcp")
    stated = commit(local_ssd=Decimal(375), gpus=(("nvidia-tesla-t4", Decimal(1)),))
    expected = (375 * Decimal("0.0504") + 375 * Decimal("0.08")) / 730 + Decimal("0.35") * Decimal("1.63")
    assert effective(stated, it, book=prices) == {"it": pytest.approx(expected)}


def test_the_price_book_knows_the_discount_of_a_family():
    """37 % off n2 in us-central1 for a year, by the embedded prices of n2-standard-2."""
    query = machine("n2-standard-2")
    found = embedded_book().find(query)
    assert isinstance(found, Price)
    it = stack_of(
        resource_of("it", charge_of(query, str(found.unit_price), span(730), hours=span(730)), provider="gcp")
    )
    stated = CommittedUse("n2", REGION, "n2", 1, vcpus=Decimal(2), memory=Decimal(8))
    after = discounted(it, Discounts(committed_use=(stated,)), embedded_book())
    assert round(1 - only(after.total) / only(it.total), 3) == Decimal("0.370")
    assert after.commitments[0].unused == span(0)


def test_a_family_without_a_price_is_named_and_not_applied(running, no_book):
    it = stack_of(running("it", machine("e2-standard-2"), "1", provider="gcp"))
    after = discounted(it, commit(vcpus=Decimal(2)), no_book)
    assert after.total == it.total
    assert after.commitments[0].cost is None
    assert "state `percent`" in after.commitments[0].note


@pytest.mark.parametrize(
    ("name", "vcpus", "memory"),
    [
        ("n1-standard-4", 4, "15"),
        ("n1-highmem-2", 2, "13"),
        ("n2-standard-2", 2, "8"),
        ("n2-highcpu-16", 16, "16"),
        ("c3-highcpu-4", 4, "8"),
        ("e2-highmem-8", 8, "64"),
    ],
)
def test_what_machine_types_consist_of(name, vcpus, memory):
    found = shapes_by_name().get(name)
    assert found is not None
    assert (found.vcpus, found.memory) == (vcpus, Decimal(memory))


@pytest.mark.parametrize("name", ["n2-custom-4-8192", "n2", "f1-micro"])
def test_types_whose_name_does_not_say(name):
    assert shapes_by_name().get(name) is None


# --- Spend ----------------------------------------------------------------------------------------------------------


def spend(commitment, **more):
    stated = {"name": "spend", "service": SpendService.COMPUTE, "years": 1, **more}
    return Discounts(
        sustained_use=False, spend_commitments=(SpendCommitment(commitment=Decimal(commitment), **stated),)
    )


@pytest.mark.parametrize(("years", "paid"), [(1, "0.72"), (3, "0.54")])
def test_a_flexible_commitment_over_families_and_regions(running, no_book, years, paid):
    """$1 an hour at on-demand prices for $0.72 or $0.54; what exceeds it costs the on-demand price.

    Source: Google Cloud, "Committed use discounts", spend-based commitments (cloud.google.com/docs/cuds); 28 % for one
    year and 46 % for three: Google Cloud blog, "Flexible committed use discounts", 2022.
    """
    here = running("a", machine("e2-standard-4"), "0.60", provider="gcp")
    there = running("b", machine("n2-standard-4", region="europe-west3"), "0.60", provider="gcp")
    after = discounted(stack_of(here, there), spend("1.00", years=years), no_book)
    assert only(after.total) / 730 == Decimal(paid) + Decimal("0.20")
    assert after.commitments[0].cost == Decimal(paid) * 730


@pytest.mark.parametrize("item", ["e2-micro", "f1-micro", "g2-standard-4", "t2d-standard-4"])
def test_what_a_flexible_commitment_leaves_out(running, effective, item):
    it = running("it", machine(item), "1", provider="gcp")
    assert effective(spend("9"), it) == {"it": Decimal(1)}


@pytest.mark.parametrize(("years", "paid"), [(1, "0.75"), (3, "0.48")])
def test_cloud_sql_in_a_region(running, effective, years, paid):
    """25 % for one year, 52 % for three, not for shared-core tiers. Source: cloud.google.com/sql/cud."""

    def tier(item, region=REGION):
        return PriceQuery("CloudSQL", region, item, "mysql/zonal")

    stated = spend("9", service=SpendService.CLOUD_SQL, region=REGION, years=years)
    after = effective(
        stated,
        running("a", tier("db-n1-standard-1"), "1", provider="gcp"),
        running("b", tier("db-f1-micro"), "1", provider="gcp"),
        running("c", tier("db-n1-standard-1", "us-east1"), "1", provider="gcp"),
    )
    assert after == {"a": Decimal(paid), "b": Decimal(1), "c": Decimal(1)}


def test_resources_are_committed_before_spend(running, effective, prices):
    """The 4 vCPUs' half of the machine by the first, the memory's half ($0.16) by the second."""
    both = Discounts(
        sustained_use=False,
        committed_use=commit(vcpus=Decimal(4)).committed_use,
        spend_commitments=spend("0.16").spend_commitments,
    )
    it = running("it", machine("e2-standard-4"), "0.32", provider="gcp")
    assert effective(both, it, book=prices) == {
        "it": Decimal("0.16") * Decimal("0.63") + Decimal("0.16") * Decimal("0.72")
    }


# --- Parts without a price, and what stands in for one ----------------------------------------------------------------


def test_a_misspelt_gpu_is_named_and_the_rest_is_applied(running, prices):
    """A vCPU costs 63 % of 4 cents when committed; what nothing prices costs nothing, and that is said by its name."""
    it = stack_of(running("it", machine("e2", "vcpu"), "0.04", provider="gcp"))
    amounts = commit(vcpus=Decimal(1), gpus=(("nvidia-tesla-t5", Decimal(4)),))
    (use,) = discounted(it, amounts, prices).commitments
    assert use.cost == Decimal("0.0252") * 730
    assert use.note == f"not applied: nvidia-tesla-t5, of which the price book has no price in {REGION}"


def test_a_commitment_of_what_has_no_price_is_not_applied(running, make_book):
    it = stack_of(running("it", machine("e2", "vcpu"), "0.04", provider="gcp"))
    for amounts in (commit(gpus=(("nvidia-tesla-t4", Decimal(1)),)), commit(local_ssd=Decimal(375))):
        (use,) = discounted(it, amounts, make_book(test={})).commitments
        assert (use.cost, use.unused) == (None, None)
        assert "of which the price book has no price" in use.note


def test_the_machines_percentage_in_the_place_of_a_gpus_is_said(running, prices):
    it = stack_of(running("it", machine("nvidia-tesla-t4", "gpu"), "0.35", provider="gcp"))
    (use,) = discounted(it, commit(gpus=(("nvidia-tesla-t4", Decimal(1)),)), prices).commitments
    assert use.cost == Decimal("0.35") * Decimal("0.63") * 730
    assert use.note == (
        "the price book has no committed price of nvidia-tesla-t4: 37 % off is taken, as off e2 machines"
    )


def test_two_machine_types_tell_what_vcpu_and_memory_cost_apart(running, make_book, make_price, effective):
    """2 vCPUs and 8 GB for 16 cents, 2 vCPUs and 16 GB for 24: a GB costs 1 cent, a vCPU 4."""
    book = make_book(test={machine("c4a-standard-2"): make_price("0.16"), machine("c4a-highmem-2"): make_price("0.24")})
    stated = CommittedUse("c4a", REGION, "c4a", 1, vcpus=Decimal(2), percent=Decimal(50))
    it = running("it", machine("c4a-standard-2"), "0.16", provider="gcp")
    discounts = Discounts(sustained_use=False, committed_use=(stated,))
    assert effective(discounts, it, book=book) == {"it": Decimal("0.16") - Decimal("0.04")}
    assert discounted(stack_of(it), discounts, book).commitments[0].note == ""


@pytest.mark.parametrize(("item", "years", "kept"), [("h3-standard-88", 1, "0.83"), ("m1-megamem-96", 3, "0.37")])
def test_what_a_spend_commitment_costs_is_what_its_use_costs(running, no_book, item, years, kept):
    """A machine of $1 an hour takes all of what is paid for a commitment to it, at its own family's discount."""
    usual = {1: Decimal("0.72"), 3: Decimal("0.54")}[years]
    spend = SpendCommitment("spend", SpendService.COMPUTE, Decimal(kept) / usual, years)
    it = stack_of(running("it", machine(item), "1", provider="gcp"))
    after = discounted(it, Discounts(sustained_use=False, spend_commitments=(spend,)), no_book)
    (use,) = after.commitments
    assert only(after.total) == pytest.approx(Decimal(kept) * 730)
    assert use.cost == pytest.approx(Decimal(kept) * 730)
    assert use.unused.high == pytest.approx(Decimal(0), abs=Decimal("1e-9"))
