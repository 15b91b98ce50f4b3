"""The price sheets of plug-ins: below our own prices, pinned like them, and named with file and line where wrong."""

from decimal import Decimal

import pytest
from outlay.errors import InvalidFile
from outlay.plug_ins.installed import PlugIns
from outlay.plug_ins.testing import book_of
from outlay.prices import opened_book
from outlay.prices.book import EMBEDDED
from outlay.prices.lock import PriceLock, lock_path, write_lock
from outlay.prices.opened_book import open_book
from outlay.prices.query import Missing, Price, PriceQuery

from .conftest import PRICER, SHEET, SOURCES

CACHE = "acme:index/cache:Cache"
NODE = PriceQuery("Acme", "*", "node")
WITH_SHEETS = PRICER.replace(
    "PlugIn(pricers=pricers)", "PlugIn(pricers=pricers, sheets=Path(__file__).parent / 'sheets')"
)


@pytest.fixture
def installed_with(install, plug_ins, monkeypatch, tmp_path):
    """Open a book where a plug-in with such a sheet is installed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("OUTLAY_PRICES", str(tmp_path / "store"))

    def lay_down(sheet: str, sources: str = SOURCES) -> PlugIns:
        folder = install("acme", WITH_SHEETS.format(type=CACHE)) / "sheets"
        folder.mkdir()
        (folder / "Acme.csv").write_text(sheet)
        (folder / "sources.csv").write_text(sources)
        found = plug_ins()
        monkeypatch.setattr(opened_book, "installed", lambda: found)
        return found

    return lay_down


def test_they_answer_and_say_which_plug_in_they_are_of(installed_with):
    installed_with(SHEET)
    opened = open_book(None, None)
    price = opened.book.find(NODE)
    assert isinstance(price, Price)
    assert (price.unit_price, price.layer, price.source) == (Decimal("0.02"), "plugin-acme", "a price list")
    assert [each.source.name for each in opened.layers] == [EMBEDDED, "plugin-acme"]
    assert opened.notices == ()


def test_a_plug_in_adds_prices_and_changes_none_of_ours(installed_with):
    rows = "AmazonEC2,NatGateway,hours,on-demand,hours,0,1,A,0.01\nAmazonNew,thing,,on-demand,hours,0,1,A,0.5\n"
    installed_with(SHEET.replace("*", "us-east-1").splitlines()[0] + "\n" + rows)
    book = open_book(None, None).book
    ours, new = (book.find(PriceQuery(*of)) for of in (
        ("AmazonEC2", "us-east-1", "NatGateway", "hours"),
        ("AmazonNew", "us-east-1", "thing"),
    ))  # fmt: skip
    assert isinstance(ours, Price)
    assert isinstance(new, Price)
    assert (ours.unit_price, new.unit_price) == (Decimal("0.045"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (SHEET.replace("0.02", "cheap"), "Acme.csv:2: *: cheap is no number"),
        (SHEET.replace("0.02", "-1"), "Acme.csv:2: *: -1 is no number of at least 0"),
        (SHEET.replace(",1,A", ",7,A"), "Acme.csv:2: the source 7 is not in sources.csv"),
        (SHEET.replace(",1,A", ",1,E"), "Acme.csv:2: E is no grade"),
        (SHEET.replace(",*", ",mars-1"), "Acme.csv:1: mars-1 is no region that regions.csv knows"),
        (SHEET.splitlines()[0] + "\n", "sheets: holds no prices"),
    ],
)
def test_a_sheet_that_is_none_is_left_out_by_file_and_line_and_the_rest_goes_on(installed_with, sheet, said):
    installed_with(sheet)
    opened = open_book(None, None)
    (notice,) = opened.notices
    assert notice.startswith("the prices of plug-in acme (other-acme 1.2) are left out: ")
    assert said in notice
    assert isinstance(opened.book.find(NODE), Missing)
    assert [each.source.name for each in opened.layers] == [EMBEDDED]


def test_a_sheet_that_changes_is_read_anew(installed_with, tmp_path):
    installed_with(SHEET)
    first = open_book(None, None).book.identity.digest
    (tmp_path / "other_acme/sheets/Acme.csv").write_text(SHEET.replace("0.02", "0.025"))
    second = open_book(None, None).book
    price = second.find(NODE)
    assert isinstance(price, Price)
    assert price.unit_price == Decimal("0.025")
    assert second.identity.digest != first


def test_a_lock_pins_them_and_says_when_they_are_gone(installed_with, tmp_path, monkeypatch):
    installed_with(SHEET)
    standard = tmp_path / "finops.yaml"
    standard.write_text("")
    path = lock_path(standard)
    assert path is not None
    write_lock(path, PriceLock(open_book(None, standard).pins))
    assert open_book(None, standard).lock == path
    monkeypatch.setattr(opened_book, "installed", PlugIns)
    with pytest.raises(InvalidFile, match=r"plugin-acme: .* is pinned, and no such plug-in is installed"):
        open_book(None, standard)


def test_a_folder_of_sheets_is_a_book_for_a_test(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "prices"
    folder.mkdir()
    (folder / "Acme.csv").write_text(SHEET)
    (folder / "sources.csv").write_text(SOURCES)
    price = book_of(folder).find(NODE)
    assert isinstance(price, Price)
    assert price.unit_price == Decimal("0.02")


def test_what_is_missing_is_said_by_who_knows_the_service(installed_with):
    installed_with(SHEET)
    book = open_book(None, None).book
    of_ours = book.find(PriceQuery("AmazonEC2", "us-east-1", "zz-99", "linux"))
    of_theirs = book.find(PriceQuery("Acme", "*", "nod"))
    assert isinstance(of_ours, Missing)
    assert isinstance(of_theirs, Missing)
    assert of_ours.reason == "no price of AmazonEC2 zz-99"
    assert (of_theirs.reason, of_theirs.nearest) == ("no price of Acme nod", ("node",))
