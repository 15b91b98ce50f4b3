"""The look-up file: a layer that answers from SQLite, its digest, and what it says when something is missing or bad."""

import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from outlay.errors import DamagedPrices
from outlay.prices.figure import UPFRONT, Figure, FigureName, Source
from outlay.prices.lookup_file import LookupFile
from outlay.prices.lookup_writer import LookupWriter
from outlay.prices.query import Grade, Missing, Price, PriceQuery

PAGE = Source("price page", date(2026, 7, 1), "published")
LIST = Source("price list", date(2026, 5, 1), "published")
RESERVED = "reserved-1yr-all-upfront"


def figure(item, dimension="", price="1", region="us-east-1", unit="hours", term="on-demand", **more) -> Figure:
    name = FigureName("Shop", item, dimension, term, unit, Decimal(more.pop("tier_from", "0")))
    source, grade = more.pop("source", PAGE), more.pop("grade", Grade.A)
    return Figure(name, region, Decimal(price), source, grade, **more)


FIGURES = (
    figure("thing", "linux", "0.40"),
    figure("thing", "linux", "0.44", "eu-west-1", source=LIST, grade=Grade.D),
    figure("thing", "linux", "0", term=RESERVED),
    figure("thing", "linux", "2100", term=RESERVED, unit=UPFRONT),
    figure("data", price="0.09", unit="GB", source=LIST, grade=Grade.B),
    figure("data", price="0.07", unit="GB", tier_from="1000", source=LIST, grade=Grade.B),
    figure("address", price="0.01", region="*"),
    figure("credits", price="0.05", unit="vCPU-hours"),
    figure("credits", price="0.096", unit="vCPU-hours"),
    figure("noise", price="1.4083999999999999"),
)


def write(path: Path, figures=FIGURES) -> Path:
    with LookupWriter(path) as writer:
        for each in figures:
            writer.add(each)
    return path


@pytest.fixture
def layer(tmp_path):
    with_figures = LookupFile(write(tmp_path / "prices.sqlite"), "overlay")
    yield with_figures
    with_figures.close()


def query(region, item, dimension="", term="on-demand", service="Shop"):
    return PriceQuery(service, region, item, dimension, term)


def test_a_figure_has_tiers_unit_source_date_grade_and_layer(layer):
    price = layer.find(query("us-east-1", "data"))
    assert [(tier.start, tier.unit_price) for tier in price.tiers] == [(0, Decimal("0.09")), (1000, Decimal("0.07"))]
    said = (price.unit, price.source, str(price.as_of), price.grade, price.layer, price.currency)
    assert said == ("GB", "price list", "2026-05-01", Grade.B, "overlay", "USD")
    assert price.cost(Decimal(1500)) == 125  # 1,000 × 0.09 + 500 × 0.07


def test_a_commitment_has_an_amount_upfront_beside_its_hours(layer):
    price = layer.find(query("us-east-1", "thing", "linux", RESERVED))
    assert (price.unit, price.unit_price, price.upfront) == ("hours", 0, 2100)


def test_a_price_of_every_region_holds_in_each(layer):
    assert layer.find(query("mars-1", "address")).unit_price == Decimal("0.01")


def test_the_noise_of_a_binary_fraction_is_no_part_of_a_price(layer):
    assert str(layer.find(query("us-east-1", "noise")).unit_price) == "1.4084"
    (kept,) = layer.figures("Shop", item="noise")
    assert str(kept.price) == "1.4083999999999999"


def test_a_name_with_two_prices_is_no_answer(layer):
    answer = layer.find(query("us-east-1", "credits"))
    assert isinstance(answer, Missing)
    assert "lists several prices and does not say which is which" in answer.reason
    assert answer.nearest == ("0.05", "0.096")


@pytest.mark.parametrize(
    ("asked", "reason", "nearest"),
    [
        (query("us-east-1", "thing", service="Shpo"), "no prices of Shpo, so none of thing", ("Shop",)),
        (query("us-east-1", "thingg"), "no price of Shop thingg", ("thing",)),
        (query("us-east-2", "thing", "linux"), "no price of Shop thing/linux in us-east-2", ("us-east-1", "eu-west-1")),
        (
            query("us-east-1", "thing", "windows"),
            "no price of Shop thing/windows, on-demand",
            ("linux/on-demand", f"linux/{RESERVED}"),
        ),
        (
            query("us-east-1", "thing", "linux", "spot"),
            "no price of Shop thing/linux, spot",
            ("linux/on-demand", f"linux/{RESERVED}"),
        ),
        (query("us-east-1", "x" * 10**6), f"no price of Shop {'x' * 80}…", ()),
    ],
)
def test_what_is_missing_is_told_with_what_is_nearest(layer, asked, reason, nearest):
    assert layer.find(asked) == Missing(asked, reason, nearest)


def test_what_goes_in_comes_out_whatever_the_order(layer, tmp_path):
    assert sorted(layer.figures(), key=repr) == sorted(FIGURES, key=repr)
    backwards = LookupFile(write(tmp_path / "backwards.sqlite", reversed(FIGURES)), "overlay")
    assert list(backwards.figures()) == list(layer.figures())
    backwards.close()


def test_what_there_is_is_counted_without_reading_the_figures(layer):
    (shop,) = layer.counts()

    assert dict(shop.regions) == {"us-east-1": 8, "eu-west-1": 1, "*": 1}
    assert (shop.service, shop.items, shop.upfront) == ("Shop", 5, 1)
    assert (str(shop.oldest), str(shop.youngest)) == ("2026-05-01", "2026-07-01")


def test_what_holds_in_a_region_is_counted_with_what_holds_everywhere(layer):
    (shop,) = layer.counts("eu-west-1")

    assert (dict(shop.regions), shop.items, shop.upfront) == ({"eu-west-1": 1, "*": 1}, 2, 0)


def digest(tmp_path, figures):
    with LookupWriter(tmp_path / "digest.sqlite") as writer:
        for each in figures:
            writer.add(each)
    return writer.identity.digest


def test_the_digest_is_of_what_the_figures_say_not_of_the_file(tmp_path, layer):
    assert digest(tmp_path, reversed(FIGURES)) == layer.identity.digest
    zeros = (replace(FIGURES[0], price=Decimal("0.400")), *FIGURES[1:])
    assert digest(tmp_path, zeros) == layer.identity.digest
    numbered = (replace(FIGURES[0], source=replace(PAGE, id="7")), *FIGURES[1:])
    assert digest(tmp_path, numbered) == layer.identity.digest


@pytest.mark.parametrize(
    "changed",
    [
        replace(FIGURES[0], price=Decimal("0.41")),
        replace(FIGURES[0], region="us-east-2"),
        replace(FIGURES[0], grade=Grade.B),
        replace(FIGURES[0], currency="CNY"),
        replace(FIGURES[0], source=replace(PAGE, as_of=date(2026, 7, 2))),
        replace(FIGURES[0], source=replace(PAGE, name="price book")),
        replace(FIGURES[0], name=replace(FIGURES[0].name, unit="months")),
    ],
)
def test_whatever_a_figure_says_is_in_the_digest(tmp_path, layer, changed):
    assert digest(tmp_path, (changed, *FIGURES[1:])) != layer.identity.digest


def test_the_book_is_as_old_as_its_youngest_figure(layer):
    assert layer.identity.as_of == date(2026, 7, 1)
    assert set(layer.identity.services) == {"Shop"}


def test_a_file_that_was_cut_is_damaged(tmp_path):
    path = write(tmp_path / "prices.sqlite")
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(DamagedPrices, match="is damaged"):
        list(LookupFile(path, "overlay").figures())


def test_a_file_that_is_none_is_damaged(tmp_path):
    path = tmp_path / "prices.sqlite"
    path.write_text("not a database, but long enough to be taken for one" * 20)
    with pytest.raises(DamagedPrices, match="is damaged: file is not a database"):
        LookupFile(path, "overlay")


def test_an_altered_figure_is_found_by_the_digest(tmp_path):
    path = write(tmp_path / "prices.sqlite")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE figure SET price = '0.04' WHERE price = '0.40'")
    database.close()
    with pytest.raises(DamagedPrices, match="was altered"):
        LookupFile(path, "overlay").verify()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE figure SET price = 'abc' WHERE price = '0.40'", "'abc' is no number"),
        ("UPDATE figure SET price = 'NaN' WHERE price = '0.40'", "'NaN' is no price"),
        ("UPDATE figure SET price = 'Infinity' WHERE price = '0.40'", "'Infinity' is no price"),
        ("UPDATE figure SET price = '-1' WHERE price = '0.40'", "a unit price is a number of at least 0"),
        ("UPDATE name SET tier_from = 'x'", "'x' is no number"),
        ("UPDATE origin SET grade = 'Z' || id", "is not a valid Grade"),
        ("UPDATE origin SET as_of = 'x' || as_of", "Invalid isoformat string: 'x2026-"),
        ("DELETE FROM origin", "is damaged"),
        ("DROP TABLE origin", "no such table: origin"),
    ],
)
def test_a_cell_that_is_none_is_damage_and_no_missing_price(tmp_path, statement, said):
    path = write(tmp_path / "prices.sqlite")
    with sqlite3.connect(path) as database:
        database.execute(statement)
    database.close()
    layer = LookupFile(path, "overlay")
    with pytest.raises(DamagedPrices, match="is damaged") as raised:
        layer.find(query("us-east-1", "thing", "linux"))
    assert said in raised.value.message
    layer.close()


def test_what_to_do_about_damage_depends_on_where_the_file_is_from(tmp_path):
    with pytest.raises(DamagedPrices, match=r"Install Outlay anew"):
        LookupFile(tmp_path / "none.sqlite", "embedded")
    with pytest.raises(DamagedPrices, match=r"is no file\nName a file of prices"):
        LookupFile(tmp_path, "overlay")
    with pytest.raises(DamagedPrices, match=r"is missing\nAsk the platform team\.$"):
        LookupFile(tmp_path / "none.sqlite", "overlay", "Ask the platform team.")


def test_an_unknown_schema_is_said(tmp_path):
    path = write(tmp_path / "prices.sqlite")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE meta SET value = 'outlay/prices/9' WHERE key = 'schema'")
    database.close()
    with pytest.raises(DamagedPrices, match="has the schema outlay/prices/9; this version knows outlay/prices/1"):
        LookupFile(path, "overlay")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(DamagedPrices, match="is missing"):
        LookupFile(tmp_path / "none.sqlite", "overlay")


def test_a_writer_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = write(tmp_path / "prices.sqlite")
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), LookupWriter(path) as writer:
        writer.add(replace(FIGURES[0], price=Decimal(1 // 0)))
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["prices.sqlite"]


def test_prices_are_equal_whether_found_first_or_again(layer):
    asked = query("us-east-1", "thing", "linux")
    assert isinstance(layer.find(asked), Price)
    assert layer.find(asked) == layer.find(asked)


def test_a_disk_that_is_full_from_the_start_is_an_error_of_the_system(tmp_path):
    code = """
import resource, signal, sys
from pathlib import Path
from outlay.prices.lookup_writer import LookupWriter

resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    with LookupWriter(Path(sys.argv[1])):
        print("written")
except OSError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "prices.sqlite"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(f"{tmp_path / 'prices.sqlite'} cannot be written: ")
    assert list(tmp_path.iterdir()) == []
