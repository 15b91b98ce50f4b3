"""What one provider instance was configured with, as far as the offline provider needs it.

Values come from the program and the stack's configuration only; nothing is read from the environment or a cloud.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from outlay_automation.engine.offline.places import REGIONS, aws_zones, gcp_zones
from outlay_automation.engine.offline.values import UNKNOWN, Properties, mapping, revealed, text

ACCOUNT: Final = "123456789012"
"""The account number that AWS's own documentation uses for examples."""
PROJECT: Final = "offline-project"
PROJECT_NUMBER: Final = "100000000000"
_ATTRIBUTION: Final = {"goog-pulumi-provisioned": "true"}


@dataclass(frozen=True, slots=True)
class Configuration:
    """One provider instance: where it acts, and what it adds to every resource's tags or labels."""

    package: str
    given_region: str | None = None
    given_project: str | None = None
    given_zone: str | None = None
    default_tags: Properties | str = field(default_factory=dict)
    """Tags (AWS) or labels (Google Cloud) by key, or the unknown marker."""

    @property
    def region(self) -> str:
        """The region, an invented one if none was configured."""
        if self.given_region is None and self.given_zone:
            return self.given_zone.rpartition("-")[0]
        return self.given_region or REGIONS.get(self.package, "offline-region")

    @property
    def project(self) -> str:
        """The Google Cloud project, an invented one if none was configured."""
        return self.given_project or PROJECT

    @property
    def zone(self) -> str:
        """The zone, the region's first if none was configured."""
        return self.given_zone or (aws_zones if self.package == "aws" else gcp_zones)(self.region)[0]

    def labelled(self, own: object) -> object:
        """All tags or labels a resource ends up with; the unknown marker if any of them is unknown."""
        tags = revealed(own)
        if isinstance(self.default_tags, str) or isinstance(tags, str):
            return UNKNOWN
        attribution = _ATTRIBUTION if self.package == "gcp" else {}
        return {**attribution, **self.default_tags, **mapping(tags)}


def configuration_of(package: str, inputs: Mapping[str, object]) -> Configuration:
    """The configuration that a provider instance's inputs make; structured ones may be JSON text."""
    region = text(revealed(inputs.get("region")))
    defaults = _structured(inputs.get("defaultTags" if package == "aws" else "defaultLabels"))
    if package == "aws" and isinstance(defaults, dict):
        defaults = _structured(defaults.get("tags"))
    return Configuration(
        package,
        given_region=region,
        given_project=text(revealed(inputs.get("project"))),
        given_zone=text(revealed(inputs.get("zone"))),
        default_tags=defaults,
    )


def _structured(value: object) -> Properties | str:
    plain = revealed(value)
    if isinstance(plain, str):
        try:
            plain = json.loads(plain)
        except ValueError:
            return UNKNOWN
    return mapping(plain)
