"""What `outlay prices verify` found: coverage by service and region, anchors, problems, and a line that sums it up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, TextIO

from outlay.estimate.amount import written
from outlay.prices.names import is_kind_of_resource
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.prices.region_names import known_regions
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from outlay_automation.render.figures import NOTHING
from outlay_automation.render.price_grid import Column, Grid, Side, in_lines
from outlay_automation.render.price_list import upfront_note
from outlay_automation.render.sections import hanging, print_page

SCHEMA: Final = "outlay/prices-verify/1"
_IN_MANY_REGIONS: Final = 10
"""From how many regions on a service has a column of its own."""
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])(?<!Elasti)")
"""Between the words of a name: `Data` and `Transfer`, and nowhere in ElastiCache."""
_BRAND: Final = re.compile(r"^(Amazon|AWS|Cloud)(?=[A-Z])")
_LONG: Final = 8
_BESIDE_REGIONS: Final = len("  Figures  ")
_DIGEST_SHOWN: Final = 12
_CLOUDS: Final = {"aws": "AWS", "gcp": "Google Cloud"}


@dataclass(frozen=True, slots=True)
class LayerCheck:
    """What was found of a layer.

    `anchors` are queries with their known prices and whether the layer has them; `upfront` of the figures are amounts
    upfront.
    """

    name: str
    as_of: date
    digest: str
    figures: int
    problems: tuple[str, ...] = ()
    coverage: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    ambiguous: int = 0
    anchors: tuple[tuple[PriceQuery, Decimal, bool], ...] = ()
    upfront: int = 0


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
        _print_coverage(console, check.coverage)
        if check.anchors:
            _anchors(check).print(console)
            console.print()
    for check in checks:
        for line in _verdict(check):
            console.print(line)


def _print_coverage(console: Console, coverage: Mapping[str, Mapping[str, int]]) -> None:
    """Figures by region: tables a cloud for services in many regions, then a line for each of the others."""
    wide = {service: regions for service, regions in _sorted(coverage) if len(regions) >= _IN_MANY_REGIONS}
    for cloud, name in _CLOUDS.items():
        services = [service for service, regions in wide.items() if _cloud_of(regions) == cloud]
        for part in _that_fit(console.width, name, services, coverage):
            part.print(console)
            console.print()
    narrow = {service: regions for service, regions in _sorted(coverage) if service not in wide}
    kinds = {service: regions for service, regions in narrow.items() if is_kind_of_resource(service)}
    lines = [
        (service, sum(regions.values()), [f"{_everywhere(each)} {count:,}" for each, count in sorted(regions.items())])
        for service, regions in narrow.items()
        if service not in kinds
    ]
    if kinds:
        named = sorted({region for regions in kinds.values() for region in regions})
        counted = sum(sum(regions.values()) for regions in kinds.values())
        lines.append((f"{len(kinds)} kinds of resource", counted, list(map(_everywhere, named))))
    if not lines:
        return
    grid = Grid([Column("In few regions"), Column("Figures", Side.RIGHT), Column("By region")])
    room = console.width - max(len(service) for service, _, _ in lines) - _BESIDE_REGIONS
    for service, count, by_region in lines:
        first, *others = in_lines(by_region, room)
        grid.add(service, f"{count:,}", first)
        for line in others:
            grid.add("", "", line)
    grid.print(console)
    console.print()


def _that_fit(
    width: int, cloud: str, services: Sequence[str], coverage: Mapping[str, Mapping[str, int]]
) -> Iterator[Grid]:
    """The services side by side, in as many tables as the terminal has no room for at once."""
    rest = list(services)
    while rest:
        taken = len(rest)
        while taken > 1 and _matrix(cloud, rest[:taken], coverage).width > width:
            taken -= 1
        yield _matrix(cloud, rest[:taken], coverage)
        rest = rest[taken:]


def _matrix(cloud: str, services: Sequence[str], coverage: Mapping[str, Mapping[str, int]]) -> Grid:
    regions = sorted({region for service in services for region in coverage[service]})
    grid = Grid([Column(cloud), *(Column(_heading(service), Side.RIGHT) for service in services)], gap=1)
    for region in regions:
        counts = [coverage[service].get(region, 0) for service in services]
        grid.add(_everywhere(region), *(f"{count:,}" if count else NOTHING for count in counts))
    totals = (f"{sum(coverage[service].values()):,}" for service in services)
    grid.add("In all", *totals, style="bold")
    return grid


def _anchors(check: LayerCheck) -> Grid:
    grid = Grid([Column("Anchor"), Column("Price", Side.RIGHT), Column("")])
    for query, price, holds in check.anchors:
        grid.add(str(query), written(price), Text("holds", style="green") if holds else Text("lost", style="red"))
    return grid


def _verdict(check: LayerCheck) -> Iterator[Text | Padding]:
    digest = f"digest {check.digest[:_DIGEST_SHOWN]}"
    if check.problems:
        counted = "1 problem" if len(check.problems) == 1 else f"{len(check.problems)} problems"
        yield Text(f"{check.name}: {counted}, {digest}", style="bold red")
        for problem in check.problems:
            yield hanging(Text(problem))
        return
    parts = ["1 figure" if check.figures == 1 else f"{check.figures:,} figures"]
    if check.coverage:
        parts += [f"{len(check.coverage)} services", digest, "whole", "every rule kept"]
    else:
        parts += [digest, "each prices what is published"]
    if check.anchors:
        parts.append(f"{len(check.anchors)} anchors hold")
    yield Text(f"{check.name}: {', '.join(parts)}", style="bold green")
    if check.upfront:
        yield hanging(Text(upfront_note(check.figures, check.upfront), style="dim"))
    if check.ambiguous:
        said = f"{check.ambiguous:,} names have several prices that their source does not tell apart"
        yield hanging(Text(f"{said}: they answer nothing.", style="dim"))


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
