"""The structure of the documents: indexes, small region files, and the terms of one product."""

import hashlib
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

VERSION: Final = "20260701000000"
PUBLISHED: Final = "2026-07-01T12:00:00Z"
REGION: Final = "eu-central-1"
LOCATION: Final = "EU (Frankfurt)"
PREFIX: Final = "EUC1-"
FORMAT: Final = "v1.0"
DISCLAIMER: Final = "This pricing list is for informational purposes only."
ON_DEMAND_CODE: Final = "JRTCKXETXF"


class Item(NamedTuple):
    """A product of a made-up offer: its family, its attributes, and its price, or its prices from quantities on."""

    family: str
    attributes: dict[str, str]
    unit: str
    price: str | dict[str, str]

    @property
    def sku(self) -> str:
        """The product's own number, by what it is."""
        return sku_of(self.family, *self.attributes.values())


def offer_document(
    offer: str, items: Iterable[Item], currency: str = "USD", version: str = VERSION, **changed: Any
) -> dict[str, Any]:
    """A small region file of any offer, as a document to serve, or to spoil first; `changed` overrides its top."""
    listed = tuple(items)
    return {
        "formatVersion": FORMAT,
        "disclaimer": DISCLAIMER,
        "offerCode": offer,
        "version": version,
        "publicationDate": PUBLISHED,
        "products": {
            item.sku: {"sku": item.sku, "productFamily": item.family, "attributes": item.attributes} for item in listed
        },
        "terms": {"OnDemand": {item.sku: on_demand(item, currency) for item in listed}},
        "attributesList": {},
        **changed,
    }


def on_demand(item: Item, currency: str = "USD") -> dict[str, Any]:
    """The on-demand term of an item, one price dimension a tier."""
    prices = {"0": item.price} if isinstance(item.price, str) else item.price
    begins = list(prices)
    term = f"{item.sku}.{ON_DEMAND_CODE}"
    dimensions = {
        f"{term}.{number}": {
            "rateCode": f"{term}.{number}",
            "description": f"{prices[begin]} per {item.unit}",
            "beginRange": begin,
            "endRange": end,
            "unit": item.unit,
            "pricePerUnit": {currency: prices[begin]},
            "appliesTo": [],
        }
        for number, (begin, end) in enumerate(zip(begins, [*begins[1:], "Inf"], strict=True))
    }
    return {
        term: {
            "offerTermCode": ON_DEMAND_CODE,
            "sku": item.sku,
            "effectiveDate": "2026-07-01T00:00:00Z",
            "priceDimensions": dimensions,
            "termAttributes": {},
        }
    }


def index_document(offers: Iterable[str], partition: str = "aws") -> dict[str, Any]:
    """The index of offers."""
    root = f"/offers/v1.0/{partition}"
    return {
        "formatVersion": FORMAT,
        "disclaimer": DISCLAIMER,
        "publicationDate": PUBLISHED,
        "offers": {
            offer: {
                "offerCode": offer,
                "versionIndexUrl": f"{root}/{offer}/index.json",
                "currentVersionUrl": f"{root}/{offer}/current/index.json",
                "currentRegionIndexUrl": f"{root}/{offer}/current/region_index.json",
            }
            for offer in offers
        },
    }


def region_index_document(offer: str, regions: Iterable[str], partition: str = "aws") -> dict[str, Any]:
    """The index of an offer's regions."""
    return {
        "formatVersion": FORMAT,
        "disclaimer": DISCLAIMER,
        "publicationDate": PUBLISHED,
        "regions": {
            region: {
                "regionCode": region,
                "currentVersionUrl": f"/offers/v1.0/{partition}/{offer}/{VERSION}/{region}/index.json",
            }
            for region in regions
        },
    }


def sku_of(*parts: str) -> str:
    """A number in the form of AWS's, the same for the same parts."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16].upper()
