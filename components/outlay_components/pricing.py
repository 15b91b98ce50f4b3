"""What a component is estimated by: standard, prices, stated use, discounts, and the regions that providers work in.

Not here: what would be made (`outlay_components.recording`), and the estimate itself (`outlay.estimate`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from outlay.discount.of_standard import discounts_of
from outlay.estimate.resource_cost import StackCost, Status
from outlay.estimate.stack import estimate
from outlay.prices.book import PriceBook
from outlay.prices.missing import nearest_regions
from outlay.prices.opened_book import open_book
from outlay.prices.region_names import known_regions
from outlay.region import region_of_inputs
from outlay.resource import Snapshot, Value
from outlay.standard.choices import with_choices
from outlay.standard.model import Standard
from outlay.standard.reading import read_standard
from outlay.standard.running_hours import hours_of

from outlay_components.errors import ProgramError
from outlay_components.governance.program import Program, standard_of

_VARIABLES: Final = {
    "aws": ("AWS_REGION", "AWS_DEFAULT_REGION"),
    "gcp": ("GOOGLE_REGION", "GCLOUD_REGION", "CLOUDSDK_COMPUTE_REGION"),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an estimate takes besides the resources."""

    standard: Standard
    book: PriceBook
    regions: Mapping[str, str]


def surroundings(standard: Standard | Path | None, book: PriceBook | None, region: str | None) -> Surroundings:
    """What an estimate is made by outside a program.

    Args:
        standard: the standard or its file; None for the nearest from the current folder upwards.
        book: the prices; None for those that the standard asks for.
        region: the region of all providers, where the resources do not say it.

    Raises:
        OutlayError: the standard or the prices cannot be read.
    """
    if standard is None:
        found, path = standard_of(Path.cwd())
    elif isinstance(standard, Path):
        found, path = read_standard(standard), standard
    else:
        found, path = standard, None
    prices = book if book is not None else open_book(found, path).book
    return Surroundings(found, prices, {package: region for package in _VARIABLES if region})


def surroundings_of(program: Program) -> Surroundings:
    """What an estimate is made by within a program: its standard, and the regions that its configuration names.

    Raises:
        OutlayError: the prices cannot be read.
    """
    book = open_book(program.standard, program.standard_path).book
    found = {package: _region(package, program.config) for package in _VARIABLES}
    return Surroundings(program.standard, book, {package: region for package, region in found.items() if region})


def check_region(region: str, snapshot: Snapshot, whose: str) -> None:
    """Whether the price book knows a region of the clouds that resources are of.

    Raises:
        ProgramError: it does not; the nearest are named.
    """
    clouds = {resource.package for resource in snapshot if resource.custom}
    known = [each.code for each in known_regions().values() if each.provider in clouds]
    if known and region not in known:
        nearest = ", ".join(nearest_regions(region.lower(), known))
        raise ProgramError(f"{whose}: region is {region!r}, which the price book does not know\nNearest: {nearest}.")


def check_regions_given(snapshot: Snapshot, cost: StackCost, whose: str) -> None:
    """Whether every resource whose price depends on a region has one, if only one that is open until deployment.

    Raises:
        ProgramError: one has none.
    """
    for resource in snapshot:
        if resource.custom and resource.region is None and cost.resources[resource.urn].status is Status.UNKNOWN:
            raise ProgramError(
                f"{whose}: nobody says where its {resource.type} would be, and its price depends on it\n"
                'Give estimate(…, region="…").'
            )


def estimated(snapshot: Snapshot, around: Surroundings) -> StackCost:
    """What the resources cost a month, by the use, the schedules, the choices and the discounts of the standard."""
    standard, book = around.standard, around.book
    known = with_choices(snapshot, standard.choices)
    return estimate(
        known,
        book,
        usage=standard.usage.of,
        hours=hours_of(standard),
        discounts=discounts_of(standard, book),
    )


def _region(package: str, config: Mapping[str, Value]) -> str:
    """The region that the default provider works in; empty where nobody says it."""
    inputs = {key: config.get(f"{package}:{key}") for key in ("region", "zone")}
    found = region_of_inputs(package, inputs)
    if isinstance(found, str):
        return found
    return next((os.environ[name] for name in _VARIABLES[package] if os.environ.get(name)), "")
