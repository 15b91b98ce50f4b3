"""Regions and their zones, as far as invented answers have to get them right.

Not a catalogue: a region that is not here has the zones a, b and c, as most have.
"""

from typing import Final

REGIONS: Final = {"aws": "us-east-1", "gcp": "us-central1"}
"""Where a provider acts that was configured with no region."""

# Letters of the zones of regions that differ from a, b, c.
_AWS_LETTERS: Final = {
    "us-east-1": "abcdef",
    "us-west-2": "abcd",
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abcd",
    "ca-central-1": "abd",
}
_GCP_LETTERS: Final = {"us-central1": "abcf", "europe-west1": "bcd", "us-east1": "bcd"}
_USUAL_LETTERS: Final = "abc"
AWS_REGIONS: Final = (
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
)
GCP_REGIONS: Final = (
    "asia-east1",
    "asia-northeast1",
    "asia-south1",
    "asia-southeast1",
    "australia-southeast1",
    "europe-north1",
    "europe-west1",
    "europe-west2",
    "europe-west3",
    "europe-west4",
    "southamerica-east1",
    "us-central1",
    "us-east1",
    "us-east4",
    "us-west1",
    "us-west2",
)


def aws_zones(region: str) -> list[str]:
    """Names of the region's zones: `eu-west-1a` and so on, at least three."""
    return [region + letter for letter in _AWS_LETTERS.get(region, _USUAL_LETTERS)]


def aws_zone_id(zone: str) -> str:
    """The id of a zone in AWS's form, `euw1-az1` for `eu-west-1a`."""
    region = zone[:-1]
    parts = region.split("-")
    compass = "".join(
        word[0] for word in parts[1:-1] for word in word.replace("north", "n ").replace("south", "s ").split()
    )
    return f"{parts[0]}{compass}{parts[-1]}-az{aws_zones(region).index(zone) + 1 if zone in aws_zones(region) else 1}"


def gcp_zones(region: str) -> list[str]:
    """Names of the region's zones: `europe-west1-b` and so on, at least three."""
    return [f"{region}-{letter}" for letter in _GCP_LETTERS.get(region, _USUAL_LETTERS)]
