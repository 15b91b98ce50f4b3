"""What AWS's products are called in the price book, and which figures their terms make: pure functions.

A product is a row of attributes in which many look alike: the book's `m5.large` with Linux is the one that runs on
shared hardware, used and not merely reserved, with nothing preinstalled and without a licence of one's own. Not here:
how products are read (`aws_bulk`, `aws_query`), and the table of plain usage types (`aws_usage_types`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from outlay.prices.figure import UPFRONT, Figure, FigureName, Source
from outlay.prices.query import Grade
from outlay.prices.region_names import known_regions, region_of_location
from outlay.prices.term import ON_DEMAND, Offering, Payment, reserved

from outlay_automation.prices.aws_usage_types import UNITS, USAGE_TYPES, UsageType, without_region

LICENCE: Final = "published by AWS"
_SYSTEMS: Final = {"Linux": "linux", "Windows": "windows", "RHEL": "rhel", "SUSE": "suse"}
_TENANCIES: Final = {"Shared": "", "Dedicated": "/dedicated"}
_CANONICAL: Final = {"capacitystatus": "Used", "preInstalledSw": "NA", "licenseModel": "No License required"}
_NODES: Final = {"Redis": "redis", "Memcached": "memcached", "Valkey": "valkey"}
_DEPLOYMENTS: Final = {"Single-AZ": "single-az", "Multi-AZ": "multi-az", "Multi-AZ (SQL Server Mirror)": "multi-az"}
_OWN_LICENCE: Final = "Bring your own license"
_ENGINES: Final = {
    ("MySQL", ""): "mysql",
    ("PostgreSQL", ""): "postgres",
    ("Aurora MySQL", ""): "aurora-mysql",
    ("Aurora PostgreSQL", ""): "aurora-postgresql",
    ("Oracle", "Standard"): "oracle-se",
    ("Oracle", "Standard One"): "oracle-se1",
    ("Oracle", "Standard Two"): "oracle-se2",
    ("Oracle", "Enterprise"): "oracle-ee",
    ("SQL Server", "Express"): "sqlserver-ex",
    ("SQL Server", "Web"): "sqlserver-web",
    ("SQL Server", "Standard"): "sqlserver-se",
    ("SQL Server", "Enterprise"): "sqlserver-ee",
}
"""Engine and edition. MariaDB is charged as MySQL is, so its products are not read."""
_PAYMENTS: Final = {
    "No Upfront": Payment.NO_UPFRONT,
    "Partial Upfront": Payment.PARTIAL_UPFRONT,
    "All Upfront": Payment.ALL_UPFRONT,
}
_OFFERINGS: Final = {"standard": Offering.STANDARD, "convertible": Offering.CONVERTIBLE}
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
_UPFRONT_UNITS: Final = frozenset({"quantity"})


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
    if attributes.get("locationType", "AWS Region") != "AWS Region":
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
    if attributes.get("locationType", "AWS Region") != "AWS Region":
        return ""
    for of_offer, of_family, attribute, known in _VARIETIES:
        if offer == of_offer and family.startswith(of_family):
            variety = str(attributes.get(attribute, ""))
            return "" if variety in known else f"{family} ({variety})"
    return family


def source_of(interface: str, offer: str, version: str, published: Any) -> Source:
    """Where figures of an offer come from: the interface, the offer, its version, and the day AWS published it."""
    return Source(f"AWS price list {interface} {offer} {version}".strip(), published, LICENCE)


def on_demand_figures(name: BookName, term: Mapping[str, Any], source: Source) -> Iterator[Figure]:
    """The figures of an on-demand term, one a tier. A free first tier is left out: the book prices from the first unit.

    Raises:
        InvalidProduct: a price that is none, a unit that is not the book's, or compute at a price of 0.
    """
    tiers = sorted(_tiers(name, term), key=lambda tier: tier[0])
    while len(tiers) > 1 and tiers[0][1] == 0:
        free, first = tiers.pop(0), tiers[0]
        tiers[0] = (free[0], *first[1:])
    for start, price, currency in tiers:
        if price == 0 and name.is_compute:
            raise InvalidProduct("it costs 0, and compute is never free")
        tier_from = start if name.tier_from is None else name.tier_from
        figure = FigureName(name.service, name.item, name.dimension, ON_DEMAND, name.unit, tier_from)
        yield Figure(figure, name.region, price, source, Grade.A, currency)


def reserved_figures(name: BookName, term: Mapping[str, Any], source: Source) -> Iterator[Figure]:
    """The figures of a reservation: what its hours cost, and what is paid upfront. Kinds no longer sold have none.

    Raises:
        InvalidProduct: a price that is none, or compute that costs nothing, neither now nor by the hour.
    """
    attributes = term.get("termAttributes", {})
    terms = _reservation(
        attributes.get("LeaseContractLength"), attributes.get("OfferingClass"), attributes.get("PurchaseOption")
    )
    if not terms:
        return
    hourly, upfront, currency = Decimal(0), Decimal(0), "USD"
    for dimension in term["priceDimensions"].values():
        price, currency = _price(dimension)
        if dimension["unit"].lower() in _UPFRONT_UNITS:
            upfront = price
        else:
            hourly = price
    if name.is_compute and not hourly and not upfront:
        raise InvalidProduct(f"{terms} it costs 0, and compute is never free")
    figure = FigureName(name.service, name.item, name.dimension, terms, name.unit)
    yield Figure(figure, name.region, hourly, source, Grade.A, currency)
    if upfront:
        figure = FigureName(name.service, name.item, name.dimension, terms, UPFRONT)
        yield Figure(figure, name.region, upfront, source, Grade.A, currency)


def agreed(figures: Iterable[Figure]) -> tuple[list[Figure], list[str]]:
    """Of figures with one name, the one price that all of them have; where they differ, none, and a sentence."""
    rivals: dict[tuple[FigureName, str], list[Figure]] = {}
    for figure in figures:
        rivals.setdefault((figure.name, figure.region), []).append(figure)
    kept: list[Figure] = []
    left_out: list[str] = []
    for (name, region), same in rivals.items():
        prices = sorted({figure.price for figure in same})
        if len(prices) == 1:
            kept.append(same[0])
        else:
            what = "/".join(part for part in (name.item, name.dimension) if part)
            listed = ", ".join(str(price) for price in prices)
            left_out.append(f"{name.service} {what} in {region}, {name.term}: AWS lists it at {listed}")
    return kept, left_out


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
    deployment = _DEPLOYMENTS.get(attributes.get("deploymentOption", ""))
    engine = attributes.get("databaseEngine", "")
    name = _ENGINES.get((engine, attributes.get("databaseEdition", "")), _ENGINES.get((engine, "")))
    if name is None or deployment is None or not usage.startswith(("InstanceUsage", "Multi-AZUsage", "Mirror")):
        return None
    if usage.startswith("InstanceUsageIOOptimized"):
        deployment = "io-optimized"
    if attributes.get("licenseModel") == _OWN_LICENCE:
        name = f"{name}-byol"
    return "AmazonRDS", attributes["instanceType"], f"{name}/{deployment}", "hours", None, True


def _by_usage_type(offer: str, usage: str, attributes: Mapping[str, Any]) -> _Named | None:
    for pattern, entry in _patterns(offer):
        found = pattern.fullmatch(usage)
        if found and all(str(attributes.get(key, "")).startswith(text) for key, text in entry.only.items()):
            groups = [group.lower() for group in found.groups()]
            item, dimension = entry.item.format(*groups), entry.dimension.format(*groups)
            return entry.service, item, dimension, entry.unit, entry.tier_from, False
    return None


@cache
def _patterns(offer: str) -> tuple[tuple[re.Pattern[str], UsageType], ...]:
    return tuple((re.compile(entry.pattern), entry) for entry in USAGE_TYPES if entry.offer == offer)


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


def _tiers(name: BookName, term: Mapping[str, Any]) -> Iterator[tuple[Decimal, Decimal, str]]:
    """Where each tier begins, its price in the book's unit, and the currency."""
    units = UNITS[name.unit]
    for dimension in term["priceDimensions"].values():
        unit = dimension["unit"]
        count = units.get(unit.lower())
        if count is None:
            raise InvalidProduct(f"it is charged per {unit}, and the book counts {name.unit}")
        price, currency = _price(dimension)
        start = _number(dimension.get("beginRange", "0"))
        yield (start, price, currency) if count == 1 else (_plain(start / count), _plain(price * count), currency)


def _price(dimension: Mapping[str, Any]) -> tuple[Decimal, str]:
    prices = dimension["pricePerUnit"]
    if len(prices) != 1:
        raise InvalidProduct(f"it is priced in {', '.join(prices) or 'no currency'}")
    ((currency, text),) = prices.items()
    price = _number(text)
    if price < 0:
        raise InvalidProduct(f"it costs {text}")
    return price, currency


def _number(text: str) -> Decimal:
    """A number without the zeros that AWS fills its prices with."""
    whole, _, fraction = text.partition(".")
    try:
        number = Decimal(f"{whole}.{fraction.rstrip('0')}" if fraction.isdecimal() else text)
    except InvalidOperation:
        raise InvalidProduct(f"{text!r} is no number") from None
    if not number.is_finite():
        raise InvalidProduct(f"{text!r} is no number")
    return number


def _plain(number: Decimal) -> Decimal:
    """A product without zeros at its end, and without an exponent."""
    shortest = number.normalize()
    return shortest if shortest.as_tuple().exponent <= 0 else shortest.quantize(Decimal(1))  # type: ignore[operator]


@cache
def _reservation(length: str | None, offering: str | None, payment: str | None) -> str:
    """The term of a reservation, empty for a kind that is no longer sold (heavy utilisation)."""
    years = {"1yr": 1, "1 yr": 1, "3yr": 3, "3 yr": 3}.get(length or "")
    paid, exchanged = _PAYMENTS.get(payment or ""), _OFFERINGS.get(offering or "standard")
    if years is None or paid is None or exchanged is None:
        return ""
    return reserved(1 if years == 1 else 3, paid, exchanged)
