"""What a refresh counts: which figures of the embedded book still answer beneath the new ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.lookup_file import LookupFile
from outlay.prices.lookup_writer import LookupWriter
from outlay.prices.overlay_store import OverlayStore
from outlay.prices.query import GLOBAL, Grade
from outlay.prices.refresh_advice import REFRESHED_FROM
from outlay_automation.prices.refresh.aws.usage_types import OFFERS
from outlay_automation.prices.refresh.failure import UnknownPriceList
from outlay_automation.prices.refresh.google.products import CATALOGUE_SERVICES
from outlay_automation.prices.refresh.refreshing import Refreshed, Scope, use_figures

FRANKFURT = "eu-central-1"


def figure(
    item: str, dimension: str = "", region: str = FRANKFURT, tier: int = 0, unit: str = "hours", term: str = "on-demand"
) -> Figure:
    name = FigureName("AmazonEC2", item, dimension, term, unit, Decimal(tier))
    return Figure(name, region, Decimal(1), Source("x", date(2026, 7, 1), "x"), Grade.A)


def refreshed(tmp_path: Path, embedded: Iterable[Figure], new: Iterable[Figure], scope: Scope) -> Refreshed:
    with LookupWriter(tmp_path / "embedded.sqlite") as writer:
        for each in embedded:
            writer.add(each)
    published = LookupFile(tmp_path / "embedded.sqlite", "embedded")
    store = OverlayStore(tmp_path / "prices")
    with store.workshop() as workshop:
        done = use_figures(store, workshop, new, [scope], published, [])
    published.close()
    return done


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        ([figure("m5")], 0),
        ([figure("m4")], 2),
        ([figure("m5", term="spot")], 2),
        ([figure("m5", "windows")], 2),
        ([figure("m5", region=GLOBAL)], 0),
    ],
)
def test_what_no_new_figure_answers_is_kept_tier_by_tier(tmp_path, new, kept):
    embedded = [figure("m5", unit="GB"), figure("m5", unit="GB", tier=10)]
    assert refreshed(tmp_path, embedded, new, Scope("AmazonEC2", FRANKFURT)).kept == kept


def test_other_regions_and_records_that_no_pricer_asks_for_are_not_counted(tmp_path):
    embedded = [figure("m5", region="eu-west-1"), figure("EU-DataProcessing-Bytes"), figure("EUC1-LCUUsage")]
    assert refreshed(tmp_path, embedded, [figure("m4")], Scope("AmazonEC2", FRANKFURT)).kept == 0


def test_a_price_in_another_currency_is_another_figure_and_no_change(tmp_path):
    yuan = replace(figure("m5", region="cn-north-1"), price=Decimal(7), currency="CNY")
    dollars = replace(yuan, price=Decimal(1), currency="USD")
    done = refreshed(tmp_path, [dollars], [yuan], Scope("AmazonEC2", "cn-north-1"))
    assert (done.new, done.changed, done.largest) == (1, 0, ())


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ([figure("m5"), figure("m6", tier=10)], "AmazonEC2 m6 in eu-central-1: has tiers, and none from 0"),
        ([replace(figure("m5"), price=Decimal(0))], "AmazonEC2 m5 in eu-central-1: a price of 0 for compute"),
        (
            [figure("m5", region="mars-1"), figure("m6", region="mars-1")],
            "AmazonEC2 m5 in mars-1: mars-1 is no region that the book knows (and 1 more)",
        ),
        (
            [replace(figure("m5"), currency="CNY")],
            "AmazonEC2 m5 in eu-central-1: is in CNY, and eu-central-1 bills in USD",
        ),
    ],
)
def test_figures_that_break_a_rule_of_the_book_are_never_in_use(tmp_path, broken, said):
    before = refreshed(tmp_path, [], [figure("m4")], Scope("AmazonEC2", FRANKFURT))
    with pytest.raises(UnknownPriceList) as raised:
        refreshed(tmp_path, [], broken, Scope("AmazonEC2", FRANKFURT))
    assert raised.value.message == f"the price list: {said}"
    assert raised.value.exit_code == 1
    store = OverlayStore(tmp_path / "prices")
    assert store.current_digest() == before.identity.digest
    assert [path.stem for path in store.folder.glob("*.sqlite")] == [before.identity.digest]


def test_an_overlay_that_is_missing_is_said_to_be_lost(tmp_path):
    before = refreshed(tmp_path, [], [figure("m4"), figure("m5", region="eu-west-1")], Scope("AmazonEC2"))
    assert before.left_out == ()
    before.path.unlink()
    done = refreshed(tmp_path, [], [figure("m4")], Scope("AmazonEC2", FRANKFURT))
    assert done.left_out == (f"what was refreshed before: {before.path} is missing, so nothing of it is carried over",)


def test_what_is_advised_to_be_refreshed_is_what_can_be() -> None:
    assert {"aws": frozenset(OFFERS), "gcp": frozenset(CATALOGUE_SERVICES)} == REFRESHED_FROM
