"""What would be cheaper than one resource, of every kind: in the program, in another region, under a commitment.

Not here: how alternatives are found (`outlay.alternatives`), and which of them a rule asks for (`outlay_policy_pack`).
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final

from outlay.alternatives import Alternative, AlternativeKind, alternatives
from outlay.discount.stated import Discounts
from outlay.estimate.subject import HoursLookup, SnapshotIndex, all_hours
from outlay.prices.book import PriceBook
from outlay.prices.region_names import known_regions
from outlay.resource import Resource, Snapshot
from outlay.standard.model import Standard

_EVERY_KIND: Final = frozenset(AlternativeKind)
_ALLOWED_REGIONS: Final = ("allowed-regions", "OUT-R001")
"""The rule whose settings say in which regions the organisation is, by name and id."""


def cheaper(
    resource: Resource,
    book: PriceBook,
    *,
    among: Snapshot | None,
    stated: Mapping[str, object],
    discounts: Discounts,
    standard: Standard | None,
    hours: HoursLookup = all_hours,
) -> tuple[Alternative, ...]:
    """All alternatives of a resource, the greatest saving first; other regions only where the standard allows them.

    Args:
        resource: the resource.
        book: where unit prices come from.
        among: its neighbours; without them it stands alone.
        stated: what is stated of its use.
        discounts: what is taken off.
        standard: what the organisation states; without one, regions in the same part of the world are tried.
        hours: how many hours a month each resource runs that a schedule can stop.
    """
    index = SnapshotIndex(among if among is not None else Snapshot.of(resource))
    regions = _allowed_regions(standard, resource.package) if standard is not None else None
    return alternatives(
        resource, book, index=index, stated=stated, discounts=discounts, kinds=_EVERY_KIND, regions=regions, hours=hours
    )


def _allowed_regions(standard: Standard, package: str) -> list[str] | None:
    """The regions that the standard allows of a cloud; None where it does not say. Globs stand for what they match."""
    section = next((standard.rules[name] for name in _ALLOWED_REGIONS if name in standard.rules), None)
    patterns = section.settings.get(package) if section is not None else None
    if not isinstance(patterns, list) or not patterns:
        return None
    return [code for code in known_regions() if any(fnmatchcase(code, str(each).lower()) for each in patterns)]
