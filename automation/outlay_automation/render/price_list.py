"""The services of the book, and the items of a service, as tables and as documents for machines."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TextIO

from outlay.prices.book import BookIdentity
from outlay.prices.names import is_kind_of_resource, kind_name, place_of
from outlay.prices.query import GLOBAL
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from outlay_automation.prices.coverage import ItemCoverage, ServiceCoverage
from outlay_automation.render.price_document import book_document
from outlay_automation.render.price_grid import Column, Grid, Side, fitting, in_lines
from outlay_automation.render.sections import print_page

SERVICES_SCHEMA: Final = "outlay/prices-services/1"
ITEMS_SCHEMA: Final = "outlay/prices-items/1"
_MOST_NAMES: Final = 4
_MOST_TERMS: Final = 2
_SIMPLE_TERMS: Final = ("on-demand", "spot")
_GAP: Final = 2
_INDENT: Final = 4


@dataclass(frozen=True, slots=True)
class ServiceList:
    """The services of a book or a layer."""

    book: BookIdentity
    layer: str
    region: str
    services: tuple[ServiceCoverage, ...]


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
    kinds = [each for each in services.services if is_kind_of_resource(each.service)]
    own = [each for each in services.services if each not in kinds]
    console.print(Text(_headline(services.book, services.layer, services.region), style="dim"))
    # where only kinds of resource are asked for, each has its line
    lines = (
        [(kind_name(each.service), [each]) for each in kinds] if not own else [(each.service, [each]) for each in own]
    )
    if own and kinds:
        lines.append((f"{_several(len(kinds), 'kind')} of resource", kinds))
    layouts = (_services_grid(services, lines, dates, is_of_kinds=not own) for dates in _Dates)
    fitting(console, layouts).print(console)
    upfront = sum(each.upfront for each in services.services)
    notes = [upfront_note(sum(each.figures for each in services.services), upfront)] if upfront else []
    if own and kinds:
        notes.append(
            "Kinds of resource (aws_…, google_…) have the prices that are known from single estimates: "
            "`outlay prices list 'aws_*'`."
        )
    if notes:
        console.print()
    for note in notes:
        console.print(Text(note, style="dim"))


class _Dates(Enum):
    """How much is said of the dates: less where there is less room."""

    DAYS = "days"
    YEARS = "years"
    NONE = "none"


def _services_grid(
    services: ServiceList, lines: Sequence[tuple[str, Sequence[ServiceCoverage]]], dates: _Dates, *, is_of_kinds: bool
) -> Grid:
    layers = sorted({layer for each in services.services for layer in each.layers})
    layers = layers if len(layers) > 1 else []
    numbers = ("Figures", "Items", "Regions")
    columns = [
        Column("Kind of resource" if is_of_kinds else "Service"),
        *(Column(name, Side.RIGHT) for name in numbers),
    ]
    columns += [] if dates is _Dates.NONE else [Column("Dates")]
    grid = Grid([*columns, *(Column(name.capitalize(), Side.RIGHT) for name in layers)])
    for name, of in [*lines, ("In all", services.services)]:
        regions = {region for each in of for region in each.regions} - {GLOBAL}
        counts = (sum(each.figures for each in of), sum(each.items for each in of))
        cells = [*(f"{count:,}" for count in counts), str(len(regions) or "any")]
        cells += [] if dates is _Dates.NONE else [_span(of, dates)]
        cells += [f"{sum(each.layers[layer] for each in of):,}" for layer in layers]
        style = "bold" if name == "In all" else "dim" if len(of) > 1 else ""
        grid.add(Text(name, style=style), *cells)
    return grid


def _draw_items(console: Console, items: ItemList) -> None:
    service = items.service
    counts = f"{service.figures:,} figures of {_several(service.items, 'item')}, {dated(service)}"
    console.print(Text(kind_name(service.service), style="bold").append(f"  {counts}", style="not bold"))
    console.print(Text(_headline(items.book, items.layer, items.region), style="dim"))
    if not items.region:
        counted = [f"{_everywhere(region)} {count:,}" for region, count in sorted(service.regions.items())]
        console.print(Text("figures by region:", style="dim"))
        for line in in_lines(counted, console.width - _INDENT):
            console.print(Text(" " * _INDENT + line, style="dim"))
    console.print()
    rows = [_item_cells(each, has_regions=not items.region) for each in items.items]
    names = ("Item", "Dimensions", "Terms", *(() if items.region else ("Regions",)))
    widths = _widths([(name, *cells) for name, *cells in zip(names, *rows, strict=True)], console.width)
    if widths is None:
        for name, *cells in rows:
            console.print(Text(name))
            console.print(Padding(Text(" · ".join(cells), style="dim"), (0, 0, 0, _INDENT)))
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, width in zip(names, widths, strict=True):
        table.add_column(name, width=width, justify="right" if name == "Regions" else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def _widths(columns: Sequence[Sequence[str]], room: int) -> Sequence[int] | None:
    """How wide columns are whose cells wrap between words: none narrower than its longest word, which never breaks.

    None where there is no room for that.
    """
    widths = [max(len(word) for cell in column for word in [*cell.split(), ""]) for column in columns]
    left = room - sum(widths) - _GAP * (len(widths) - 1)
    if left < 0:
        return None
    for number, column in enumerate(columns):
        more = min(left, max(map(len, column)) - widths[number])
        widths[number] += more
        left -= more
    return widths


def _item_cells(each: ItemCoverage, *, has_regions: bool) -> tuple[str, ...]:
    dimensions = _some([dimension or "–" for dimension in each.dimensions])
    own = [region for region in each.regions if region != GLOBAL]
    regions = "any" if not own else own[0] if len(own) == 1 else str(len(own))
    return each.item, dimensions, _terms(each.terms), *((regions,) if has_regions else ())


def _terms(terms: Sequence[str]) -> str:
    """The terms by name while they are few, else commitments of a kind by their number: `on-demand, 5 reserved`."""
    if len(terms) <= _MOST_TERMS:
        return ", ".join(terms)
    kinds = Counter(term if term in _SIMPLE_TERMS else term.partition("-")[0] for term in terms)
    return ", ".join(kind if count == 1 else f"{count} {kind}" for kind, count in kinds.items())


def upfront_note(figures: int, upfront: int) -> str:
    """Why an export of as many figures has fewer rows."""
    return (
        f"{upfront:,} of the figures are amounts upfront; `outlay prices export` writes each in the row of its hours, "
        f"so that it has {figures - upfront:,} rows."
    )


def _headline(book: BookIdentity, layer: str, region: str) -> str:
    layers = [each for each in book.layers if layer in ("effective", each.name)]
    named = " over ".join(f"{each.name} of {each.as_of.isoformat()}" for each in layers)
    return f"prices: {named}" + (f" · what holds in {place_of(region)}" if region else "")


def _span(services: Iterable[ServiceCoverage], dates: _Dates) -> str:
    held = list(services)
    ends = [min(each.oldest for each in held), max(each.youngest for each in held)]
    written = [str(end.year) if dates is _Dates.YEARS else end.isoformat() for end in ends]
    return " … ".join(dict.fromkeys(written))


def _everywhere(region: str) -> str:
    return "everywhere" if region == GLOBAL else region


def _several(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _some(names: Sequence[str]) -> str:
    more = f" … {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more
