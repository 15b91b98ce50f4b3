"""What figures cover, counted: services with their items, regions and dates, and the items of one service."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from outlay_automation.prices.answers import term_order
from outlay_automation.prices.effective import LayeredFigure


@dataclass(frozen=True, slots=True)
class ServiceCoverage:
    """A service's figures, counted: in all, by region and by layer; how many items, and between which dates."""

    service: str
    figures: int
    items: int
    regions: Counter[str]
    layers: Counter[str]
    oldest: date
    youngest: date


@dataclass(frozen=True, slots=True)
class ItemCoverage:
    """An item of a service: how many figures, and under which dimensions, terms and regions."""

    item: str
    figures: int
    dimensions: tuple[str, ...]
    terms: tuple[str, ...]
    regions: tuple[str, ...]


def services_in(figures: Iterable[LayeredFigure]) -> Iterator[ServiceCoverage]:
    """Each service of figures that come in the book's order."""
    for service, group in groupby(figures, lambda figure: figure.name.service):
        regions: Counter[str] = Counter()
        layers: Counter[str] = Counter()
        items: set[str] = set()
        dates: set[date] = set()
        for figure in group:
            regions[figure.region] += 1
            layers[figure.layer] += 1
            items.add(figure.name.item)
            dates.add(figure.source.as_of)
        yield ServiceCoverage(service, regions.total(), len(items), regions, layers, min(dates), max(dates))


def items_in(figures: Iterable[LayeredFigure]) -> Iterator[ItemCoverage]:
    """Each item of one service's figures that come in the book's order."""
    for item, group in groupby(figures, lambda figure: figure.name.item):
        held = list(group)
        yield ItemCoverage(
            item,
            len(held),
            tuple(sorted({figure.name.dimension for figure in held})),
            tuple(sorted({figure.name.term for figure in held}, key=term_order)),
            tuple(sorted({figure.region for figure in held})),
        )
