"""A team's contract: what its lines mean, which of them answers, and everything that can be wrong with one."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.errors import InvalidFile
from outlay.prices.book import PriceBook
from outlay.prices.contract import Contract
from outlay.prices.contract_check import check_contract
from outlay.prices.contract_file import parse_contract, read_contract
from outlay.prices.embedded import embedded_book, embedded_prices
from outlay.prices.query import Grade, Missing, Price, PriceQuery

HEAD = "service,region,item,dimension,term,unit,tier_from,price,currency,source,as_of"
M5 = PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "linux")
NAT = PriceQuery("AmazonEC2", "eu-central-1", "NatGateway", "hours")


def contract(*rows: str, head: str = HEAD, currency: str = "USD") -> Contract:
    return parse_contract("\n".join([head, *rows, ""]), "prices.csv", currency)


def refused(*rows: str, head: str = HEAD) -> str:
    with pytest.raises(InvalidFile) as raised:
        contract(*rows, head=head)
    assert raised.value.exit_code == 2
    assert raised.value.hint
    return raised.value.message


def unit_price(layer: Contract, query: PriceQuery) -> Decimal | None:
    answer = layer.find(query)
    return answer.unit_price if isinstance(answer, Price) else None


def linux(region: str, item: str, price: str) -> str:
    return f"AmazonEC2,{region},{item},linux,,hours,,{price},,,2026-01-01"


def test_a_line_is_a_price_with_its_file_as_source():
    layer = contract("AmazonEC2,eu-central-1,m5.large,linux,on-demand,hours,0,0.09,USD,,2026-01-31")
    price = layer.find(M5)
    assert isinstance(price, Price)
    assert (price.unit_price, price.unit, price.currency) == (Decimal("0.09"), "hours", "USD")
    assert (price.source, price.as_of, price.grade, price.layer) == (
        "prices.csv",
        date(2026, 1, 31),
        Grade.A,
        "contract",
    )


def test_what_may_be_left_out_has_its_default():
    head = "as_of,price,unit,item,region,service"
    layer = contract("2026-01-31,0.09,GB,Data,*,AmazonS3", head=head, currency="EUR")
    price = layer.find(PriceQuery("AmazonS3", "eu-west-1", "Data"))
    assert isinstance(price, Price)
    assert (price.currency, price.tiers[0].start) == ("EUR", 0)


def test_a_line_may_name_its_own_source():
    price = contract("AmazonEC2,*,m5.large,linux,,hours,,0.09,,EDP amendment 3,2026-01-01").find(M5)
    assert isinstance(price, Price)
    assert price.source == "EDP amendment 3"


def test_lines_of_one_name_are_the_tiers_of_one_price():
    layer = contract(
        "AmazonS3,*,Standard,storage,,GB-months,51200,0.02,,,2026-01-01",
        "AmazonS3,*,Standard,storage,,GB-months,,0.021,,,2026-01-01",
    )
    price = layer.find(PriceQuery("AmazonS3", "us-east-1", "Standard", "storage"))
    assert isinstance(price, Price)
    # 51,200 GB at 0.021 and 800 GB at 0.02
    assert price.cost(Decimal(52000)) == Decimal("1075.2") + Decimal(16)


def test_an_amount_upfront_belongs_to_the_price_of_its_term():
    term = "reserved-1yr-all-upfront"
    layer = contract(
        f"AmazonEC2,*,m5.large,linux,{term},hours,,0,,,2026-01-01",
        f"AmazonEC2,*,m5.large,linux,{term},upfront,,480,,,2026-01-01",
    )
    price = layer.find(PriceQuery("AmazonEC2", "eu-west-1", "m5.large", "linux", term))
    assert isinstance(price, Price)
    assert (price.unit_price, price.upfront) == (0, 480)


LADDER = (
    linux("*", "*", "0.5"),
    linux("*", "m5.*", "0.4"),
    linux("eu-*", "m5.*", "0.3"),
    linux("eu-central-1", "m5.*", "0.2"),
    linux("*", "m5.large", "0.1"),
    linux("eu-central-1", "m5.large", "0.05"),
)
"""From the least to the most specific."""


@pytest.mark.parametrize("known", range(1, len(LADDER) + 1))
def test_the_most_specific_line_answers_wherever_it_stands(known):
    expected = Decimal(LADDER[known - 1].split(",")[7])
    assert unit_price(contract(*LADDER[:known]), M5) == expected
    assert unit_price(contract(*reversed(LADDER[:known])), M5) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (linux("*", "*rge", "0.3"), linux("*", "m5.*", "0.2")),
        (linux("*1", "m5.*", "0.3"), linux("e*", "m5.*", "0.2")),
        (linux("eu-*", "m*", "0.3"), linux("eu*", "m5*", "0.2")),
    ],
)
def test_of_two_equally_specific_lines_the_first_in_the_alphabet_answers_in_either_order(first, second):
    forth, back = contract(first, second), contract(second, first)
    assert unit_price(forth, M5) == unit_price(back, M5) == Decimal("0.3")
    assert forth.identity.digest == back.identity.digest


def test_of_two_patterns_the_longer_answers():
    assert unit_price(contract(linux("*", "m5.*", "0.2"), linux("*", "*large", "0.3")), M5) == Decimal("0.3")


@pytest.mark.parametrize(
    "query",
    [
        PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "windows"),
        PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "linux", "spot"),
        PriceQuery("AmazonEC2", "eu-central-1", "m6.large", "linux"),
        PriceQuery("AmazonRDS", "eu-central-1", "m5.large", "linux"),
        PriceQuery("AmazonEC2", "us-east-1", "m5.large", "linux"),
        PriceQuery("AmazonEC2", "eu-central-1", "m5xlarge", "linux"),
    ],
)
def test_a_pattern_answers_for_nothing_else(query):
    assert isinstance(contract(linux("eu-*", "m5.*", "0.3")).find(query), Missing)


def test_a_pattern_knows_no_signs_but_the_star():
    layer = contract(linux("*", "m[5].l?rge", "0.3"))
    assert unit_price(layer, PriceQuery("AmazonEC2", "eu-west-1", "m[5].l?rge", "linux")) == Decimal("0.3")
    assert unit_price(layer, M5) is None


names = st.text("ab.*", min_size=1, max_size=4)


@given(st.lists(st.tuples(names, names), min_size=1, max_size=6, unique=True), names, names)
def test_the_order_of_lines_changes_nothing(pairs, region, item):
    """An exact line answers before all others, and two contracts with one digest give one answer."""
    rows = [linux(of_region, of_item, f"0.{number + 1}") for number, (of_region, of_item) in enumerate(pairs)]
    there, back = contract(*rows), contract(*reversed(rows))
    query = PriceQuery("AmazonEC2", region, item, "linux")
    assert unit_price(there, query) == unit_price(back, query)
    if "*" not in region + item and (region, item) in pairs:
        assert unit_price(there, query) == Decimal(f"0.{pairs.index((region, item)) + 1}")
    assert there.identity == back.identity


def test_the_digest_is_over_what_is_agreed():
    same = contract(linux("*", "m5.large", "0.10")).identity
    assert same == contract("", linux("*", "m5.large", "0.1")).identity
    others = (linux("eu-*", "m5.large", "0.1"), linux("*", "m5.large", "0.2"), linux("*", "m5.*", "0.1"))
    assert same.digest not in {contract(other).identity.digest for other in others}
    assert same.as_of == date(2026, 1, 1)
    assert list(same.services) == ["AmazonEC2"]


def test_agreed_figures_can_be_listed():
    layer = contract(linux("eu-*", "m5.*", "0.3"), "AmazonS3,*,Standard,storage,,GB-months,,0.02,,,2026-01-01")
    assert layer.services() == ("AmazonEC2", "AmazonS3")
    assert (layer.regions("AmazonEC2"), layer.regions()) == (("eu-*",), ("*", "eu-*"))
    assert layer.items("AmazonEC2") == ("m5.*",)
    assert [figure.price for figure in layer.figures()] == [Decimal("0.3"), Decimal("0.02")]
    assert [figure.price for figure in layer.figures(item="Standard")] == [Decimal("0.02")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("AmazonEC2,*,m5.large,linux,,hours,,abc,,,2026-01-01", "price is 'abc', and a number such as 0.0464 belongs"),
        ("AmazonEC2,*,m5.large,linux,,hours,,NaN,,,2026-01-01", "price is 'NaN'"),
        ("AmazonEC2,*,m5.large,linux,,hours,,1e3,,,2026-01-01", "price is '1e3'"),
        ('AmazonEC2,*,m5.large,linux,,hours,,"0,09",,,2026-01-01', "price is '0,09'"),
        (f"AmazonEC2,*,m5.large,linux,,hours,,{'9' * 5000},,,2026-01-01", "price is '999"),
        ("AmazonEC2,*,m5.large,linux,,hours,,-0.1,,,2026-01-01", "price is -0.1, and nothing costs less than 0"),
        ("AmazonEC2,*,m5.large,linux,,hours,-5,0.1,,,2026-01-01", "tier_from is -5, and nothing costs less than 0"),
        ("AmazonEC2,*,m5.large,linux,,hours,5,0.1,,,2026-01-01", "a price needs a row with tier_from 0"),
        ("AmazonEC2,*,m5.large,linux,,upfront,,480,,,2026-01-01", "a price needs a row with tier_from 0"),
        ("AmazonEC2,*,m5.large,linux,,upfront,5,480,,,2026-01-01", "an amount upfront has no tiers"),
        ("AmazonEC2,*,m5.large,linux,,hours,,0,,,2026-01-01", "costs 0 per hour, which no machine does"),
        ("AmazonEC2,*,m5.large,linux,,hours,,0.00,,,2026-01-01", "costs 0 per hour, which no machine does"),
        (",*,m5.large,linux,,hours,,0.1,,,2026-01-01", "service is empty"),
        ("AmazonEC2,,m5.large,linux,,hours,,0.1,,,2026-01-01", "region is empty"),
        ("AmazonEC2,*,m5.large,linux,,,,0.1,,,2026-01-01", "unit is empty"),
        ("AmazonEC2,*,m5.large,linux,,hours,,,,,2026-01-01", "price is empty"),
        ("AmazonEC2,*,m5.large,linux,,hours,,0.1,,,", "as_of is empty"),
        ("AmazonEC2,*,m5.large,linux,,hours,,0.1,,,31.01.2026", "a date such as 2026-01-31 belongs there"),
        ("AmazonEC2,*,m5.large,linux,,hours,,0.1,euro,,2026-01-01", "an ISO 4217 code such as EUR belongs there"),
        ("AmazonEC2,*,m5.large,linux", "has 4 cells, and the file has 11 columns"),
        ('AmazonEC2,*,"m5.large', "is no CSV"),
    ],
)
def test_a_wrong_line_is_named(row, said):
    message = refused(linux("*", "t3.micro", "0.01"), row)
    assert message.startswith("prices.csv:3: ")
    assert said in message


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([linux("*", "m5.large", "0.1"), linux("*", "m5.large", "0.2")], "prices.csv:3: prices what line 2 prices"),
        (
            [linux("*", "m5.large", "0.1"), "AmazonEC2,*,m5.large,linux,,GB,5,0.1,,,2026-01-01"],
            "prices.csv:3: a price has one unit, not GB and hours",
        ),
        (
            [linux("*", "m5.large", "0.1"), "AmazonEC2,*,m5.large,linux,,hours,5,0.1,EUR,,2026-01-01"],
            "prices.csv:3: the rows of one price share currency, source and as_of",
        ),
    ],
)
def test_lines_that_do_not_go_together_are_named(rows, said):
    assert refused(*rows).startswith(said)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("service,region,item,unit,price", "prices.csv:1: lacks the column as_of"),
        ("service;region;item;unit;price;as_of", "prices.csv:1: separates its columns by semicolons"),
        ("service,region,item,unit,prize,as_of", "prices.csv:1: has the column 'prize', which no contract has"),
        ("service,region,item,unit,price,as_of,price", "prices.csv:1: has the column price twice"),
        ("", "prices.csv: is empty"),
        (HEAD, "prices.csv: has no prices"),
    ],
)
def test_a_wrong_head_is_named(head, said):
    assert refused(head=head).startswith(said)


def test_a_misspelt_column_is_told_what_was_meant():
    with pytest.raises(InvalidFile) as raised:
        contract(head="service,region,item,unit,prize,as_of")
    assert raised.value.hint.startswith("Did you mean 'price'?")


def test_every_wrong_line_is_said_at_once_in_order():
    message = refused(linux("*", "a", "x"), linux("*", "b", "1"), linux("*", "c", "-1"), linux("*", "d", "0"))
    assert [line.split(":")[1] for line in message.splitlines()] == ["2", "4", "5"]


def test_a_file_with_nothing_but_wrong_lines_is_not_a_page_long():
    message = refused(*(linux("*", f"i{number}", "x") for number in range(500)))
    assert len(message.splitlines()) == 21
    assert message.endswith("… and 480 more")


def test_a_file_that_spreadsheets_write_is_read(tmp_path: Path):
    path = tmp_path / "agreed.csv"
    path.write_bytes(f"\ufeff{HEAD}\r\n{linux('*', 'm5.large', '0.1')}\r\n,,,,,,,,,,\r\n".encode())
    assert unit_price(read_contract(path), M5) == Decimal("0.1")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00s"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content):
    path = tmp_path / "agreed.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidFile) as raised:
        read_contract(path)
    assert raised.value.message.startswith(f"{path}: cannot be read: ")


@pytest.mark.parametrize(("name", "said"), [("none.csv", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_is_not_there_is_told_with_where_its_name_is_from(tmp_path: Path, name, said):
    with pytest.raises(InvalidFile, match=f"cannot be read: {said}") as raised:
        read_contract(tmp_path / name)
    assert raised.value.hint == "`prices.contract` in finops.yaml names it, relative to finops.yaml."


@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_is_a_contract_or_an_error_of_ours(text):
    for content in (text, f"{HEAD}\n{text}"):
        with suppress(InvalidFile):
            assert parse_contract(content, "prices.csv").offers


class TestCheck:
    """Against the figures that travel with Outlay."""

    def check(self, *rows: str) -> str:
        """What is said; nothing where the contract is as it should be."""
        try:
            check_contract(contract(*rows), "prices.csv", [embedded_prices()])
        except InvalidFile as error:
            return error.message
        return ""

    @pytest.mark.parametrize(
        "row",
        [
            linux("eu-central-1", "m5.large", "0.09"),
            linux("*", "m5.*", "0.09"),
            linux("eu-*", "m5.large", "0.09"),
            "AmazonEC2,*,NatGateway,hours,,hours,,0.03,,,2026-01-01",
            "CloudPubSub,*,message-ingestion,,,TiB,,30,,,2026-01-01",
        ],
    )
    def test_what_is_published_may_be_agreed(self, row):
        assert self.check(row) == ""

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (
                linux("eu-central-9", "m5.large", "0.09"),
                "no price of AmazonEC2 m5.large/linux in eu-central-9; the nearest are eu-central-1, eu-central-2",
            ),
            (linux("*", "m5.larg", "0.09"), "no price of AmazonEC2 m5.larg; the nearest are m5.large"),
            (linux("mars-*", "m5.large", "0.09"), "no price of AmazonEC2 m5.large/linux in mars-*; the nearest are"),
            (linux("*", "zz*", "0.09"), "matches nothing: no price of AmazonEC2 zz*"),
            (linux("*", "m5.*", "0.09").replace("linux", "linus"), "matches nothing: no price of AmazonEC2 m5.*"),
            (
                linux("*", "m5.large", "0.09").replace("EC2", "EC3"),
                "no prices of AmazonEC3, so none of m5.large/linux; the nearest are",
            ),
            (
                "AmazonEC2,*,m5.large,linux,on-damand,hours,,0.1,,,2026-01-01",
                "no price of AmazonEC2 m5.large/linux, on-damand; the nearest are",
            ),
            (
                "CloudPubSub,europe-west1,message-ingestion,,,TiB,,30,,,2026-01-01",
                "CloudPubSub message-ingestion in every region has one price; write * for its region",
            ),
        ],
    )
    def test_a_line_that_matches_nothing_is_named_with_what_is_nearest(self, row, said):
        message = self.check(linux("*", "m5.large", "0.08"), row)
        assert message.startswith("prices.csv:3: matches nothing: ")
        assert said in message

    def test_a_price_may_be_stated_where_only_other_regions_have_one(self):
        row = "AmazonS3,eu-west-1,STANDARD,{},,{},,0.0008,,,2026-01-01"
        assert self.check(row.format("select-returned", "GB")) == ""
        assert self.check(row.format("select-returned", "hours")) == (
            "prices.csv:2: the unit is hours, and AmazonS3 STANDARD/select-returned in eu-west-1, which other regions "
            "have, is priced per unit of GB"
        )
        assert "no price of AmazonS3 STANDARD/select-retrund" in self.check(row.format("select-retrund", "GB"))
        wrong_region = self.check(row.replace("eu-west-1", "eu-wset-1").format("select-returned", "GB"))
        assert "in eu-wset-1; the nearest are eu-west-2" in wrong_region
        of_google = self.check(row.replace("eu-west-1", "europe-west1").format("select-returned", "GB"))
        assert "no price of AmazonS3 STANDARD/select-returned in europe-west1" in of_google

    def test_a_price_that_is_stated_where_there_is_none_is_the_only_one(self):
        row = "AmazonS3,eu-west-1,STANDARD,select-returned,,GB,,0.0008,,,2026-01-01"
        book = PriceBook([contract(row), embedded_prices()], embedded_prices().identity)
        query = PriceQuery("AmazonS3", "eu-west-1", "STANDARD", "select-returned")
        found = book.find(query)
        assert isinstance(found, Price)
        assert (found.unit_price, found.layer) == (Decimal("0.0008"), "contract")
        assert isinstance(book.list_price(query), Missing)

    def test_another_unit_than_the_books_is_refused(self):
        message = self.check("AmazonEC2,*,m5.*,linux,,GB,,0.1,,,2026-01-01")
        assert message == (
            "prices.csv:2: the unit is GB, and AmazonEC2 m5.*/linux in every region is priced per unit of hours"
        )

    def test_every_line_that_matches_nothing_is_said(self):
        message = self.check(*(linux("*", item, "1") for item in ("m5.larg", "m5.large", "t3.mirco")))
        assert [line.split(":")[1] for line in message.splitlines()] == ["2", "4"]

    def test_agreed_prices_go_before_published_ones_and_leave_the_list_price(self):
        book = embedded_book()
        with_contract = PriceBook([contract(linux("eu-*", "m5.large", "0.1")), *book.layers], book.identity)
        found, listed = with_contract.find(M5), with_contract.list_price(M5)
        assert isinstance(found, Price)
        assert isinstance(listed, Price)
        assert (found.unit_price, listed.unit_price) == (Decimal("0.1"), Decimal("0.115"))
        assert with_contract.find(NAT) == book.find(NAT)

    @pytest.mark.parametrize(
        ("rows", "address", "monitoring"),
        [
            (["*,,,metrics,,0.1"], "0.005", "0.1"),
            (["*,,,hours,,0.002"], "0.002", "0.3"),
            (["P*,,,metrics,,0.1", "*,,,hours,,0.002"], "0.002", "0.3"),
        ],
    )
    def test_a_pattern_prices_what_is_published_per_its_unit_and_leaves_the_rest(self, rows, address, monitoring):
        lines = [f"AmazonEC2,*,{row},,,2026-01-01" for row in rows]
        book = PriceBook([contract(*lines), embedded_prices()], embedded_prices().identity)
        for item, unit, expected in (
            ("PublicIPv4Address", "hours", address),
            ("DetailedMonitoring", "metrics", monitoring),
        ):
            found = book.find(PriceQuery("AmazonEC2", "us-east-1", item))
            assert isinstance(found, Price)
            assert (found.unit, found.unit_price) == (unit, Decimal(expected))

    def test_a_pattern_over_several_units_has_to_be_of_one_of_them(self):
        assert self.check("AmazonEC2,*,*,,,metrics,,0.1,,,2026-01-01") == ""
        message = self.check("AmazonEC2,*,*,,,GB,,0.1,,,2026-01-01")
        assert message.endswith("in every region is priced per unit of hours or metrics")
