"""The places that descriptions in Google's catalogue name: ` in Frankfurt`, ` running in Americas`.

What follows a place says that something else is sold (`Frankfurt Dedicated`, `Frankfurt for Batch`), so that a
description counts only if it ends with a place and nothing more. Not here: where a SKU is sold, which its own list of
regions says.
"""

import unicodedata
from functools import cache
from typing import Final

from outlay.prices.region_names import known_regions

_WIDER: Final = frozenset(
    {
        "Africa",
        "Americas",
        "APAC",
        "Asia",
        "Asia Pacific",
        "Australia",
        "EMEA",
        "EU",
        "Europe",
        "European Union",
        "Global",
        "Middle East",
        "North America",
        "South America",
        "United States",
        "US",
    }
)
"""Groups of regions."""
_OTHERWISE: Final = frozenset(
    {
        "Germany",
        "India",
        "Israel",
        "Italy",
        "Japan",
        "Kuwait",
        "Mexico",
        "Phoenix",
        "Qatar",
        "Saudi Arabia",
        "South Africa",
        "Spain",
        "Switzerland",
        "Thailand",
        "UK",
        "Utah",
        "Virginia",
    }
)
"""What the catalogue calls regions beside their names in the book."""
_KINDS: Final = (" multi-region", " dual-region", " regional")


class UnknownPlace(Exception):
    """A description ends with what is no place, or with one that is newer than this version."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no place that this version knows")


def check_place(text: str | None) -> None:
    """Nothing, where a description names one or several places (`Finland/Netherlands Dual-region`), or none at all.

    Raises:
        UnknownPlace: it is none, or more than one.
    """
    if text is None:
        return
    place = _plain(text)
    for kind in _KINDS:
        place = place.removesuffix(kind)
    if not all(each in _known() for each in place.split("/")):
        raise UnknownPlace(text)


@cache
def _known() -> frozenset[str]:
    regions = [region for region in known_regions().values() if region.provider == "gcp"]
    names = [name for region in regions for name in (region.code, region.name)]
    return frozenset(map(_plain, (*names, *_WIDER, *_OTHERWISE)))


def _plain(text: str) -> str:
    """In small letters without accents: the catalogue writes Sao Paulo."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
