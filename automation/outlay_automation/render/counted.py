"""What quantities count where a unit is many pieces, as `1k requests` is, and amounts that add up to the cent."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_PACKED: Final = re.compile(r"(\d+)([kM])? (.+)")
_PIECES: Final[Mapping[str | None, int]] = {None: 1, "k": 1_000, "M": 1_000_000}
_TIER: Final = re.compile(r"(.+) \((first|next|over) ([\d.]+)([KMBT]?)\)")
_SCALES: Final[Mapping[str, int]] = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_NAMED: Final = ((Decimal(1_000_000_000), "billion"), (Decimal(1_000_000), "million"))
_CENT: Final = Decimal("0.01")


def is_packed(unit: str) -> bool:
    """Whether one of the unit is many pieces: `1k requests`, `10k tags`."""
    return _PACKED.fullmatch(unit) is not None


def in_units(quantity: str, unit: str) -> str:
    """A quantity with its unit: `730 hours`, `5 × 1M requests`."""
    return f"{quantity} × {unit}" if is_packed(unit) else f"{quantity} {unit}"


def pieces(quantity: Decimal, unit: str) -> str:
    """What a quantity of packed units comes to: `600 million requests`; empty of any other unit."""
    found = _PACKED.fullmatch(unit)
    if found is None:
        return ""
    return _many(quantity * int(found[1]) * _PIECES[found[2]], found[3])


def tier_in_full(label: str, unit: str) -> str:
    """A charge's label with its tier in whole units: `(first 1,024 GB)` where it says `(first 1.024K)`."""
    found = _TIER.fullmatch(label)
    if found is None:
        return label
    name, which, number, scale = found.groups()
    packed = _PACKED.fullmatch(unit)
    noun = packed[3] if packed else unit
    count = Decimal(number) * _SCALES[scale]
    return f"{name} ({which} {_many(count, noun) if packed else f'{_plain(count)} {noun}'})"


def to_the_cent(amounts: Iterable[Decimal]) -> Iterator[Decimal]:
    """Amounts rounded to cents so that they add up to their rounded sum: each is off by less than a cent."""
    exact = shown = Decimal(0)
    for amount in amounts:
        exact += amount
        rounded = exact.quantize(_CENT, ROUND_HALF_UP)
        yield rounded - shown
        shown = rounded


def _many(count: Decimal, noun: str) -> str:
    """A count of pieces: `600 million requests`."""
    for size, name in _NAMED:
        if count >= size:
            return f"{_plain(count / size)} {name} {noun}"
    return f"{_plain(count)} {noun}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
