"""Data that leaves a network of Google Cloud, between regions and to the internet, as gateways and peerings send it.

Not here: data out of buckets (`storage`) and registries.
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB
from outlay.estimate.charge import Charge
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import Unknown
from outlay.usage.gcp.compute import BetweenRegionsUsage, ToInternetUsage

_COMPONENT: Final = "network egress"


def data_between_regions(data: BetweenRegionsUsage) -> Iterator[Charge]:
    """Data within Google Cloud by how far it goes; each distance has one price, wherever the gateway is.

    Source: Google Cloud, Virtual Private Cloud pricing (data transfer between regions), Cloud VPN pricing.
    """
    for name, distance, amount in (
        ("Data within the same region", "same-region", data.same_region),
        ("Data within the US or Canada", "us-or-canada", data.us_or_canada),
        ("Data within Europe", "europe", data.europe),
        ("Data within Asia", "asia", data.asia),
        ("Data within South America", "south-america", data.south_america),
        ("Data to or from Indonesia and Oceania", "oceania", data.oceania),
        ("Data between continents", "worldwide", data.worldwide),
    ):
        yield Charge(name, GB * amount, PriceQuery("Networking", GLOBAL, "between-regions", distance), _COMPONENT)


def data_to_internet(region: str | Unknown | None, data: ToInternetUsage) -> Iterator[Charge]:
    """Data to the internet by destination, in graduated tiers; Asia's appears where somebody tells it apart.

    Source: Google Cloud, Virtual Private Cloud pricing (internet data transfer).
    """
    lines = [
        ("Data to the internet, worldwide", "worldwide", data.worldwide),
        ("Data to the internet, China", "china", data.china),
        ("Data to the internet, Australia", "australia", data.australia),
    ]
    if not data.asia.open:
        lines.append(("Data to the internet, Asia", "worldwide", data.asia))
    for name, destination, amount in lines:
        query = PriceQuery("Networking", region, "internet-egress", destination)
        yield Charge(name, GB * amount, query, _COMPONENT)
