"""The regions that the book knows: codes, the names that price lists use for them, and the currency they bill in."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

_FILE: Final = "regions.csv"


@dataclass(frozen=True, slots=True)
class Region:
    """A region, or a group of regions that has prices of its own (`eu`, `nam4`).

    `name` is the location as AWS's price lists spell it, or Google's name of the place. `usage_prefix` begins the
    region's usage types on AWS bills (`EUC1`), empty where there is none.
    """

    code: str
    provider: Literal["aws", "gcp"]
    name: str
    usage_prefix: str
    currency: str


@cache
def known_regions() -> Mapping[str, Region]:
    """All regions by code."""
    text = files("outlay.prices").joinpath(_FILE).read_text(encoding="utf-8")
    return {
        row["code"]: Region(
            row["code"],
            "aws" if row["provider"] == "aws" else "gcp",
            row["name"],
            row["usage_prefix"],
            row["currency"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def region_of_location(name: str) -> str | None:
    """The code of an AWS region by the location that price lists name, None where it is none."""
    return _by_location().get(name)


@cache
def _by_location() -> Mapping[str, str]:
    named = {region.name: code for code, region in known_regions().items() if region.provider == "aws"}
    # newer lists say Europe where older ones say EU
    return named | {name.replace("EU (", "Europe (", 1): code for name, code in named.items()}
