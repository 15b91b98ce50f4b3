"""OUT-R001: resources live only in the regions that the organisation uses."""

from fnmatch import fnmatchcase
from typing import Final

from outlay.finding import EnforcementLevel, Severity
from outlay.global_types import is_global
from outlay.resource import Unknown
from outlay.standard.model import Standard
from pydantic import field_validator

from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Answers, Area, Found, NotApplicable, Scope, Settings, rule

_EVERYWHERE: Final = "global"
"""What Google Cloud calls the location of what lives in no region."""


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

    Its region is its own, else its provider's. Types that live in no region are not judged.
    """
    resource = view.resource
    allowed = settings.of(resource.package)
    if not allowed:
        if not (settings.aws or settings.gcp):
            yield NotApplicable("no regions are set: aws or gcp")
        return
    region = resource.region
    if is_global(resource.type) or region == _EVERYWHERE:
        return
    instead = f"Move it to {', '.join(allowed)}."
    if region is None:
        why = "neither the program nor its provider says its region"
        yield Found("may live in a region that is not allowed", instead, open=(why,))
    elif isinstance(region, Unknown):
        known = {str(choice): _is_allowed(str(choice), allowed) for choice in region.choices}
        if known and not any(known.values()):
            yield Found(f"lives in {' or '.join(known)}, and neither is allowed", instead)
        elif not known or not all(known.values()):
            yield Found(
                "may live in a region that is not allowed", instead, open=("its region is open until deployment",)
            )
    elif not _is_allowed(region, allowed):
        yield Found(f"lives in {region}, which is not allowed", instead)


def _is_allowed(region: str, allowed: tuple[str, ...]) -> bool:
    return any(fnmatchcase(region.lower(), pattern) for pattern in allowed)
