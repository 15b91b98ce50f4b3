"""The services of the book, and the items of a service, as tables and as documents for machines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TextIO

from outlay.prices.book import BookIdentity
from outlay.prices.query import GLOBAL
from rich.console import Console
from rich.table import Table
from rich.text import Text

from outlay_automation.prices.coverage import ItemCoverage, ServiceCoverage
from outlay_automation.prices.names import place_of
from outlay_automation.render.price_document import book_document
from outlay_automation.render.sections import print_page

SERVICES_SCHEMA: Final = "outlay/prices-services/1"
ITEMS_SCHEMA: Final = "outlay/prices-items/1"
_KINDS_OF_RESOURCE: Final = ("aws_", "google_", "module")
"""How services begin whose figures are known from estimates of one kind of resource."""
_MOST_NAMES: Final = 4


@dataclass(frozen=True, slots=True)
class ServiceList:
    """The services of a book or a layer; `is_whole` where nobody asked for some of them only."""

    book: BookIdentity
    layer: str
    region: str
    services: tuple[ServiceCoverage, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class ItemList:
    """The items of a service."""

    book: BookIdentity
    layer: str
    region: str
    service: ServiceCoverage
    items: tuple[ItemCoverage, ...]


def print_services(services: ServiceList, stream: TextIO) -> None:
    """Print a line a service, and what they are together."""
    print_page(stream, lambda console: _draw_services(console, services))


def print_items(items: ItemList, stream: TextIO) -> None:
    """Print the service, its regions, and a line an item."""
    print_page(stream, lambda console: _draw_items(console, items))


def services_document(services: ServiceList) -> dict[str, Any]:
    """The list for machines (docs/schemas/prices-services-1.json)."""
    return {
        "schema": SERVICES_SCHEMA,
        "book": book_document(services.book),
        "layer": services.layer,
        "region": services.region or None,
        "services": [_service_document(each) for each in services.services],
    }


def items_document(items: ItemList) -> dict[str, Any]:
    """The list for machines (docs/schemas/prices-items-1.json)."""
    return {
        "schema": ITEMS_SCHEMA,
        "book": book_document(items.book),
        "layer": items.layer,
        "region": items.region or None,
        "service": _service_document(items.service),
        "items": [
            {
                "item": each.item,
                "figures": each.figures,
                "dimensions": list(each.dimensions),
                "terms": list(each.terms),
                "regions": list(each.regions),
            }
            for each in items.items
        ],
    }


def dated(each: ServiceCoverage) -> str:
    """The dates of a service's figures."""
    youngest = each.youngest.isoformat()
    return youngest if each.oldest == each.youngest else f"{each.oldest.isoformat()} … {youngest}"


def _service_document(each: ServiceCoverage) -> dict[str, Any]:
    return {
        "service": each.service,
        "figures": each.figures,
        "items": each.items,
        "regions": dict(sorted(each.regions.items())),
        "layers": dict(sorted(each.layers.items())),
        "oldest": each.oldest.isoformat(),
        "youngest": each.youngest.isoformat(),
    }


def _draw_services(console: Console, services: ServiceList) -> None:
    shown = [each for each in services.services if not _is_kind_of_resource(each)] if services.is_whole else []
    kinds = [each for each in services.services if each not in shown] if shown else []
    shown = shown or list(services.services)
    layers = sorted({layer for each in services.services for layer in each.layers})
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Service", overflow="fold")
    for name in ("Figures", "Items", "Regions"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Dates", no_wrap=True)
    if len(layers) > 1:
        for name in layers:
            table.add_column(name.capitalize(), justify="right", no_wrap=True)

    def line(name: str | Text, of: Sequence[ServiceCoverage], dates: str) -> None:
        regions = {region for each in of for region in each.regions} - {GLOBAL}
        counts = (sum(each.figures for each in of), sum(each.items for each in of))
        by_layer = [f"{sum(each.layers[layer] for each in of):,}" for layer in layers] if len(layers) > 1 else []
        table.add_row(name, *(f"{count:,}" for count in counts), str(len(regions) or "any"), dates, *by_layer)

    for each in shown:
        line(each.service, [each], dated(each))
    if kinds:
        line(Text(f"{len(kinds)} kinds of resource", style="dim"), kinds, _span(kinds))
    line(Text("In all", style="bold"), services.services, _span(services.services))
    console.print(Text(_headline(services.book, services.layer, services.region), style="dim"))
    console.print(table)
    if kinds:
        console.print()
        console.print(
            Text(
                "Kinds of resource (aws_…, google_…) have the prices that are known from single estimates: "
                "`outlay prices list 'aws_*'`.",
                style="dim",
            )
        )


def _draw_items(console: Console, items: ItemList) -> None:
    service = items.service
    counts = f"{service.figures:,} figures of {_several(service.items, 'item')}, {dated(service)}"
    console.print(Text(service.service, style="bold").append(f"  {counts}", style=""))
    console.print(Text(_headline(items.book, items.layer, items.region), style="dim"))
    if not items.region:
        counted = [f"{_everywhere(region)} {count:,}" for region, count in sorted(service.regions.items())]
        console.print(Text(f"figures by region: {' · '.join(counted)}", style="dim"))
    console.print()
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Item", overflow="fold")
    table.add_column("Dimensions", overflow="fold")
    table.add_column("Terms", overflow="fold")
    if not items.region:
        table.add_column("Regions", justify="right", no_wrap=True)
    for each in items.items:
        own = [region for region in each.regions if region != GLOBAL]
        regions = [] if items.region else ["any" if not own else own[0] if len(own) == 1 else str(len(own))]
        dimensions = _some([dimension or "–" for dimension in each.dimensions])
        table.add_row(each.item, dimensions, _some(each.terms), *regions)
    console.print(table)


def _headline(book: BookIdentity, layer: str, region: str) -> str:
    layers = [each for each in book.layers if layer in ("effective", each.name)]
    named = " over ".join(f"{each.name} of {each.as_of.isoformat()}" for each in layers)
    return f"prices: {named}" + (f" · what holds in {place_of(region)}" if region else "")


def _is_kind_of_resource(each: ServiceCoverage) -> bool:
    return each.service.startswith(_KINDS_OF_RESOURCE)


def _span(services: Iterable[ServiceCoverage]) -> str:
    held = list(services)
    oldest, youngest = min(each.oldest for each in held), max(each.youngest for each in held)
    return f"{oldest.isoformat()} … {youngest.isoformat()}"


def _everywhere(region: str) -> str:
    return "everywhere" if region == GLOBAL else region


def _several(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _some(names: Sequence[str]) -> str:
    more = f" … {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more
