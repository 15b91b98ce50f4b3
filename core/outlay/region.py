"""The region that a resource's own inputs name, by each cloud's rules.

Not here: what stands in where the inputs say nothing (the provider's region, the configuration's): the engines know.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from outlay.resource import UNKNOWN, Secret, Unknown, Value

_Reader: TypeAlias = Callable[[str], str]
_AWS_REGION: Final = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d+")
_GCP_ZONE: Final = re.compile(r"([a-z]+-[a-z]+\d+)-[a-z]")


def region_of_inputs(package: str, inputs: Mapping[str, Value]) -> str | Unknown | None:
    """Where a resource lives as far as its inputs say it.

    AWS: `region`, else the region of `availabilityZone`. Google Cloud: `region`, else the region of `zone`, else
    `location`, each as a name or as a link (`projects/p/regions/r`); multi-regions such as `EU` keep their name.
    Names are lower case.

    Args:
        package: the provider package, `aws` or `gcp`; of others nothing is known.
        inputs: the resource's inputs.

    Returns:
        The region; the marker where the deciding input is open until deployment; None where the inputs say nothing.
    """
    if package == "aws":
        return _first(inputs, {"region": _lower, "availabilityZone": _aws_region_of_zone})
    if package == "gcp":
        return _first(inputs, {"region": _last_part, "zone": _gcp_region_of_zone, "location": _gcp_region_of_zone})
    return None


def _first(inputs: Mapping[str, Value], readers: Mapping[str, _Reader]) -> str | Unknown | None:
    for key, read in readers.items():
        value = inputs.get(key)
        if isinstance(value, Unknown):
            return value
        if isinstance(value, Secret):
            return UNKNOWN
        if isinstance(value, str) and value:
            return read(value)
    return None


def _lower(text: str) -> str:
    return text.strip().lower()


def _last_part(text: str) -> str:
    return _lower(text).rpartition("/")[2]


def _aws_region_of_zone(text: str) -> str:
    """`eu-west-1` of `eu-west-1b`, and `us-west-2` of the local zone `us-west-2-lax-1a`."""
    zone = _lower(text)
    found = _AWS_REGION.match(zone)
    return found.group() if found else zone


def _gcp_region_of_zone(text: str) -> str:
    place = _last_part(text)
    zone = _GCP_ZONE.fullmatch(place)
    return zone.group(1) if zone else place
