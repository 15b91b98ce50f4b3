"""The figures that travel with Outlay: every row of every sheet is found, as it stands there.

A row becomes a price only when it is asked for, so that a bad one would otherwise show at a user's.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from importlib.resources import files

import pytest
from outlay.prices.embedded import embedded_book
from outlay.prices.query import Price, PriceQuery, Tier

_SHEETS = files("outlay.prices").joinpath("sheets")
_SERVICES = sorted(sheet.name.removesuffix(".csv") for sheet in _SHEETS.iterdir() if sheet.name.endswith(".csv"))


@pytest.mark.parametrize("service", [service for service in _SERVICES if service != "sources"])
def test_every_row_of_a_sheet_is_a_tier_of_the_price_that_its_query_finds(service: str) -> None:
    rows = list(csv.DictReader(_SHEETS.joinpath(f"{service}.csv").read_text(encoding="utf-8").splitlines()))
    assert rows
    for row in rows:
        query = PriceQuery(service, row["region"], row["item"], row["dimension"], row["term"])
        price = embedded_book().layers[0].find(query)
        assert isinstance(price, Price), query
        assert Tier(Decimal(row["tier_from"]), Decimal(row["price"])) in price.tiers, query
        assert price.unit == row["unit"], query


def _rows(sheet: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_SHEETS.joinpath(f"{sheet}.csv").read_text(encoding="utf-8").splitlines()))


def test_every_source_is_the_source_of_a_figure() -> None:
    used = {row["source"] for service in _SERVICES if service != "sources" for row in _rows(service)}
    assert {row["id"] for row in _rows("sources")} == used


def test_what_nobody_read_at_a_source_is_never_graded_as_if_somebody_had() -> None:
    made = {row["id"] for row in _rows("sources") if row["source"].startswith(("estimate", "derived", "unverified"))}
    graded = {
        row["grade"] for service in _SERVICES if service != "sources" for row in _rows(service) if row["source"] in made
    }
    assert graded == {"C", "D"}
