"""Currency rates from a file, and prices converted by them.

A file of rates is a CSV with the columns currency, per_usd, as_of and source: how much of a currency one US dollar is
worth, on which day, and who says so. Nothing is converted by a rate that nobody set. Not here: where the file lies
(`outlay.standard.prices`), and which currency a book answers in (`outlay.prices.book`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from outlay.errors import InvalidFile, WrongUse
from outlay.money import Money
from outlay.prices.query import Price, Tier

USD: Final = "USD"
COLUMNS: Final = ("currency", "per_usd", "as_of", "source")
_FORM: Final = "A file of rates is a CSV such as:\ncurrency,per_usd,as_of,source\nEUR,0.92,2026-11-20,ECB"
_NUMBER: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")
_CODE: Final = re.compile(r"[A-Z]{3}")

_CODES: Final = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP
CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES
VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_CURRENCIES: Final = frozenset(_CODES.split())
"""Currencies in use, by ISO 4217."""

_MISTAKEN: Final[Mapping[str, str]] = {
    "EURO": "EUR",
    "EUROS": "EUR",
    "€": "EUR",
    "£": "GBP",
    "UKP": "GBP",
    "¥": "JPY",
    "YEN": "JPY",
    "RMB": "CNY",
    "CNH": "CNY",
    "$": "USD",
    "US$": "USD",
    "DOLLAR": "USD",
    "SFR": "CHF",
    "NTD": "TWD",
}
"""What people write instead of a code."""


RATES_HINT: Final = "Add the rate to the file that `prices.rates` of finops.yaml names."
"""What to do where there is no rate between two currencies."""


def no_rate(currency: str, into: str) -> str:
    """What is said, behind its name, of a price that cannot be told in another currency."""
    return f"is priced in {currency}, and there is no rate to {into}"


class NoRate(WrongUse):
    """A currency that nobody set a rate for, so that nothing can be converted from or to it."""

    def __init__(self, currency: str, known: tuple[str, ...] = ()) -> None:
        there = f" There are rates for {', '.join(known)}." if known else ""
        super().__init__(
            f"there is no rate for {currency}",
            f"Add a line for {currency} to the file that `prices.rates` in finops.yaml names.{there}",
        )
        self.currency = currency


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of `currency` one US dollar is worth, on a day, and who says so."""

    currency: str
    per_usd: Decimal
    as_of: date
    source: str

    def __str__(self) -> str:
        return f"1 USD = {self.per_usd} {self.currency} ({self.source}, {self.as_of})"


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates by currency, and the digest over what they say. The US dollar needs none."""

    by_currency: Mapping[str, Rate]
    digest: str

    @property
    def as_of(self) -> date | None:
        """The day of the oldest rate, None where there is none."""
        return min((rate.as_of for rate in self.by_currency.values()), default=None)

    def covers(self, *currencies: str) -> bool:
        """Whether amounts can be converted between all of these."""
        return all(currency == USD or currency in self.by_currency for currency in currencies)

    def convert(self, price: Price, currency: str) -> Price:
        """The same price in another currency, over the US dollar where neither is it.

        From US dollars it is exact; to them it is a division, exact to 28 digits.

        Raises:
            NoRate: for one of the two currencies.
        """
        if price.currency == currency:
            return price
        tiers = tuple(Tier(tier.start, self.amount(tier.unit_price, price.currency, currency)) for tier in price.tiers)
        upfront = self.amount(price.upfront, price.currency, currency)
        return replace(price, tiers=tiers, upfront=upfront, currency=currency)

    def amount(self, amount: Money, currency: str, into: str) -> Money:
        """An amount of `currency` in another one.

        Raises:
            NoRate: for one of the two currencies.
        """
        if currency == into:
            return amount
        multiplier = Decimal(1) if into == USD else self._rate(into).per_usd
        divisor = Decimal(1) if currency == USD else self._rate(currency).per_usd
        # one division at the end, so that 1 / 3 × 3 stays 1
        return amount * multiplier / divisor if divisor != 1 else amount * multiplier

    def assumption(self, currency: str, into: str) -> str:
        """What an output says of amounts that were converted: the rates with their dates and sources.

        Raises:
            NoRate: for one of the two currencies.
        """
        rates = [self._rate(each) for each in (currency, into) if each != USD]
        return f"prices in {currency} are converted to {into} by {' and '.join(str(rate) for rate in rates)}"

    def _rate(self, currency: str) -> Rate:
        rate = self.by_currency.get(currency)
        if rate is None:
            raise NoRate(currency, tuple(sorted(self.by_currency)))
        return rate


NO_RATES: Final = Rates({}, "")
"""What holds where the standard names no file: only what is in the same currency can be compared."""


def read_rates(path: Path) -> Rates:
    """The rates in a file.

    Raises:
        InvalidFile: it cannot be read, or is no file of rates.
    """
    from outlay.prices.table import read_text  # few have rates, and everybody opens a book

    return parse_rates(read_text(path, _FORM, "prices.rates"), str(path))


def parse_rates(text: str, path: str) -> Rates:
    """The rates in a text; `path` is what errors call it.

    Raises:
        InvalidFile: with the line of the first thing that is wrong.
    """
    from outlay.prices.table import rows_of

    rates: dict[str, Rate] = {}
    lines: dict[str, int] = {}

    def check_head(columns: list[str], line: int) -> None:
        if sorted(columns) != sorted(COLUMNS):
            message = f"has the columns {', '.join(columns)}, expected are {', '.join(COLUMNS)}"
            raise InvalidFile(path, line, message, _FORM)

    cut = "Numbers are written as 0.92, with a point."
    for line, cells in rows_of(text.splitlines(keepends=True), path, check_head, cut=cut, form=_FORM):
        rate = _rate_of(cells, path, line)
        if rate.currency in rates:
            message = f"has a second rate for {rate.currency}; the first is in line {lines[rate.currency]}"
            raise InvalidFile(path, line, message, "Keep one of them.")
        rates[rate.currency] = rate
        lines[rate.currency] = line
    if not rates:
        raise InvalidFile(path, None, "has no rates", _FORM)
    said = "\n".join(f"{code},{rate.per_usd.normalize():f},{rate.as_of}" for code, rate in sorted(rates.items()))
    import hashlib  # takes longer to load than the first price takes to find

    return Rates(rates, hashlib.sha256(said.encode()).hexdigest())


def _rate_of(cells: Mapping[str, str], path: str, line: int) -> Rate:
    currency = cells["currency"]
    if currency not in _CURRENCIES:
        raise InvalidFile(path, line, f"{currency!r} is no currency of ISO 4217", _meant(currency))
    text = cells["per_usd"]
    if not _NUMBER.fullmatch(text.removeprefix("-")):
        message = f"per_usd is {text[:40]!r}, and a number such as 0.92 belongs there"
        raise InvalidFile(path, line, message, f"It is how much {currency} one US dollar is worth.")
    per_usd = Decimal(text)
    if per_usd <= 0:
        hint = f"It is how much {currency} one US dollar is worth."
        raise InvalidFile(path, line, f"per_usd is {text}, and a rate is above 0", hint)
    if currency == USD and per_usd != 1:
        raise InvalidFile(path, line, f"per_usd of USD is {text}, and it can only be 1", "Leave the line out.")
    try:
        as_of = date.fromisoformat(cells["as_of"])
    except ValueError:
        message = f"as_of is {cells['as_of'][:40]!r}, and a date such as 2026-11-20 belongs there"
        raise InvalidFile(path, line, message, _FORM) from None
    if not cells["source"]:
        raise InvalidFile(path, line, "source is empty", "Say who published the rate: ECB, the company's treasury.")
    return Rate(currency, per_usd, as_of, cells["source"])


def _meant(currency: str) -> str:
    from difflib import get_close_matches

    upper = currency.upper()
    close = get_close_matches(upper, sorted(_CURRENCIES), 1) if _CODE.fullmatch(upper) else []
    meant = _MISTAKEN.get(upper) or (upper if upper in _CURRENCIES else "") or next(iter(close), "")
    return f"Did you mean {meant}?" if meant else "Codes are three capital letters, such as EUR."
