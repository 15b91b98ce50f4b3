"""Money and differences as people read them: two decimals, thousands apart, the sign before the currency.

The one place where money is rounded, for messages of rules as for every renderer. Not here: tables and pages.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from outlay.money import Cost, Delta

_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£"}
_CENT: Final = Decimal("0.01")
NOTHING: Final = "–"
"""Where there is no figure and none is missing."""


def money(amount: Decimal, currency: str = "USD") -> str:
    """`$1,240.10`; a figure below a cent that is not nothing reads `<$0.01`."""
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    if 0 < amount < _CENT / 2:
        return f"<{symbol}0.01"
    sign = "-" if amount < 0 else ""
    return f"{sign}{symbol}{abs(amount).quantize(_CENT, ROUND_HALF_UP):,}"


def unit_price(amount: Decimal, currency: str = "USD") -> str:
    """A unit price in full: `$0.0116`, `$0.0000166667`."""
    text = f"{amount:f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(2, "0")
    return f"{_SYMBOLS.get(currency, f'{currency} ')}{int(whole):,}.{fraction}"


def singular(unit: str) -> str:
    """A unit's name for one of it: `hours` → `hour`, `1M requests` as it is."""
    return unit.removesuffix("s") if unit.endswith("s") and not unit[0].isdigit() else unit


def per_unit(amount: Decimal, unit: str, currency: str = "USD") -> str:
    """A unit price with what it is for: `$0.03 per GB-month`."""
    return f"{unit_price(amount, currency)} per {singular(unit)}"


def span(low: Decimal, expected: Decimal, high: Decimal | None, currency: str = "USD") -> str:
    """One figure, or a range with the expected one behind it."""
    if high is None or low == high:
        return money(expected if high is not None else low, currency)
    return f"{money(low, currency)}–{money(high, currency)} (expected {money(expected, currency)})"


def cost(of: Cost) -> str:
    """A cost in one cell; `≥` where a gap leaves its upper end open."""
    if of.high is None:
        return f"≥ {money(of.low, of.currency)}" if of.low else "?"
    return span(of.low, of.expected, of.high, of.currency)


def signed(of: Delta) -> str:
    """A difference in one cell: `+$12.00`, `±$0.00`; `?` behind it where something unpriced stands on one side only.

    `+ use` and `- use` say that a charge without stated use comes or goes.
    """
    if of.is_nothing:
        return NOTHING
    doubt = " ?" if of.is_undecided else " + use" if of.opened else " - use" if of.closed else ""
    if not (of.low or of.expected or of.high):
        return doubt.strip()
    if of.low == of.high:
        return f"{_plus(of.expected, of.currency)}{doubt}"
    return f"{_plus(of.low, of.currency)} … {_plus(of.high, of.currency)}{doubt}"


def _plus(amount: Decimal, currency: str) -> str:
    return f"+{money(amount, currency)}" if amount > 0 else money(amount, currency)
