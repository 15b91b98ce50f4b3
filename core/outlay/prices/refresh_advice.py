"""The commands that bring prices up to date, so that they can be typed as they are printed.

Not here: refreshing, which needs a network and packages of its own.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from outlay.prices.query import GLOBAL, PriceQuery

INSTALLED_BY: Final = "pip install 'outlay[refresh]'"
REFRESHED_FROM: Final = {
    "aws": frozenset(
        {
            "AWSDataTransfer",
            "AWSELB",
            "AWSLambda",
            "AWSQueueService",
            "AmazonCloudWatch",
            "AmazonDynamoDB",
            "AmazonEBS",
            "AmazonEC2",
            "AmazonECS",
            "AmazonES",
            "AmazonElastiCache",
            "AmazonRDS",
            "AmazonS3",
        }
    ),
    "gcp": frozenset(
        {"CloudPubSub", "CloudRun", "CloudSQL", "CloudStorage", "ComputeEngine", "Networking", "PersistentDisk"}
    ),
}
"""By cloud, the services of the book that can be refreshed; the refresh itself holds how each is read."""
_MOST_NAMED: Final = 4


def refresh_commands(asked: Iterable[PriceQuery]) -> tuple[str, ...]:
    """A command for each cloud that refreshes what these queries ask for, as far as it can be refreshed.

    Regions that are open until deployment are left out, and a service of AWS that is asked for in no region.
    """
    queries = [(each.service, each.region) for each in asked if isinstance(each.region, str)]
    return tuple(
        command
        for cloud in REFRESHED_FROM
        if (command := _command(cloud, [each for each in queries if each[0] in REFRESHED_FROM[cloud]]))
    )


def not_refreshed(asked: Iterable[PriceQuery]) -> tuple[str, ...]:
    """The services among these that no command refreshes, in order of their names."""
    every = frozenset().union(*REFRESHED_FROM.values())
    return tuple(sorted({each.service for each in asked} - every))


def _command(cloud: str, asked: list[tuple[str, str]]) -> str:
    services = sorted({service for service, _ in asked})
    regions = sorted({region for _, region in asked if region != GLOBAL})
    if not services or (cloud == "aws" and not regions):
        return ""
    return " ".join(_words(cloud, services, regions))


def _words(cloud: str, services: list[str], regions: list[str]) -> Iterator[str]:
    if cloud == "gcp":
        yield "GOOGLE_API_KEY=…"
    yield "outlay prices refresh"
    if len(services) > _MOST_NAMED:
        yield f"--cloud {cloud}"
    else:
        yield from (f"--service {service}" for service in services)
    yield from (f"--region {region}" for region in regions)
