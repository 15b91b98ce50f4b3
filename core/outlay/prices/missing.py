"""What is missing of a query, and the nearest that a layer has: for a person to choose from, never taken in silence."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from outlay.prices.figure import Figure
from outlay.prices.query import GLOBAL, Missing, PriceQuery

_MOST: Final = 5
_A_MISSPELLING: Final = 0.75
"""How like a service's name another has to be to be meant: half of them begin with Amazon."""
_LONGEST_ITEM: Final = 80
"""Characters beyond which an item is no misspelling of anything."""


class Catalogue(Protocol):
    """What can be listed of a layer's figures."""

    def services(self) -> tuple[str, ...]:
        """The services that have figures."""
        ...

    def items(self, service: str) -> tuple[str, ...]:
        """The items of a service."""
        ...

    def figures(self, service: str = "", region: str = "", item: str = "") -> Iterable[Figure]:
        """The figures of a service, region or item."""
        ...


def missing(query: PriceQuery, catalogue: Catalogue) -> Missing:
    """What the catalogue lacks: the service, the item, its dimension or term, or just the region."""
    from difflib import get_close_matches  # most runs miss nothing

    region, item = str(query.region), str(query.item)
    if query.service not in catalogue.services():
        close = get_close_matches(query.service, catalogue.services(), _MOST, _A_MISSPELLING)
        what = "/".join(part for part in (item[:_LONGEST_ITEM], query.dimension) if part)
        return Missing(query, f"no prices of {query.service}, so none of {what}", tuple(close))
    if len(item) > _LONGEST_ITEM:
        return Missing(query, f"no price of {query.service} {item[:_LONGEST_ITEM]}…")
    here = list(catalogue.figures(query.service, item=item))
    if not here:
        close = get_close_matches(item, catalogue.items(query.service), _MOST)
        return Missing(query, f"no price of {query.service} {item}", tuple(close))
    what = "/".join(part for part in (item, query.dimension) if part)
    regions = {each.region for each in here if each.name.dimension == query.dimension and each.name.term == query.term}
    if regions:
        return Missing(query, f"no price of {query.service} {what} in {region}", nearest_regions(region, regions))
    nearby = [each for each in here if each.region in (region, GLOBAL)] or here
    others = sorted({"/".join(part for part in (each.name.dimension, each.name.term) if part) for each in nearby})
    return Missing(query, f"no price of {query.service} {what}, {query.term}", tuple(others[:_MOST]))


def nearest_regions(region: str, known: Iterable[str]) -> tuple[str, ...]:
    """The regions whose names are most like one that has no figure, the likest first."""
    from difflib import SequenceMatcher

    def likeness(other: str) -> float:
        return SequenceMatcher(None, region, other).ratio()

    return tuple(sorted(sorted(known), key=likeness, reverse=True)[:_MOST])


def ambiguous(query: PriceQuery, prices: Sequence[str]) -> Missing:
    """The source lists several prices under one name and does not say what tells them apart."""
    return Missing(
        query,
        f"the source of {query} lists several prices and does not say which is which",
        tuple(sorted(set(prices))[:_MOST]),
    )
