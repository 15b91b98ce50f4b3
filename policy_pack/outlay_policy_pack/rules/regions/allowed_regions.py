"""OUT-R001: resources live only in the regions that the organisation uses."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Final

from outlay.finding import EnforcementLevel, Severity
from outlay.global_types import is_global
from outlay.region import region_of_inputs
from outlay.resource import Resource, Secret, Unknown, Value
from outlay.standard.model import Standard
from pydantic import field_validator

from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Answers, Area, Found, NotApplicable, Scope, Settings, rule

_EVERYWHERE: Final = "global"
"""What Google Cloud calls the location of what lives in no region."""
_PLACE: Final = {"aws": "region", "gcp": "location"}
"""By cloud, the input that says where something is."""
_SPANNER_REGIONAL: Final = "regional-"
"""How the name of an instance configuration of Spanner begins that is one region."""
_REPLICAS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:dynamodb/globalTable:GlobalTable": ("replicas", "regionName"),
    "aws:dynamodb/table:Table": ("replicas", "regionName"),
    "aws:secretsmanager/secret:Secret": ("replicas", "region"),
    "gcp:bigtable/instance:Instance": ("clusters", "zone"),
    "gcp:secretmanager/secret:Secret": ("replication", "userManaged", "replicas", "location"),
    "gcp:spanner/instance:Instance": ("config",),
    "gcp:storage/bucket:Bucket": ("customPlacementConfig", "dataLocations"),
}
"""By type, where it says in which other regions it is as well."""


class AllowedRegions(Settings):
    """The regions that may be used, by cloud; globs (`eu-*`) too. A cloud that is left out is not judged.

    Multi-regions of Google Cloud are named as they are: `eu`.
    """

    aws: tuple[str, ...] = ()
    gcp: tuple[str, ...] = ()

    @field_validator("aws", "gcp")
    @classmethod
    def _lower(cls, regions: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(region.lower() for region in regions)

    def of(self, package: str) -> tuple[str, ...]:
        """Those of a provider package."""
        return {"aws": self.aws, "gcp": self.gcp}.get(package, ())


@rule(
    "OUT-R001",
    "allowed-regions",
    title="Allowed regions",
    area=Area.REGIONS,
    scope=Scope.RESOURCE,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.HIGH,
    rationale="The same costs up to twice as much elsewhere, traffic between regions is billed, and commitments and "
    "discounts hold for the regions they were bought for.",
    remediation="Move the resource, or its provider, to an allowed region.",
    example="# finops.yaml\nrules:\n  allowed-regions: {aws: [eu-west-1, eu-central-1], gcp: [europe-*]}",
    capability="Policy & Governance",
    settings=AllowedRegions,
)
def allowed_regions(view: ResourceView, standard: Standard, settings: AllowedRegions) -> Answers:
    """A finding for a resource outside of the allowed regions, or of which nobody can say where it lives.

    Its region is its own, else its provider's; the regions of its replicas are judged as well. Types that live in no
    region are not judged.
    """
    resource = view.resource
    allowed = settings.of(resource.package)
    if not allowed:
        if not (settings.aws or settings.gcp):
            yield NotApplicable("no regions are set: aws or gcp")
        return
    if not is_global(resource.type):
        yield from _judged(resource.region, allowed, "in")
    for region in _further(resource):
        yield from _judged(region, allowed, "also in")


def _judged(region: str | Unknown | None, allowed: tuple[str, ...], lives: str) -> Iterator[Found]:
    instead = f"Move it to {', '.join(allowed)}."
    if region == _EVERYWHERE:
        return
    if region is None:
        why = "neither the program nor its provider says its region"
        yield Found("may live in a region that is not allowed", instead, open=(why,))
    elif isinstance(region, Unknown):
        known = {str(choice): _is_allowed(str(choice), allowed) for choice in region.choices}
        if known and not any(known.values()):
            yield Found(f"lives {lives} {' or '.join(known)}, and neither is allowed", instead)
        elif not known or not all(known.values()):
            why = f"{'its region' if lives == 'in' else 'where else it lives'} is open until deployment"
            yield Found("may live in a region that is not allowed", instead, open=(why,))
    elif not _is_allowed(region, allowed):
        yield Found(f"lives {lives} {region}, which is not allowed", instead)


def _further(resource: Resource) -> Iterator[str | Unknown]:
    """Where a resource has replicas, each place once and those that are open as one."""
    path = _REPLICAS.get(resource.type)
    found: dict[str | Unknown, None] = {}
    for value in _at(resource.inputs, path) if path is not None else ():
        text = value.rpartition("/")[2].removeprefix(_SPANNER_REGIONAL) if isinstance(value, str) else value
        place = region_of_inputs(resource.package, {_PLACE[resource.package]: text})
        if place is not None and place != resource.region:
            found[place] = None
    yield from found


def _at(value: Value, path: tuple[str, ...]) -> Iterator[Value]:
    """The values at a path of keys, through lists; a marker on the way is what is there."""
    if isinstance(value, Unknown | Secret):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _at(each, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        yield from _at(value.get(path[0]), path[1:])


def _is_allowed(region: str, allowed: tuple[str, ...]) -> bool:
    return any(fnmatchcase(region.lower(), pattern) for pattern in allowed)
