"""Which figures of several layers count: by name and region, the uppermost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from outlay.prices.contract_file import parse_contract
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.lookup_file import LookupFile
from outlay.prices.lookup_writer import LookupWriter
from outlay.prices.query import Grade
from outlay_automation.prices.effective import Selection, effective_figures

SOURCE = Source("a list", date(2026, 7, 1), "public")
EVERYTHING = Selection()


def figure(item: str, region: str, price: str, unit: str = "hours", tier_from: int = 0) -> Figure:
    name = FigureName("AmazonEC2", item, "linux", "on-demand", unit, Decimal(tier_from))
    return Figure(name, region, Decimal(price), SOURCE, Grade.A)


@pytest.fixture
def layer(tmp_path: Path) -> Callable[..., LookupFile]:
    def make(name: str, *figures: Figure) -> LookupFile:
        path = tmp_path / f"{name}.sqlite"
        with LookupWriter(path) as writer:
            for each in figures:
                writer.add(each)
        return LookupFile(path, name)

    return make


def said(layers: list[object], asked: Selection = EVERYTHING) -> list[tuple[str, str, str, str]]:
    found = effective_figures(layers, asked)  # type: ignore[arg-type]
    return [(each.name.item, each.region, f"{each.price}", each.layer) for each in found]


def test_figure_above_stands_in_the_place_of_the_one_below(layer: Callable[..., LookupFile]) -> None:
    above = layer("overlay", figure("b", "us-east-1", "2"))
    below = layer(
        "embedded", figure("a", "us-east-1", "1"), figure("b", "eu-west-1", "3"), figure("b", "us-east-1", "1")
    )

    assert said([above, below]) == [
        ("a", "us-east-1", "1", "embedded"),
        ("b", "eu-west-1", "3", "embedded"),
        ("b", "us-east-1", "2", "overlay"),
    ]


def test_tiers_below_do_not_show_through(layer: Callable[..., LookupFile]) -> None:
    above = layer("overlay", figure("data", "us-east-1", "0.04", "GB"))
    below = layer(
        "embedded", figure("data", "us-east-1", "0.09", "GB"), figure("data", "us-east-1", "0.05", "GB", tier_from=100)
    )

    assert said([above, below]) == [("data", "us-east-1", "0.04", "overlay")]


def test_price_everywhere_goes_before_every_region_below(layer: Callable[..., LookupFile]) -> None:
    above = layer("overlay", figure("a", "*", "2"))
    below = layer("embedded", figure("a", "us-east-1", "1"))

    assert said([above, below]) == [("a", "*", "2", "overlay")]


def test_region_above_leaves_the_price_everywhere_to_the_others(layer: Callable[..., LookupFile]) -> None:
    above = layer("overlay", figure("a", "us-east-1", "2"))
    below = layer("embedded", figure("a", "*", "1"))

    assert said([above, below]) == [("a", "*", "1", "embedded"), ("a", "us-east-1", "2", "overlay")]


def test_contract_with_patterns_overrules_what_they_match(layer: Callable[..., LookupFile]) -> None:
    contract = parse_contract(
        "service,region,item,dimension,unit,price,as_of\nAmazonEC2,us-*,m5.*,linux,hours,0.9,2026-01-01\n", "agreed.csv"
    )
    below = layer(
        "embedded",
        figure("c5.large", "us-east-1", "1"),
        figure("m5.large", "eu-west-1", "1"),
        figure("m5.large", "us-east-1", "1"),
        figure("m5.xlarge", "us-west-2", "2"),
    )

    assert said([contract, below]) == [
        ("c5.large", "us-east-1", "1", "embedded"),
        ("m5.large", "eu-west-1", "1", "embedded"),
        ("m5.large", "us-east-1", "0.9", "contract"),
        ("m5.xlarge", "us-west-2", "0.9", "contract"),
    ]


def test_contract_leaves_what_is_published_per_another_unit(layer: Callable[..., LookupFile]) -> None:
    contract = parse_contract(
        "service,region,item,dimension,unit,price,as_of\nAmazonEC2,*,*,linux,hours,0.9,2026-01-01\n", "agreed.csv"
    )
    below = layer("embedded", figure("a", "us-east-1", "1", "GB"), figure("b", "us-east-1", "1"))

    assert said([contract, below]) == [("a", "us-east-1", "1", "embedded"), ("b", "us-east-1", "0.9", "contract")]


def test_selection_takes_in_what_holds_everywhere(layer: Callable[..., LookupFile]) -> None:
    below = layer("embedded", figure("a", "*", "1"), figure("a", "eu-west-1", "2"), figure("b", "us-east-1", "3"))

    assert said([below], Selection(region="us-east-1")) == [
        ("a", "*", "1", "embedded"),
        ("b", "us-east-1", "3", "embedded"),
    ]
    assert said([below], Selection(item="b*")) == [("b", "us-east-1", "3", "embedded")]


def test_figure_that_is_listed_twice_is_there_twice(layer: Callable[..., LookupFile]) -> None:
    above = layer("overlay", figure("b", "us-east-1", "1"))
    below = layer("embedded", figure("a", "us-east-1", "1"), figure("a", "us-east-1", "1"))

    assert len(said([above, below])) == 3
