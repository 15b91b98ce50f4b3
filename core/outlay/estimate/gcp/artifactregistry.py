"""Pricers of `gcp:artifactregistry/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, GB_MONTH, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.gcp.artifactregistry import RepositoryUsage

_SERVICE: Final = "ArtifactRegistry"
_CONTINENTS: Final = {
    "us": "north-america",
    "northamerica": "north-america",
    "southamerica": "south-america",
    "europe": "europe",
    "asia": "asia",
    "australia": "oceania",
    "me": "middle-east",
    "africa": "africa",
}
"""Continents by how regions and multi-regions begin."""
_OCEANIA: Final = "oceania"
_BETWEEN_CONTINENTS: Final = "intercontinental"
_NAMES: Final = {
    "north-america": "Data within North America",
    "europe": "Data within Europe",
    "asia": "Data within Asia",
    _OCEANIA: "Data to or from Oceania",
    _BETWEEN_CONTINENTS: "Data between continents",
}
"""Lines by how far data goes; within continents that are not here it costs what it does between continents."""


@prices("gcp:artifactregistry/repository:Repository", usage=RepositoryUsage)
def repository(resource: Subject, usage: RepositoryUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An Artifact Registry repository: what it stores, and what goes to other regions.

    The free 0.5 GB of an account are not subtracted.
    Source: Google Cloud, Artifact Registry pricing (storage; data transfer between regions).
    """
    yield from independently(_storage(usage), _egress(resource, usage))


def _storage(usage: RepositoryUsage) -> Iterator[Charge | Free]:
    yield Charge("Storage", GB_MONTH * usage.storage_gb, PriceQuery(_SERVICE, GLOBAL, "storage"))


def _egress(resource: Subject, usage: RepositoryUsage) -> Iterator[Charge | Free]:
    """Data to other regions by how far it goes; free within a region, and from a multi-region into its own regions."""
    given = dict(usage.monthly_egress_data_transfer_gb.given())
    if not given:
        unused = Amount.unused("monthly_egress_data_transfer_gb")
        yield Charge("Data between regions", GB * unused, PriceQuery(_SERVICE, GLOBAL, "egress", _BETWEEN_CONTINENTS))
        return
    origin = resource.region_name
    by_distance: dict[str, Amount] = {}
    for region, amount in given.items():
        if not _is_free(origin, region):
            distance = _distance(_continent(origin), _continent(region))
            by_distance[distance] = by_distance[distance] + amount if distance in by_distance else amount
    for distance, amount in by_distance.items():
        query = PriceQuery(_SERVICE, GLOBAL, "egress", distance)
        yield Charge(_NAMES[distance], GB * amount, query, "network egress")


def _is_free(origin: str, region: str) -> bool:
    return region == origin or region.partition("-")[0] == origin


def _continent(place: str) -> str:
    return _CONTINENTS.get(place.partition("-")[0], "")


def _distance(origin: str, destination: str) -> str:
    """Within a continent, to or from Oceania, or between continents."""
    if _OCEANIA in (origin, destination):
        return _OCEANIA
    is_within = origin == destination and origin in _NAMES
    return origin if is_within else _BETWEEN_CONTINENTS
