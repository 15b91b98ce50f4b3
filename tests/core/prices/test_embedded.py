"""The embedded layer: sheets that hold together, a digest of what they say, and answers when they say nothing."""

import csv
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from outlay.prices.embedded import EmbeddedPrices, embedded_book
from outlay.prices.query import Grade, Missing, PriceQuery

SHEETS = Path(str(files("outlay.prices").joinpath("sheets")))
HEAD = "item,dimension,term,unit,tier_from,region,price,source,grade"
SOURCES = "id,source,as_of,licence\n1,price page,2026-07-01,published\n2,price list,2026-05-01,published\n"
ROWS = (
    "thing,linux,on-demand,hours,0,us-east-1,0.40,1,A",
    "thing,linux,on-demand,hours,0,eu-west-1,0.44,2,D",
    "data,,on-demand,GB,0,us-east-1,0.09,2,B",
    "data,,on-demand,GB,1000,us-east-1,0.07,2,B",
    "address,,on-demand,hours,0,*,0.01,1,A",
)


@pytest.fixture
def layer(tmp_path):
    """A layer over one sheet, `Shop.csv`, with these rows."""

    def make(*rows, head=HEAD, sources=SOURCES, newline="\n"):
        (tmp_path / "sources.csv").write_text(sources)
        (tmp_path / "Shop.csv").write_text(newline.join((head, *rows)) + newline, newline="")
        return EmbeddedPrices(tmp_path)

    return make


def query(region, item, dimension="", term="on-demand", service="Shop"):
    return PriceQuery(service, region, item, dimension, term)


def test_a_figure_has_tiers_unit_source_date_and_grade(layer):
    price = layer(*ROWS).find(query("us-east-1", "data"))
    assert [(tier.start, tier.unit_price) for tier in price.tiers] == [(0, Decimal("0.09")), (1000, Decimal("0.07"))]
    assert (price.unit, price.source, str(price.as_of), price.grade, price.layer) == (
        "GB",
        "price list",
        "2026-05-01",
        Grade.B,
        "embedded",
    )


def test_a_price_of_every_region_holds_in_each(layer):
    assert layer(*ROWS).find(query("mars-1", "address")).unit_price == Decimal("0.01")


@pytest.mark.parametrize(
    ("asked", "reason", "nearest"),
    [
        (query("us-east-1", "thing", service="Market"), "no prices of Market", ()),
        (query("us-east-1", "thingg"), "no price of Shop thingg", ("thing",)),
        (query("us-east-2", "thing", "linux"), "no price of Shop thing/linux in us-east-2", ("us-east-1", "eu-west-1")),
        (query("us-east-1", "thing", "windows"), "no price of Shop thing/windows, on-demand", ("linux/on-demand",)),
        (query("us-east-1", "thing", "linux", "spot"), "no price of Shop thing/linux, spot", ("linux/on-demand",)),
        (query("us-east-1", "x" * 10**6), f"no price of Shop {'x' * 80}…", ()),
    ],
)
def test_what_is_missing_is_told_with_what_is_nearest(layer, asked, reason, nearest):
    assert layer(*ROWS).find(asked) == Missing(asked, reason, nearest)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("thing,linux,on-demand,hours,0,us-east-1,0.41,1,A", "Shop.csv: .*each tier once, the first from 0"),
        ("gone,,on-demand,hours,5,us-east-1,0.41,1,A", "Shop.csv: .*each tier once, the first from 0"),
        ("data,,on-demand,TB,2000,us-east-1,0.05,2,B", "Shop.csv: .*tiers of several units"),
        ("less,,on-demand,hours,0,us-east-1,-1,1,A", "Shop.csv: .*at least 0"),
        ("new,,on-demand,hours,0,us-east-1,0.41,99,A", "new has the source 99, which sources.csv does not name"),
        ("new,,on-demand,hours,0,us-east-1,0.41,1,Z", "'Z' is not a valid Grade"),
        ("cut,,on-demand,hours", "zip"),
    ],
)
def test_a_bad_row_is_refused(layer, row, message):
    item, dimension, *_ = row.split(",")
    with pytest.raises(ValueError, match=message):
        layer(*ROWS, row).find(query("us-east-1", item, dimension))


def digest(layer_):
    return layer_.identity().digest


def test_the_digest_is_of_what_the_sheets_say_not_of_the_files(layer):
    original = digest(layer(*ROWS))
    assert digest(layer(*reversed(ROWS))) == original
    assert digest(layer(*ROWS, newline="\r\n")) == original
    moved = [",".join(row.split(",")[::-1]) for row in ROWS]
    assert digest(layer(*moved, head=",".join(HEAD.split(",")[::-1]))) == original
    renumbered = [row.replace(",1,A", ",7,A") for row in ROWS]
    assert digest(layer(*renumbered, sources=SOURCES.replace("\n1,", "\n7,"))) == original


@pytest.mark.parametrize(
    ("rows", "sources"),
    [
        (ROWS[:-1], SOURCES),
        ((ROWS[0].replace("0.40", "0.41"), *ROWS[1:]), SOURCES),
        ((ROWS[0].replace("us-east-1", "us-east-2"), *ROWS[1:]), SOURCES),
        ((ROWS[0].replace(",A", ",B"), *ROWS[1:]), SOURCES),
        (ROWS, SOURCES.replace("2026-07-01", "2026-07-02")),
        (ROWS, SOURCES.replace("price page", "price book")),
    ],
)
def test_whatever_a_figure_says_is_in_the_digest(layer, rows, sources):
    assert digest(layer(*ROWS)) != digest(layer(*rows, sources=sources))


def test_the_book_is_as_old_as_its_youngest_figure(layer):
    assert str(layer(*ROWS).identity().as_of) == "2026-07-01"


def rows_of(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


SHIPPED = sorted(sheet for sheet in SHEETS.glob("*.csv") if sheet.name != "sources.csv")


@pytest.mark.parametrize("sheet", SHIPPED, ids=lambda sheet: sheet.stem)
def test_a_shipped_sheet_is_in_order_and_every_figure_is_found(sheet):
    rows = rows_of(sheet)
    order = [
        (row["item"], row["dimension"], row["term"], row["unit"], row["region"], Decimal(row["tier_from"]))
        for row in rows
    ]
    assert len(order) == len(set(order))
    book = embedded_book()
    for row in rows:
        asked = PriceQuery(sheet.stem, row["region"], row["item"], row["dimension"], row["term"])
        price = book.layers[0].find(asked)
        assert not isinstance(price, Missing), asked
        assert Decimal(row["price"]) in {tier.unit_price for tier in price.tiers}
        assert price.unit == row["unit"]
        assert all(tier.unit_price > 0 for tier in price.tiers), f"{asked} is free, and no reason says why"


def test_every_source_is_dated_and_licensed_and_used():
    sources = {row["id"]: row for row in rows_of(SHEETS / "sources.csv")}
    used = {row["source"] for sheet in SHIPPED for row in rows_of(sheet)}
    assert used <= set(sources)
    assert all(row["source"] and row["as_of"] and row["licence"] for row in sources.values())


def test_equal_books_have_equal_identities():
    assert embedded_book().identity == EmbeddedPrices(SHEETS).identity()
