"""Currency rates: read from a file with every mistake named by its line, and prices converted by them exactly."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.errors import ExitCode, InvalidFile
from outlay.prices.currency import NO_RATES, NoRate, Rates, parse_rates, read_rates
from outlay.prices.query import Grade, Price, Tier

HEAD = "currency,per_usd,as_of,source\n"
FILE = HEAD + "EUR,0.92,2026-11-20,ECB\nGBP,0.8,2026-11-19,Bank of England\nJPY,150,2026-11-20,ECB\n"


@pytest.fixture
def rates() -> Rates:
    return parse_rates(FILE, "rates.csv")


def price(*tiers: tuple[str, str], currency: str = "USD", upfront: str = "0") -> Price:
    steps = tuple(Tier(Decimal(start), Decimal(unit_price)) for start, unit_price in tiers)
    return Price(
        steps, "hours", "bulk", date(2026, 11, 1), Grade.A, "embedded", currency=currency, upfront=Decimal(upfront)
    )


def test_from_dollars_a_price_is_multiplied_tier_by_tier_and_upfront(rates):
    converted = rates.convert(price(("0", "0.096"), ("100", "0.05"), upfront="200"), "EUR")
    assert [(tier.start, tier.unit_price) for tier in converted.tiers] == [
        (Decimal(0), Decimal("0.08832")),
        (Decimal(100), Decimal("0.046")),
    ]
    assert converted.upfront == Decimal(184)
    assert converted.currency == "EUR"
    assert (converted.source, converted.as_of, converted.layer) == ("bulk", date(2026, 11, 1), "embedded")


def test_to_dollars_a_price_is_divided(rates):
    assert rates.convert(price(("0", "0.46"), currency="EUR"), "USD").unit_price == Decimal("0.5")


def test_between_two_others_it_goes_over_the_dollar(rates):
    # 0.92 EUR = 1 USD = 0.8 GBP
    assert rates.convert(price(("0", "0.92"), currency="EUR"), "GBP").unit_price == Decimal("0.8")


def test_a_price_in_the_currency_already_is_left_as_it_is(rates):
    same = price(("0", "1"), currency="CHF")
    assert rates.convert(same, "CHF") is same


@given(st.decimals(min_value=0, max_value=10_000, places=9))
def test_there_and_back_is_the_same_to_the_last_published_digit(amount):
    rates = parse_rates(FILE, "rates.csv")
    there = rates.amount(amount, "USD", "EUR")
    assert abs(rates.amount(there, "EUR", "USD") - amount) < Decimal("1e-18")


def test_a_currency_without_a_rate_is_an_error_that_names_it(rates):
    with pytest.raises(NoRate, match="there is no rate for CHF") as raised:
        rates.convert(price(("0", "1")), "CHF")
    assert raised.value.exit_code is ExitCode.WRONG_USE
    assert "Add a line for CHF" in raised.value.hint
    assert "EUR, GBP, JPY" in raised.value.hint
    assert not rates.covers("USD", "CHF")
    assert rates.covers("USD", "EUR", "GBP")


def test_without_a_file_only_the_same_currency_works():
    assert NO_RATES.convert(price(("0", "1")), "USD").unit_price == 1
    with pytest.raises(NoRate, match="EUR"):
        NO_RATES.convert(price(("0", "1")), "EUR")


def test_the_assumption_names_rates_dates_and_sources(rates):
    assert rates.assumption("USD", "EUR") == (
        "prices in USD are converted to EUR by 1 USD = 0.92 EUR (ECB, 2026-11-20)"
    )
    assert rates.assumption("GBP", "EUR") == (
        "prices in GBP are converted to EUR by 1 USD = 0.8 GBP (Bank of England, 2026-11-19)"
        " and 1 USD = 0.92 EUR (ECB, 2026-11-20)"
    )


def test_the_oldest_rate_says_how_old_they_are(rates):
    assert rates.as_of == date(2026, 11, 19)
    assert NO_RATES.as_of is None


def test_the_digest_is_over_what_is_said_and_not_how():
    said = parse_rates(HEAD + "EUR,0.92,2026-11-20,ECB\nGBP,0.8,2026-11-20,ECB\n", "a")
    same = parse_rates("per_usd,currency,source,as_of\n\n 0.80,GBP,ECB,2026-11-20\n0.920,EUR,ECB,2026-11-20\n", "b")
    other = parse_rates(HEAD + "EUR,0.93,2026-11-20,ECB\nGBP,0.8,2026-11-20,ECB\n", "a")
    assert said.digest == same.digest
    assert said.digest != other.digest


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("EUR,0.92,2026-11-20,ECB\nGBP,much,2026-11-20,ECB", 3, "per_usd is 'much'"),
        ("EUR,NaN,2026-11-20,ECB", 2, "per_usd is 'NaN'"),
        ("EUR,1e-3,2026-11-20,ECB", 2, "per_usd is '1e-3'"),
        ("EUR,0,2026-11-20,ECB", 2, "per_usd is 0, and a rate is above 0"),
        ("EUR,-0.92,2026-11-20,ECB", 2, "per_usd is -0.92, and a rate is above 0"),
        ("USD,2,2026-11-20,ECB", 2, "per_usd of USD is 2, and it can only be 1"),
        ("EUR,0.92,yesterday,ECB", 2, "as_of is 'yesterday'"),
        ("EUR,0.92,2026-11-20,", 2, "source is empty"),
        ("EUR,0,92,2026-11-20,ECB", 2, "has 5 cells"),
        ("EUR,0.92,2026-11-20,ECB\n\nEUR,0.93,2026-11-20,ECB", 4, "a second rate for EUR; the first is in line 2"),
        ('EUR,"0.92,2026-11-20,ECB', 2, "is no CSV"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(rows, line, message):
    with pytest.raises(InvalidFile, match=message) as raised:
        parse_rates(HEAD + rows + "\n", "rates.csv")
    assert raised.value.line == line
    assert str(raised.value).startswith(f"rates.csv:{line}: ")


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("EURO", "Did you mean EUR?"),
        ("eur", "Did you mean EUR?"),
        ("RMB", "Did you mean CNY?"),
        ("EUQ", "Did you mean EUR?"),
        ("12", "Codes are three capital letters, such as EUR."),
    ],
)
def test_a_code_that_is_none_gets_the_nearest(code, hint):
    with pytest.raises(InvalidFile, match="is no currency of ISO 4217") as raised:
        parse_rates(f"{HEAD}{code},0.92,2026-11-20,ECB\n", "rates.csv")
    assert raised.value.hint == hint


@pytest.mark.parametrize(("text", "said"), [("", "is empty"), ("\n\n", "is empty"), (HEAD, "has no rates")])
def test_an_empty_file_is_said_to_be_one(text, said):
    with pytest.raises(InvalidFile, match=said):
        parse_rates(text, "rates.csv")


def test_other_columns_are_refused():
    with pytest.raises(InvalidFile, match=r"rates.csv:1: has the columns currency, rate"):
        parse_rates("currency,rate\nEUR,0.92\n", "rates.csv")


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text(FILE, encoding="utf-8-sig")
    assert read_rates(path).by_currency["EUR"].per_usd == Decimal("0.92")
    with pytest.raises(InvalidFile, match="cannot be read"):
        read_rates(tmp_path / "none.csv")


@pytest.mark.parametrize(("name", "said"), [("none.csv", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_is_not_there_is_told_with_where_its_name_is_from(tmp_path, name, said):
    with pytest.raises(InvalidFile, match=f"cannot be read: {said}") as raised:
        read_rates(tmp_path / name)
    assert raised.value.hint == "`prices.rates` in finops.yaml names it, relative to finops.yaml."
