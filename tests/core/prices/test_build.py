"""The build in a source checkout: an edited sheet is seen, a deleted file comes back, many processes build once."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from outlay.errors import OutlayError
from outlay.prices.build import LOOKUP_FILE, SHEETS, identity_of_sheets, up_to_date
from outlay.prices.lookup_file import LookupFile
from outlay.prices.query import PriceQuery

CHILD = """
import sys
from pathlib import Path
from outlay.prices.build import up_to_date
from outlay.prices.lookup_file import LookupFile
from outlay.prices.query import PriceQuery
layer = LookupFile(up_to_date(Path(sys.argv[1]), Path(sys.argv[2])), "embedded")
print(layer.find(PriceQuery("AWSLambda", "us-east-1", "Request")).unit_price, layer.identity.digest)
"""
REQUEST = PriceQuery("AWSLambda", "us-east-1", "Request")


@pytest.fixture
def checkout(tmp_path):
    """Two small sheets with their sources, and where their look-up file lies."""
    sheets = tmp_path / "sheets"
    (sheets / "aws").mkdir(parents=True)
    for name in ("sources.csv", "aws/AWSLambda.csv", "aws/AmazonECS.csv"):
        shutil.copy(SHEETS / name, sheets / name)
    return sheets, tmp_path / "prices.sqlite"


def price(sheets, target):
    layer = LookupFile(up_to_date(sheets, target), "embedded")
    try:
        return str(layer.find(REQUEST).unit_price)
    finally:
        layer.close()


def edit(sheets, old, new):
    """Another price of a million requests to functions in us-east-1."""
    sheet = sheets / "aws" / "AWSLambda.csv"
    lines = sheet.read_text().splitlines(keepends=True)
    at = next(
        number for number, line in enumerate(lines) if line.startswith("AWSLambda,Request,,on-demand,1M requests,0,59")
    )
    assert f",{old}," in lines[at]
    lines[at] = lines[at].replace(f",{old},", f",{new},")
    sheet.write_text("".join(lines))


def test_an_edited_sheet_is_seen(checkout):
    assert price(*checkout) == "0.2"
    edit(checkout[0], "0.2", "0.3")
    assert price(*checkout) == "0.3"


def test_a_new_sheet_and_one_that_is_gone_are_seen(checkout):
    sheets, target = checkout
    up_to_date(sheets, target)
    (sheets / "aws" / "AmazonECS.csv").unlink()
    layer = LookupFile(up_to_date(sheets, target), "embedded")
    assert layer.services() == ("AWSLambda",)
    layer.close()


@pytest.mark.parametrize("keep", [0, 3000])
def test_a_file_that_was_deleted_or_cut_comes_back(checkout, keep):
    _, target = checkout
    price(*checkout)
    target.write_bytes(target.read_bytes()[:keep]) if keep else target.unlink()
    assert price(*checkout) == "0.2"


def test_what_did_not_change_is_not_built_again(checkout):
    price(*checkout)
    before = checkout[1].stat().st_mtime_ns
    price(*checkout)
    assert checkout[1].stat().st_mtime_ns == before


def test_eight_processes_at_once_get_one_book(checkout):
    with ThreadPoolExecutor(8) as threads:
        command = [sys.executable, "-c", CHILD, *map(str, checkout)]
        runs = list(threads.map(lambda _: subprocess.run(command, capture_output=True, text=True), range(8)))
    assert {run.stderr for run in runs} == {""}
    (answer,) = {run.stdout for run in runs}
    assert answer.startswith("0.2 ")
    assert not [each.name for each in checkout[1].parent.iterdir() if each.name.startswith(".prices")]


def test_a_folder_that_cannot_be_written_gets_its_file_in_the_cache(checkout, tmp_path, monkeypatch):
    sheets, target = checkout
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    # root, as which tests may run, writes anywhere
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != target.parent)
    assert price(sheets, target) == "0.2"
    assert not target.exists()
    assert len(list((tmp_path / "cache" / "outlay").rglob("prices.sqlite"))) == 1


def test_a_cache_that_cannot_be_written_is_said_with_its_variable(checkout, tmp_path, monkeypatch):
    sheets, target = checkout
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != target.parent)
    with pytest.raises(OutlayError, match=r"cannot be built at .*\nName a folder .* XDG_CACHE_HOME"):
        up_to_date(sheets, target)


def test_the_path_of_a_checkout_may_be_longer_than_a_file_name(checkout, tmp_path, monkeypatch):
    deep = tmp_path.joinpath(*["a" * 100] * 3)
    deep.mkdir(parents=True)
    sheets = Path(shutil.move(checkout[0], deep / "sheets"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != deep)
    assert price(sheets, deep / "prices.sqlite") == "0.2"


def test_an_edit_that_keeps_size_and_time_is_found_by_reading_all_sheets(checkout):
    sheets, target = checkout
    layer = LookupFile(up_to_date(sheets, target), "embedded")
    assert identity_of_sheets(sheets) == layer.identity
    sheet = sheets / "aws" / "AWSLambda.csv"
    before = sheet.stat()
    edit(sheets, "0.2", "0.3")
    os.utime(sheet, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert price(sheets, target) == "0.2"  # no start reads all sheets
    assert identity_of_sheets(sheets) != layer.identity
    layer.close()


def test_without_sheets_there_is_nothing_to_hold_the_file_to(tmp_path):
    assert identity_of_sheets(tmp_path / "no-sheets") is None


def test_what_makes_the_file_makes_it_anew_when_it_changes(checkout, tmp_path, monkeypatch):
    target = checkout[1]
    price(*checkout)
    before = target.stat().st_mtime_ns
    rules = tmp_path / "rules.py"
    rules.write_text("")
    monkeypatch.setattr("outlay.prices.build._MAKERS", (str(rules),))
    price(*checkout)
    built = target.stat().st_mtime_ns
    assert built != before
    rules.write_text("# a rule more")
    price(*checkout)
    assert target.stat().st_mtime_ns != built


def test_an_installation_without_sheets_never_builds(checkout, tmp_path):
    _, target = checkout
    up_to_date(*checkout)
    before = target.read_bytes()
    assert up_to_date(tmp_path / "no-sheets", target) == target
    assert target.read_bytes() == before


def test_the_book_of_this_checkout_is_that_of_its_sheets():
    layer = LookupFile(up_to_date(), "embedded")
    layer.verify()
    assert Path(layer.path) == LOOKUP_FILE
    assert layer.identity.as_of.isoformat() == "2026-07-30"
    layer.close()
