"""What AWS's products are called in the price book: pure functions.

A product is a row of attributes in which many look alike: the book's `m5.large` with Linux is the one that runs on
shared hardware, used and not merely reserved, with nothing preinstalled and without a licence of one's own. Not here:
how products are read (`bulk`, `query`), which figures their terms make
(`terms`), and the table of plain usage types (`usage_types`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, Final

from outlay.prices.region_names import known_regions, region_of_location

from outlay_automation.prices.refresh.aws.usage_types import USAGE_TYPES, UsageType, without_region

_REGION: Final = "AWS Region"
_SYSTEMS: Final = {"Linux": "linux", "Windows": "windows", "RHEL": "rhel", "SUSE": "suse"}
_TENANCIES: Final = {"Shared": "", "Dedicated": "/dedicated"}
_CANONICAL: Final = {"capacitystatus": "Used", "preInstalledSw": "NA", "licenseModel": "No License required"}
_NODES: Final = {"Redis": "redis", "Memcached": "memcached", "Valkey": "valkey"}
_DEPLOYMENTS: Final = {"Single-AZ": "single-az", "Multi-AZ": "multi-az", "Multi-AZ (SQL Server Mirror)": "multi-az"}
_FREE_LICENCE: Final = {"no license required": "", "": ""}
_OWN_LICENCE: Final = {"bring your own license": "-byol"}
_ANY_LICENCE: Final = {"license included": "", **_OWN_LICENCE}
_ENGINES: Final[Mapping[tuple[str, str], tuple[str, Mapping[str, str]]]] = {
    ("MySQL", ""): ("mysql", _FREE_LICENCE),
    ("PostgreSQL", ""): ("postgres", _FREE_LICENCE),
    ("Aurora MySQL", ""): ("aurora-mysql", _FREE_LICENCE),
    ("Aurora PostgreSQL", ""): ("aurora-postgresql", _FREE_LICENCE),
    ("Oracle", "Standard"): ("oracle-se", _OWN_LICENCE),
    ("Oracle", "Standard One"): ("oracle-se1", _ANY_LICENCE),
    ("Oracle", "Standard Two"): ("oracle-se2", _ANY_LICENCE),
    ("Oracle", "Enterprise"): ("oracle-ee", _OWN_LICENCE),
    ("SQL Server", "Express"): ("sqlserver-ex", _ANY_LICENCE),
    ("SQL Server", "Web"): ("sqlserver-web", _ANY_LICENCE),
    ("SQL Server", "Standard"): ("sqlserver-se", _ANY_LICENCE),
    ("SQL Server", "Enterprise"): ("sqlserver-ee", _ANY_LICENCE),
}
"""By engine and edition the book's name, and what a licence adds to it; under no other licence is it the book's.

MariaDB is charged as MySQL is, so its products are not read.
"""
_STANDARD_MODEL: Final = frozenset({"", "na", "standard"})
"""Deployment models of RDS that are no other service: RDS Custom is."""
_CUSTOMERS_MEDIA: Final = "customer"
"""How a medium begins that the customer brings instead of AWS."""
_VARIETIES: Final = (
    # offer, beginning of the family, the attribute that tells varieties apart, those that are known
    (
        *("AmazonEC2", "Compute Instance", "operatingSystem"),
        frozenset({*_SYSTEMS, "Red Hat Enterprise Linux with HA", "Ubuntu Pro", "NA"}),
    ),
    ("AmazonRDS", "Database Instance", "databaseEngine", frozenset({*(engine for engine, _ in _ENGINES), "MariaDB"})),
    ("AmazonElastiCache", "Cache Instance", "cacheEngine", frozenset(_NODES)),
)
"""Instances, of which the book has only some varieties."""


class InvalidProduct(ValueError):
    """A product or its terms cannot be what AWS charges; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class BookName:
    """What a product is in the book: everything of its figures but term, tier and price.

    `is_compute` marks what runs by the hour and is never given away; `tier_from` is where the product's price begins
    to hold, when AWS lists each tier as a product of its own.
    """

    service: str
    region: str
    item: str
    dimension: str
    unit: str
    is_compute: bool = False
    tier_from: Decimal | None = None

    @property
    def whole(self) -> "BookName":
        """The name that it shares with the other products of its tiers."""
        return self if self.tier_from is None else replace(self, tier_from=None)

    def __str__(self) -> str:
        what = "/".join(part for part in (self.item, self.dimension) if part)
        return f"{self.service} {what} in {self.region}"


def book_name(offer: str, product: Mapping[str, Any]) -> BookName | None:
    """What a product of an offer is called in the book, None where the book has no such figure.

    Raises:
        InvalidProduct: its region is one that nobody knows, or it has no attributes.
    """
    attributes = product.get("attributes")
    if not isinstance(attributes, dict):
        raise InvalidProduct("it has no attributes")
    if not _is_of_region(attributes):
        return None
    found = _named(offer, str(product.get("productFamily", "")), attributes)
    if found is None:
        return None
    service, item, dimension, unit, tier_from, is_compute = found
    return BookName(service, _region(attributes), item, dimension, unit, is_compute, tier_from)


def unknown_kind(offer: str, product: Mapping[str, Any]) -> str:
    """What kind of product it is that has no name in the book, empty for those that are passed over on purpose.

    On purpose: what is no region's, and instances in varieties that the book has no figures of. An instance with a
    system or an engine that nobody thought of when this was written is of an unknown kind.
    """
    attributes = product.get("attributes") or {}
    family = str(product.get("productFamily", "")) or "without a family"
    if not _is_of_region(attributes):
        return ""
    for of_offer, of_family, attribute, known in _VARIETIES:
        if offer == of_offer and family.startswith(of_family):
            variety = str(attributes.get(attribute, ""))
            return "" if variety in known else f"{family} ({variety})"
    return family


_Named = tuple[str, str, str, str, Decimal | None, bool]
"""Service, item, dimension, unit, where its tier begins, whether it is compute."""


def _named(offer: str, family: str, attributes: Mapping[str, Any]) -> _Named | None:
    if offer == "AmazonEC2" and family.startswith("Compute Instance"):
        return _instance(attributes)
    usage = _usage_type(attributes)
    if offer == "AmazonRDS" and family == "Database Instance":
        return _database(usage, attributes)
    if offer == "AmazonElastiCache" and family == "Cache Instance":
        engine = _NODES.get(attributes.get("cacheEngine", ""))
        if engine is None or not usage.startswith("NodeUsage"):
            return None
        return offer, attributes["instanceType"], engine, "hours", None, True
    if offer == "AmazonES" and usage.startswith("ESInstance:"):
        item = attributes["instanceType"].replace(".elasticsearch", ".search")
        return offer, item, "", "hours", None, True
    return _by_usage_type(offer, usage, {**attributes, "productFamily": family})


def _instance(attributes: Mapping[str, Any]) -> _Named | None:
    """EC2 instances: exactly one product a type, system and tenancy."""
    for attribute, wanted in _CANONICAL.items():
        if attributes.get(attribute) != wanted:
            return None
    if attributes.get("marketoption", "OnDemand") != "OnDemand":
        return None
    system = _SYSTEMS.get(attributes.get("operatingSystem", ""))
    tenancy = _TENANCIES.get(attributes.get("tenancy", ""))
    if system is None or tenancy is None or "instanceType" not in attributes:
        return None
    return "AmazonEC2", attributes["instanceType"], f"{system}{tenancy}", "hours", None, True


def _database(usage: str, attributes: Mapping[str, Any]) -> _Named | None:
    """RDS and Aurora instances by engine with edition and licence, and by deployment."""
    if attributes.get("deploymentModel", "").lower() not in _STANDARD_MODEL:
        return None
    if attributes.get("engineMediaType", "").lower().startswith(_CUSTOMERS_MEDIA):
        return None
    deployment = _DEPLOYMENTS.get(attributes.get("deploymentOption", ""))
    edition = attributes.get("databaseEdition", "")
    engine = _ENGINES.get((attributes.get("databaseEngine", ""), "" if edition == "NA" else edition))
    if engine is None or deployment is None or not usage.startswith(("InstanceUsage", "Multi-AZUsage", "Mirror")):
        return None
    name, licences = engine
    licence = licences.get(attributes.get("licenseModel", "").lower())
    if licence is None:
        return None
    if usage.startswith("InstanceUsageIOOptimized"):
        deployment = "io-optimized"
    return "AmazonRDS", attributes["instanceType"], f"{name}{licence}/{deployment}", "hours", None, True


def _by_usage_type(offer: str, usage: str, attributes: Mapping[str, Any]) -> _Named | None:
    for pattern, entry in _patterns(offer):
        found = pattern.fullmatch(usage)
        if found and all(str(attributes.get(key, "")).startswith(text) for key, text in entry.only.items()):
            groups = [group.lower() for group in found.groups()]
            item, dimension = entry.item.format(*groups), entry.dimension.format(*groups)
            return entry.service, item, dimension, entry.unit, entry.tier_from, entry.is_compute
    return None


@cache
def _patterns(offer: str) -> tuple[tuple[re.Pattern[str], UsageType], ...]:
    return tuple((re.compile(entry.pattern), entry) for entry in USAGE_TYPES if entry.offer == offer)


def _is_of_region(attributes: Mapping[str, Any]) -> bool:
    """Whether it is sold in a region as a whole, and not in a Local Zone, a Wavelength Zone or an outpost."""
    return all(attributes.get(key, _REGION) == _REGION for key in ("locationType", "fromLocationType"))


def _usage_type(attributes: Mapping[str, Any]) -> str:
    return without_region(str(attributes.get("usagetype", "")))


def _region(attributes: Mapping[str, Any]) -> str:
    code = attributes.get("regionCode") or attributes.get("fromRegionCode")
    if code:
        if code not in known_regions():
            raise InvalidProduct(f"its region {code} is not known")
        return str(code)
    location = attributes.get("location") or attributes.get("fromLocation") or ""
    region = region_of_location(location)
    if region is None:
        raise InvalidProduct(f"its location {location!r} is not known")
    return region
