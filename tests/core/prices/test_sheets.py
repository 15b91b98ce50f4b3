"""Sheets: what they may say, and that every mistake in one is named with file and line."""

from decimal import Decimal

import pytest
from outlay.errors import InvalidFile
from outlay.prices.build import build
from outlay.prices.lookup_file import LookupFile
from outlay.prices.sheets import read_figures

HEAD = "service,item,dimension,term,unit,tier_from,source,grade,us-east-1,eu-west-1"
SOURCES = "id,source,as_of,licence\n1,price page,2026-07-01,published\n2,price list,2026-05-01,published\n"
ROWS = ("Shop,thing,linux,on-demand,hours,0,1,A,0.40,", "Shop,thing,linux,on-demand,hours,0,2,D,,0.44")


@pytest.fixture
def sheets(tmp_path):
    def make(*rows, head=HEAD, sources=SOURCES, newline="\n"):
        folder = tmp_path / "sheets" / "aws"
        folder.mkdir(parents=True, exist_ok=True)
        (folder.parent / "sources.csv").write_text(sources)
        (folder / "Shop.csv").write_text(newline.join((head, *rows)) + newline, newline="")
        return folder.parent

    return make


def said(figures):
    return [(each.region, str(each.price), each.source.name, str(each.grade), times) for each, times in figures]


def test_a_row_is_an_item_under_a_source_and_a_column_a_region(sheets):
    assert said(read_figures(sheets(*ROWS))) == [
        ("us-east-1", "0.40", "price page", "A", 1),
        ("eu-west-1", "0.44", "price list", "D", 1),
    ]


def test_a_price_that_a_source_lists_often_stands_once(sheets, tmp_path):
    head = HEAD.replace("grade,", "grade,times,")
    folder = sheets("Shop,backup,,on-demand,GB,0,1,A,18,0.095,", head=head)
    assert said(read_figures(folder)) == [("us-east-1", "0.095", "price page", "A", 18)]
    build(folder, tmp_path / "prices.sqlite")
    layer = LookupFile(tmp_path / "prices.sqlite", "embedded")
    assert [each.price for each in layer.figures()] == [Decimal("0.095")] * 18
    layer.close()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Shop,cut,,on-demand,hours", "Shop.csv:3: has 5 cells, and the file has 10 columns"),
        ("Shop,new,,on-demand,hours,0,99,A,1,", "Shop.csv:3: the source 99 is not in sources.csv"),
        ("Shop,new,,on-demand,hours,0,,A,1,", r"Shop.csv:3: the source \(none\) is not in sources.csv"),
        ("Shop,new,,on-demand,hours,0,1,Z,1,", "Shop.csv:3: Z is no grade"),
        ("Shop,new,,on-demand,hours,0,1,A,1,O.44", "Shop.csv:3: eu-west-1: O.44 is no number"),
        ("Shop,new,,on-demand,hours,0,1,A,-1,", "Shop.csv:3: us-east-1: -1 is no number of at least 0"),
        ("Shop,new,,on-demand,hours,0,1,A,NaN,", "Shop.csv:3: us-east-1: NaN is no number of at least 0"),
        ("Shop,new,,on-demand,hours,much,1,A,1,", "Shop.csv:3: tier_from: much is no number"),
        ('Shop,"new,,on-demand,hours,0,1,A,1,', "Shop.csv:3: is no CSV: unexpected end of data"),
    ],
)
def test_a_bad_row_is_refused_by_file_and_line(sheets, row, message):
    with pytest.raises(InvalidFile, match=message):
        list(read_figures(sheets(ROWS[0], row)))


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (HEAD.replace("us-east-1", "us-esat-1"), "Shop.csv:1: us-esat-1 is no region that regions.csv knows"),
        (HEAD.replace("eu-west-1", "cn-north-1"), "Shop.csv:1: one sheet, one currency; its regions bill in CNY, USD"),
        (HEAD.replace("eu-west-1", "us-east-1"), "Shop.csv:1: has two columns us-east-1"),
        (HEAD.replace("grade", "grad"), "Shop.csv:1: has no column grade"),
    ],
)
def test_a_bad_head_is_refused(sheets, head, message):
    with pytest.raises(InvalidFile, match=message):
        list(read_figures(sheets(*ROWS, head=head)))


@pytest.mark.parametrize("times", ["x", "0", "-1", "1.5", "²"])
def test_how_often_is_a_whole_number_of_at_least_one(sheets, times):
    folder = sheets(f"Shop,backup,,on-demand,GB,0,1,A,{times},0.095,", head=HEAD.replace("grade,", "grade,times,"))
    with pytest.raises(InvalidFile, match=f"Shop.csv:2: times: {times} is no whole number of at least 1"):
        list(read_figures(folder))


def test_a_sheet_of_chinese_regions_is_in_yuan(sheets):
    head = HEAD.replace("us-east-1", "cn-north-1").replace("eu-west-1", "cn-northwest-1")
    assert {each.currency for each, _ in read_figures(sheets(*ROWS, head=head))} == {"CNY"}


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (SOURCES.replace("2026-07-01", ""), "sources.csv:2: a source needs an id, a name, a date and a licence"),
        (SOURCES.replace("2026-07-01", "July"), "sources.csv:2: July is no date"),
        (SOURCES + "1,again,2026-07-01,published\n", "sources.csv:4: the source 1 stands twice"),
    ],
)
def test_a_source_without_date_or_licence_is_refused(sheets, sources, message):
    with pytest.raises(InvalidFile, match=message):
        list(read_figures(sheets(*ROWS, sources=sources)))


def test_what_cannot_be_built_leaves_the_book_that_was(sheets, tmp_path):
    target = tmp_path / "prices.sqlite"
    build(sheets(*ROWS), target)
    before = target.read_bytes()
    with pytest.raises(InvalidFile):
        build(sheets(*ROWS, "Shop,cut"), target)
    assert target.read_bytes() == before


def test_line_ends_and_the_order_of_rows_are_no_part_of_the_digest(sheets, tmp_path):
    digests = set()
    for number, folder in enumerate((sheets(*ROWS), sheets(*ROWS, newline="\r\n"), sheets(*reversed(ROWS)))):
        build(folder, tmp_path / f"{number}.sqlite")
        layer = LookupFile(tmp_path / f"{number}.sqlite", "embedded")
        digests.add(layer.identity.digest)
        layer.close()
    assert len(digests) == 1
