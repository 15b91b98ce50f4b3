"""The same resource in another region.

Everything else of a stack stays where it is: an alternative of this kind is a hint for whoever chooses a region, and no
change to make alone. Not here: which regions are allowed (the standard), and prices.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from outlay.alternatives.alternative import AlternativeKind, Path
from outlay.alternatives.candidate import Candidate, text_in
from outlay.global_types import is_global
from outlay.prices.region_names import known_regions
from outlay.region import region_of_inputs
from outlay.resource import Resource, Value

_PLACES: Final = {"aws": ("region", "availabilityZone"), "gcp": ("region", "zone", "location")}
_UNSAID: Final = {"aws": "region", "gcp": ""}
"""The input that moves a resource which names no place itself: every one of AWS takes a region."""
_CONDITION: Final = "its data may be in {}, and what it works with moves along"
_ZONE: Final = {"aws": re.compile(r"[a-z]"), "gcp": re.compile(r"-[a-z]")}
_REGION: Final = {
    "aws": re.compile(r"(?P<area>[a-z]{2}(?:-gov|-isob?)?)-[a-z]+-\d"),
    "gcp": re.compile(r"(?P<area>[a-z]+)-[a-z]+\d+"),
}
_ZONE_EVERYWHERE: Final = "-b"
"""The zone that every region of Google Cloud has."""


def moves(resource: Resource, allowed: Iterable[str] | None) -> Iterator[Candidate]:
    """The resource in each other region: of `allowed`, or of the same part of the world where nobody says which."""
    own = resource.region
    if not isinstance(own, str) or resource.package not in _PLACES or is_global(resource.type):
        return
    for region in neighbours_of(resource.package, own) if allowed is None else dict.fromkeys(allowed):
        changes = _changes(resource, own, region) if region != own else None
        if changes:
            yield Candidate(AlternativeKind.REGION, own, region, changes, _CONDITION.format(region), region=region)


def neighbours_of(package: str, region: str) -> tuple[str, ...]:
    """The regions that lie in the same part of the world by their names (`eu-…`, `us-…`, `europe-…`)."""
    area = _area(package, region)
    return tuple(
        code
        for code, known in known_regions().items()
        if area and known.provider == package and code != region and _area(package, code) == area
    )


def _area(package: str, region: str) -> str:
    found = _REGION[package].fullmatch(region)
    return found["area"] if found else ""


def _changes(resource: Resource, own: str, region: str) -> dict[Path, Value] | None:
    """The inputs that name the place, with the other region in them; None where that is not all that names it."""
    changes: dict[Path, Value] = {}
    for key in _PLACES[resource.package]:
        place = text_in(resource.inputs, key)
        if place is None:
            return None
        if place:
            changes[(key,)] = _moved(resource.package, place, own, region)
    if not changes and _UNSAID[resource.package]:
        changes[(_UNSAID[resource.package],)] = region
    moved = {**resource.inputs, **{str(path[0]): value for path, value in changes.items()}}
    return changes if region_of_inputs(resource.package, moved) == region else None


def _moved(package: str, place: str, own: str, region: str) -> str:
    """A region or zone elsewhere; the zone's letter stays on AWS, and is one that exists on Google Cloud."""
    name = place.rpartition("/")[2].lower()
    if not name.startswith(own) or not _ZONE[package].fullmatch(name.removeprefix(own)):
        return region
    return f"{region}{name.removeprefix(own) if package == 'aws' else _ZONE_EVERYWHERE}"
