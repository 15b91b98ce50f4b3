"""One SKU of Google's Cloud Billing catalogue as a value: what it is called, where it is sold, and its exact prices.

Prices are `units` plus `nanos` billionths per usage unit and tier. Not here: which figure of the book a SKU is
(`products`, `machines`), and how SKUs are fetched (`catalogue`).

Source: Cloud Billing API, v1, `services.skus`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from outlay.money import Money
from outlay.prices.query import GLOBAL
from outlay.prices.term import ON_DEMAND, SPOT, committed_use

from outlay_automation.prices.refresh.failure import UnknownPriceList

_NANO: Final = Decimal("0.000000001")
_MONTH_HOURS: Final = 730

TERMS: Final[Mapping[str, str]] = {
    "OnDemand": ON_DEMAND,
    "Preemptible": SPOT,
    "Commit1Yr": committed_use(1),
    "Commit3Yr": committed_use(3),
}
"""The book's term of each usage type of the catalogue."""

_LOCATIONS: Final[Mapping[str, str]] = {"global": GLOBAL, "europe": "eu"}
"""Locations that the book spells otherwise than the catalogue."""

_CONVERSIONS: Final[Mapping[tuple[str, str], Decimal]] = {
    ("h", "hours"): Decimal(1),
    ("h", "vCPU-hours"): Decimal(1),
    ("h", "GPU-hours"): Decimal(1),
    ("GiBy.h", "GB-hours"): Decimal(1),
    ("GiBy.mo", "GB-months"): Decimal(1),
    ("GiBy.h", "GB-months"): Decimal(_MONTH_HOURS),
    ("GiBy", "GB"): Decimal(1),
    ("TiBy", "TiB"): Decimal(1),
    ("GiBy", "TiB"): Decimal(1024),
    ("mo", "IOPS-months"): Decimal(1),
    ("h", "IOPS-months"): Decimal(_MONTH_HOURS),
    ("mo", "MiB/s-months"): Decimal(1),
    ("h", "MiB/s-months"): Decimal(_MONTH_HOURS),
    ("MiBy.mo", "MiB/s-months"): Decimal(1),
    ("count", "10k operations"): Decimal(10_000),
    ("count", "1M requests"): Decimal(1_000_000),
    ("s", "vCPU-seconds"): Decimal(1),
    ("GiBy.s", "GiB-seconds"): Decimal(1),
}
"""How many usage units of the catalogue make one unit of the book. Its GB are 1024³ bytes, as Google's are."""


class UnexpectedCatalogue(UnknownPriceList):
    """The catalogue holds something that cannot be right, or that this version does not know, where it matters."""

    def __init__(self, message: str) -> None:
        super().__init__("Google's price catalogue", message)


@dataclass(frozen=True, slots=True)
class SkuTier:
    """From which quantity on (in usage units) a usage unit costs `price`."""

    start: Decimal
    price: Money


@dataclass(frozen=True, slots=True)
class Sku:
    """A SKU of the catalogue.

    `term` is the book's (empty where the book has none), `regions` are the book's locations, `effective` the day for
    which the catalogue gives these prices: the last 12 hours, when no other time was asked for.
    """

    sku_id: str
    description: str
    group: str
    term: str
    regions: tuple[str, ...]
    unit: str
    tiers: tuple[SkuTier, ...]
    currency: str
    effective: date

    def __str__(self) -> str:
        return f"SKU {self.sku_id} ({self.description})"

    def tiers_in(self, unit: str) -> tuple[SkuTier, ...]:
        """Its tiers in a unit of the book, without a free amount at their beginning; none of what is free altogether.

        What is free is free to an account, not to a resource, and the book leaves it out: the first price that is
        charged holds from 0.

        Raises:
            UnexpectedCatalogue: when its usage unit is not one that this can be sold in.
        """
        factor = _CONVERSIONS.get((self.unit, unit))
        if factor is None:
            raise UnexpectedCatalogue(f"{self} is priced per {self.unit or 'nothing'}, expected is a unit of {unit}")
        charged = [SkuTier(tier.start / factor, tier.price * factor) for tier in self.tiers]
        while charged and charged[0].price == 0:
            del charged[0]
        if not charged:
            return ()
        return (SkuTier(Decimal(0), charged[0].price), *charged[1:])

    def rate(self, unit: str) -> Money:
        """Its one price in a unit of the book.

        Raises:
            UnexpectedCatalogue: when it is free, has several tiers, or another unit.
        """
        tiers = self.tiers_in(unit)
        if not tiers:
            raise UnexpectedCatalogue(f"{self} has a price of 0")
        if len(tiers) > 1:
            raise UnexpectedCatalogue(f"{self} has several prices by quantity, expected is one")
        return tiers[0].price


def read_sku(sku: Any, currency: str, today: date) -> Sku | None:
    """A SKU out of the catalogue's message (protobuf's own, which has no types), priced in `currency`.

    Of its prices it is the latest one that is in force `today`; None where none is yet.

    Raises:
        UnexpectedCatalogue: when it has no price, a negative one, one in another currency, or one without a day.
    """
    identity = f"SKU {sku.sku_id} ({sku.description})"
    if not sku.pricing_info:
        raise UnexpectedCatalogue(f"{identity} has no price")
    if not all(pricing.effective_time.seconds for pricing in sku.pricing_info):
        raise UnexpectedCatalogue(f"{identity} does not say for which day its price is")
    in_force = [each for each in sku.pricing_info if _day(each) <= today]
    if not in_force:
        return None
    pricing = max(in_force, key=lambda each: int(each.effective_time.seconds))
    expression = pricing.pricing_expression
    if not expression.tiered_rates:
        raise UnexpectedCatalogue(f"{identity} has no price")
    tiers = tuple(
        SkuTier(Decimal(str(rate.start_usage_amount)), _price(rate.unit_price, currency, identity))
        for rate in sorted(expression.tiered_rates, key=lambda rate: rate.start_usage_amount)
    )
    return Sku(
        sku.sku_id,
        sku.description,
        sku.category.resource_group,
        TERMS.get(sku.category.usage_type, ""),
        tuple(_LOCATIONS.get(region, region) for region in sku.service_regions),
        expression.usage_unit,
        tiers,
        currency,
        _day(pricing),
    )


def _day(pricing: Any) -> date:
    """From which day on a price is in force."""
    return datetime.fromtimestamp(pricing.effective_time.seconds, UTC).date()


def _price(amount: Any, currency: str, identity: str) -> Money:
    """An amount of the catalogue. Its nanos have the sign of its units, by the format's own rule.

    Raises:
        UnexpectedCatalogue: it is negative, of another currency, or no amount.
    """
    if amount.currency_code != currency:
        raise UnexpectedCatalogue(f"{identity} is priced in {amount.currency_code}, asked was {currency}")
    if amount.units * amount.nanos < 0:
        raise UnexpectedCatalogue(f"{identity} has a price whose units and nanos differ in sign")
    if amount.units < 0 or amount.nanos < 0:
        raise UnexpectedCatalogue(f"{identity} has a negative price")
    price: Money = amount.units + amount.nanos * _NANO
    return price
