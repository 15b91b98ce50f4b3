"""Which figure of the book a SKU of Google's catalogue is, for what is sold as it is listed.

Disks, addresses, data out, buckets, Cloud SQL, Cloud Run, Pub/Sub, NAT and VPN: one SKU is one figure. The rules are
`products.csv`: where it is listed, a pattern of its description (`{place}` stands for ` in Frankfurt` or
nothing), its name in the book, and where a price holds that is listed once for everywhere. Not here: machines, which
are composed (`machines`).
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from outlay.prices.query import GLOBAL
from outlay.prices.region_names import known_regions

from outlay_automation.prices.refresh.google.places import check_place

COMPUTE_ENGINE: Final = "Compute Engine"
"""The service that machines are listed under, as the catalogue displays it."""

CATALOGUE_SERVICES: Final[Mapping[str, tuple[str, ...]]] = {
    "CloudPubSub": ("Cloud Pub/Sub",),
    "CloudRun": ("Cloud Run",),
    "CloudSQL": ("Cloud SQL",),
    "CloudStorage": ("Cloud Storage",),
    "ComputeEngine": (COMPUTE_ENGINE,),
    "Networking": ("Cloud Storage", COMPUTE_ENGINE, "Networking"),
    "PersistentDisk": (COMPUTE_ENGINE,),
}
"""Services of the book, and the services of the catalogue (as it displays them) that list their figures."""

_RULES: Final = "products.csv"
_PLACE: Final = r"(?: in (?P<place>.+))?"
_DUAL_REGIONS: Final = ("asia1", "eur4", "nam4")
_MULTI_REGIONS: Final = ("asia", "eu", "us")
_UNUSED_ADDRESS: Final = ("external-ip", "unused")

_OTHERWISE: Final = re.compile(
    r"Early Delete|Confidential|Storage Pools?|Commitment|Rapid|Autoclass|Promotion|Trial", re.IGNORECASE
)
"""What the same thing is called when it is sold another way."""

_WORDS: Final[Mapping[str, str]] = {
    "Standard": "STANDARD",
    "Nearline": "NEARLINE",
    "Coldline": "COLDLINE",
    "Archive": "ARCHIVE",
    "Durable Reduced Availability": "DURABLE_REDUCED_AVAILABILITY",
    "PostgreSQL": "postgres",
    "Americas": "worldwide",
    "Worldwide Destinations": "worldwide",
}
"""Words of the catalogue that the book spells otherwise; the others in small letters and with hyphens."""

_SQL_MEMORY: Final[Mapping[Decimal, str]] = {Decimal("3.75"): "standard", Decimal("6.5"): "highmem"}
"""Classes of Cloud SQL's predefined tiers, by GB a vCPU."""


class Kind(StrEnum):
    """What kind of location a price holds in that the catalogue lists once for all of them."""

    REGION = "region"
    DUAL_REGION = "dual-region"
    MULTI_REGION = "multi-region"


@dataclass(frozen=True, slots=True)
class Product:
    """A figure of the book without term, tier and region; `holds_in` are the locations where a global price holds."""

    service: str
    item: str
    dimension: str
    unit: str
    holds_in: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    """SKUs whose description matches the pattern; groups of it stand in item and dimension in braces."""

    pattern: re.Pattern[str]
    product: Product


def product_of(listed_under: str, description: str) -> Product | None:
    """Which figure of the book a SKU of this service (as the catalogue displays it) is; None of any other SKU.

    Raises:
        UnknownPlace: it would be one, if what its description ends with were a place.
    """
    if _OTHERWISE.search(description):
        return None
    for rule in _rules().get(listed_under, ()):
        found = rule.pattern.fullmatch(description)
        if found is not None:
            check_place(found.groupdict().get("place"))
            return _named(rule.product, found)
    return None


def locations(product: Product, description: str, regions: tuple[str, ...]) -> Iterator[tuple[Product, str]]:
    """Where a product has the price of a SKU that is sold in these regions.

    That is these regions, or all of the product's kinds where the price is global. What a bucket in two regions of
    one's own choice costs is listed by region and left out, as the book has it by the pair.
    """
    for region in regions:
        if region != GLOBAL:
            if "Dual-region" not in description or region in _DUAL_REGIONS:
                yield product, region
        elif product.holds_in:
            for kind in product.holds_in:
                yield from ((product, location) for location in _locations_of(kind))
        elif (product.item, product.dimension) == _UNUSED_ADDRESS:
            yield replace(product, dimension="global-unused"), GLOBAL
        else:
            yield product, GLOBAL


def _named(product: Product, found: re.Match[str]) -> Product | None:
    groups = found.groupdict()
    words = {key: _WORDS.get(word) or word.lower().replace(" ", "-") for key, word in groups.items() if word}
    if "vcpus" in groups:
        vcpus = Decimal(groups["vcpus"])
        kind = _SQL_MEMORY.get(Decimal(groups["memory"]) / vcpus)
        if kind is None:
            return None
        words["tier"] = f"{kind}-{vcpus}"
    item, dimension = product.item.format_map(words), product.dimension.format_map(words)
    return replace(product, item=item, dimension=dimension)


@cache
def _rules() -> Mapping[str, tuple[_Rule, ...]]:
    rules: dict[str, tuple[_Rule, ...]] = {}
    text = files("outlay_automation.prices.refresh.google").joinpath(_RULES).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        kinds = tuple(Kind(kind) for kind in row["holds_in"].split())
        product = Product(row["service"], row["item"], row["dimension"], row["unit"], kinds)
        rule = _Rule(re.compile(row["description"].replace("{place}", _PLACE)), product)
        rules[row["listed_under"]] = (*rules.get(row["listed_under"], ()), rule)
    return rules


@cache
def _locations_of(kind: Kind) -> tuple[str, ...]:
    if kind is Kind.DUAL_REGION:
        return _DUAL_REGIONS
    if kind is Kind.MULTI_REGION:
        return _MULTI_REGIONS
    groups = (*_DUAL_REGIONS, *_MULTI_REGIONS)
    return tuple(code for code, region in known_regions().items() if region.provider == "gcp" and code not in groups)
