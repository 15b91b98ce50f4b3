"""What `outlay prices verify` found: coverage by service and region, anchors, problems, and a line that sums it up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, TextIO

from outlay.estimate.amount import written
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.prices.region_names import known_regions
from rich.console import Console
from rich.table import Table
from rich.text import Text

from outlay_automation.render.figures import NOTHING
from outlay_automation.render.sections import print_page

SCHEMA: Final = "outlay/prices-verify/1"
_IN_MANY_REGIONS: Final = 10
"""From how many regions on a service has a column of its own."""
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRAND: Final = re.compile(r"^(Amazon|AWS|Cloud)(?=[A-Z])")
_LONG: Final = 8
_DIGEST_SHOWN: Final = 12
_CLOUDS: Final = {"aws": "AWS", "gcp": "Google Cloud"}


@dataclass(frozen=True, slots=True)
class LayerCheck:
    """What was found of a layer. `anchors` are queries with their known prices and whether the layer has them."""

    name: str
    as_of: date
    digest: str
    figures: int
    problems: tuple[str, ...] = ()
    coverage: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    ambiguous: int = 0
    anchors: tuple[tuple[PriceQuery, Decimal, bool], ...] = ()


def print_checks(checks: Sequence[LayerCheck], stream: TextIO) -> None:
    """Print each layer's coverage and anchors, then what is wrong, and last whether all is well."""
    print_page(stream, lambda console: _draw(console, checks))


def check_document(checks: Sequence[LayerCheck]) -> dict[str, Any]:
    """The same for machines (docs/schemas/prices-verify-1.json)."""
    return {
        "schema": SCHEMA,
        "is_sound": not any(check.problems for check in checks),
        "layers": [
            {
                "name": check.name,
                "as_of": check.as_of.isoformat(),
                "digest": check.digest,
                "figures": check.figures,
                "ambiguous": check.ambiguous,
                "problems": list(check.problems),
                "coverage": {service: dict(sorted(regions.items())) for service, regions in _sorted(check.coverage)},
                "anchors": [
                    {"query": str(query), "unit_price": written(price), "holds": holds}
                    for query, price, holds in check.anchors
                ],
            }
            for check in checks
        ],
    }


def _draw(console: Console, checks: Sequence[LayerCheck]) -> None:
    for check in checks:
        if not check.coverage:
            continue
        console.print(Text(check.name, style="bold").append(f" of {check.as_of.isoformat()}", style="not bold"))
        console.print()
        for table in _coverage(check.coverage):
            console.print(table)
            console.print()
        if check.anchors:
            console.print(_anchors(check))
            console.print()
    for check in checks:
        for line in _verdict(check):
            console.print(line)


def _coverage(coverage: Mapping[str, Mapping[str, int]]) -> Iterator[Table]:
    """Figures by region: a table a cloud for services in many regions, then a line for each of the others."""
    wide = {service: regions for service, regions in _sorted(coverage) if len(regions) >= _IN_MANY_REGIONS}
    for cloud, name in _CLOUDS.items():
        services = [service for service, regions in wide.items() if _cloud_of(regions) == cloud]
        if services:
            yield _matrix(name, services, coverage)
    narrow = {service: regions for service, regions in _sorted(coverage) if service not in wide}
    kinds = {service: regions for service, regions in narrow.items() if not service[0].isupper()}
    if narrow:
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("In few regions", no_wrap=True)
        table.add_column("Figures", justify="right", no_wrap=True)
        table.add_column("By region", overflow="fold")
        for service, regions in narrow.items():
            if service not in kinds:
                by_region = " · ".join(f"{_everywhere(region)} {count:,}" for region, count in sorted(regions.items()))
                table.add_row(service, f"{sum(regions.values()):,}", by_region)
        if kinds:
            counted = sum(sum(regions.values()) for regions in kinds.values())
            names = sorted({region for regions in kinds.values() for region in regions})
            table.add_row(f"{len(kinds)} kinds of resource", f"{counted:,}", " · ".join(map(_everywhere, names)))
        yield table


def _matrix(cloud: str, services: Sequence[str], coverage: Mapping[str, Mapping[str, int]]) -> Table:
    regions = sorted({region for service in services for region in coverage[service]})
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="dim")
    table.add_column(cloud, no_wrap=True)
    for service in services:
        table.add_column(_heading(service), justify="right", no_wrap=True)
    for region in regions:
        counts = [coverage[service].get(region, 0) for service in services]
        table.add_row(_everywhere(region), *(f"{count:,}" if count else NOTHING for count in counts))
    totals = (f"{sum(coverage[service].values()):,}" for service in services)
    table.add_row(*(Text(cell, style="bold") for cell in ("In all", *totals)))
    return table


def _anchors(check: LayerCheck) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Anchor", overflow="fold")
    table.add_column("Price", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for query, price, holds in check.anchors:
        table.add_row(str(query), written(price), Text("holds", style="green") if holds else Text("lost", style="red"))
    return table


def _verdict(check: LayerCheck) -> Iterator[Text]:
    digest = f"digest {check.digest[:_DIGEST_SHOWN]}"
    if check.problems:
        counted = "1 problem" if len(check.problems) == 1 else f"{len(check.problems)} problems"
        yield Text(f"{check.name}: {counted}, {digest}", style="bold red")
        for problem in check.problems:
            yield Text(f"  {problem}")
        return
    parts = ["1 figure" if check.figures == 1 else f"{check.figures:,} figures"]
    if check.coverage:
        parts += [f"{len(check.coverage)} services", digest, "whole", "every rule kept"]
    else:
        parts += [digest, "each prices what is published"]
    if check.anchors:
        parts.append(f"{len(check.anchors)} anchors hold")
    yield Text(f"{check.name}: {', '.join(parts)}", style="bold green")
    if check.ambiguous:
        said = f"{check.ambiguous:,} names have several prices that their source does not tell apart"
        yield Text(f"  {said}: they answer nothing.", style="dim")


def _sorted(coverage: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, Mapping[str, int]]]:
    return iter(sorted(coverage.items()))


def _cloud_of(regions: Mapping[str, int]) -> str:
    """The provider that most of the regions are of."""
    known = known_regions()
    of_aws = sum(1 for region in regions if region in known and known[region].provider == "aws")
    return "aws" if of_aws * 2 > len(regions) else "gcp"


def _heading(service: str) -> str:
    short = _BRAND.sub("", service)
    return _HUMP.sub("\n", short) if len(short) > _LONG else short


def _everywhere(region: str) -> str:
    return "everywhere" if region == GLOBAL else region
