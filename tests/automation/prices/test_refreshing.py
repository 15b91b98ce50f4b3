"""What a refresh counts: which figures of the embedded book still answer beneath the new ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.lookup_file import LookupFile
from outlay.prices.lookup_writer import LookupWriter
from outlay.prices.query import GLOBAL, Grade
from outlay_automation.prices.overlay_store import OverlayStore
from outlay_automation.prices.refreshing import Refreshed, Scope, use_figures

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
