"""Quantities of use: ranged, explained, and open where a value is open.

An `Amount` is a number as a range with the formula that led to it; it becomes a `Quantity` when multiplied by a
`Unit`. Arithmetic carries ranges, formulas and open ends along, so that a pricer reads like its formula. All amounts
are at least zero; arithmetic is monotone. Not here: prices, and where the numbers come from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import Final, TypeAlias, Union

from outlay.money import GapKind
from outlay.resource import Unknown

Number: TypeAlias = Union[int, Decimal, "Amount"]


@dataclass(frozen=True, slots=True, order=True)
class Open:
    """Why a number is not known: `kind` is `unknown` (open until deployment) or `usage`, `reason` says of what."""

    kind: GapKind
    reason: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a range, with the formula in words; when `open` is not empty the figures mean nothing."""

    low: Decimal
    expected: Decimal
    high: Decimal
    formula: str
    open: tuple[Open, ...] = ()
    tight: bool = True
    """Whether the formula needs no brackets when it becomes part of another."""

    @classmethod
    def exactly(cls, number: int | Decimal, name: str = "") -> "Amount":
        """One known number, called `name` in formulas.

        Raises:
            ValueError: when it is negative.
        """
        value = number if isinstance(number, Decimal) else Decimal(number)
        if value < 0:
            raise ValueError(f"{name or 'a number'} is {value}, and amounts are at least 0")
        text = written(value)
        return cls(value, value, value, f"{name} {text}" if name else text)

    @classmethod
    def between(cls, low: Decimal, expected: Decimal, high: Decimal, name: str) -> "Amount":
        """A number that lies between two, such as the size of an auto-scaling group.

        Raises:
            ValueError: when the figures are out of order or negative.
        """
        if not 0 <= low <= expected <= high:
            raise ValueError(f"{name} needs 0 ≤ low ≤ expected ≤ high, not {low}, {expected}, {high}")
        return cls(low, expected, high, f"{name} {written(low)}–{written(high)}")

    @classmethod
    def spanning(cls, low: "Amount", expected: "Amount", high: "Amount", name: str) -> "Amount":
        """A number from the least of one to the most of another, open where any of the three is.

        What lies outside counts as the nearer end: a group's desired size is brought within its least and most.
        """
        least, most = low.low, max(low.low, high.high)
        within = min(max(expected.expected, least), most)
        open_ = tuple(dict.fromkeys((*low.open, *expected.open, *high.open)))
        return cls(least, within, most, f"{name} {written(least)}–{written(most)}", open_)

    @classmethod
    def unknown(cls, name: str, reason: str) -> "Amount":
        """A number that is open until deployment."""
        return cls(_ZERO, _ZERO, _ZERO, f"{name} ?", (Open(GapKind.UNKNOWN, reason),))

    @classmethod
    def unused(cls, key: str) -> "Amount":
        """A number that depends on use that nobody gave; `key` is what to set."""
        return cls(_ZERO, _ZERO, _ZERO, f"{key} ?", (Open(GapKind.USAGE, not_given(key)),))

    @property
    def is_exact(self) -> bool:
        """Whether it is one known number."""
        return not self.open and self.low == self.high

    def __add__(self, other: Number) -> "Amount":
        return self._with(other, Decimal.__add__, "+", tight=False)

    __radd__ = __add__

    def __mul__(self, other: Number) -> "Amount":
        return self._with(other, Decimal.__mul__, "×", tight=True)

    __rmul__ = __mul__

    def __truediv__(self, divisor: int | Decimal) -> "Amount":
        return self._with(divisor, Decimal.__truediv__, "÷", tight=True)

    def at_least(self, least: int | Decimal) -> "Amount":
        """This number, or `least` where it is smaller."""
        floor = Decimal(least)
        return self._each(lambda value: max(value, floor), f"at least {written(floor)} of {self._inner}")

    def at_most(self, most: int | Decimal) -> "Amount":
        """This number, or `most` where it is larger."""
        ceiling = Decimal(most)
        return self._each(lambda value: min(value, ceiling), f"at most {written(ceiling)} of {self._inner}")

    def above(self, included: int | Decimal) -> "Amount":
        """What exceeds `included`, else zero."""
        free = Decimal(included)
        return self._each(lambda value: max(value - free, _ZERO), f"{self._inner} above {written(free)}", tight=False)

    def rounded_up(self, step: int | Decimal = 1) -> "Amount":
        """The next whole multiple of `step`."""
        size = Decimal(step)
        return self._each(
            lambda value: (value / size).to_integral_value(ROUND_CEILING) * size,
            f"{self._inner} rounded up to {'whole' if size == 1 else written(size)}",
            tight=False,
        )

    @property
    def _inner(self) -> str:
        return self.formula if self.tight else f"({self.formula})"

    def _each(self, change: Callable[[Decimal], Decimal], formula: str, *, tight: bool = False) -> "Amount":
        expected = change(self.expected)
        if self.low is self.high:
            return Amount(expected, expected, expected, formula, self.open, tight)
        return Amount(change(self.low), expected, change(self.high), formula, self.open, tight)

    def _with(
        self, other: Number, combine: Callable[[Decimal, Decimal], Decimal], sign: str, *, tight: bool
    ) -> "Amount":
        if not isinstance(other, Amount):
            other = _constant(other)
        expected = combine(self.expected, other.expected)
        formula = f"{self._inner} {sign} {other._inner}"
        open_ = self.open + other.open if other.open else self.open
        if self.low is self.high and other.low is other.high:
            return Amount(expected, expected, expected, formula, open_, tight)
        low, high = combine(self.low, other.low), combine(self.high, other.high)
        return Amount(low, expected, high, formula, open_, tight)


@lru_cache(maxsize=256)
def _constant(number: int | Decimal) -> Amount:
    """A number of a pricer's formula, made once: the same few stand in every charge."""
    return Amount.exactly(number)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted, as the price book spells it; `unit * amount` is a quantity of it."""

    name: str

    def __mul__(self, amount: Number | Unknown) -> "Quantity":
        if isinstance(amount, Unknown):
            amount = Amount.unknown(self.name, "open until deployment")
        return Quantity(amount if isinstance(amount, Amount) else Amount.exactly(amount), self)

    __rmul__ = __mul__

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of a unit is used in a month."""

    amount: Amount
    unit: Unit

    def times(self, factor: Number) -> "Quantity":
        """This quantity for each of several equal parts."""
        return Quantity(self.amount * factor, self.unit)


def not_given(key: str) -> str:
    """The reason of a gap that stands where nobody stated a usage key."""
    return f"usage {key} is not given"


def unpriced_too(reason: str, why: str) -> str:
    """The reason of a gap whose use nobody stated, where the book has no price of it either: `why`."""
    return f"{reason}{_NO_PRICE}{why}; state the use as 0, or a price of your own (prices.contract in finops.yaml)"


def without_price(reason: str) -> str:
    """What the reason of a usage gap says of the use alone."""
    return reason.partition(_NO_PRICE)[0]


def written(number: Decimal) -> str:
    """The number as a person writes it: no exponent, no trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_ZERO: Final = Decimal(0)
_NO_PRICE: Final = ", and it has no price: "

MONTH_HOURS: Final = Decimal(730)
"""Hours in a month, as the field counts them (365 × 24 ÷ 12)."""
MONTH_SECONDS: Final = MONTH_HOURS * 3600

HOUR: Final = Unit("hours")
MONTH: Final = Unit("months")
GB: Final = Unit("GB")
MB: Final = Unit("MB")
MIB: Final = Unit("MiB")
GB_MONTH: Final = Unit("GB-months")
GB_HOUR: Final = Unit("GB-hours")
GB_SECOND: Final = Unit("GB-seconds")
VCPU_HOUR: Final = Unit("vCPU-hours")
VCPU_SECOND: Final = Unit("vCPU-seconds")
GIB_SECOND: Final = Unit("GiB-seconds")
GHZ_SECOND: Final = Unit("GHz-seconds")
TIB: Final = Unit("TiB")
IOPS_MONTH: Final = Unit("IOPS-months")
MIBPS_MONTH: Final = Unit("MiB/s-months")
LCU_HOUR: Final = Unit("LCU-hours")
LCU_MONTH: Final = Unit("LCU-months")
CAPACITY_UNIT_HOUR: Final = Unit("capacity-unit-hours")
REQUESTS: Final = Unit("requests")
THOUSAND_REQUESTS: Final = Unit("1k requests")
TEN_THOUSAND_REQUESTS: Final = Unit("10k requests")
MILLION_REQUESTS: Final = Unit("1M requests")
THOUSAND_CALLS: Final = Unit("1k calls")
MILLION_QUERIES: Final = Unit("1M queries")
THOUSAND_OBJECTS: Final = Unit("1k objects")
TEN_THOUSAND_TAGS: Final = Unit("10k tags")
METRIC_MONTH: Final = Unit("metrics")
VERSION_MONTH: Final = Unit("versions")
ROTATIONS: Final = Unit("rotations")
VCPU_MONTH: Final = Unit("vCPU-months")
MILLION_REQUEST_UNITS: Final = Unit("1M request units")
TEN_THOUSAND_OPERATIONS: Final = Unit("10k operations")
GPU_HOUR: Final = Unit("GPU-hours")
GPU_SECOND: Final = Unit("GPU-seconds")
