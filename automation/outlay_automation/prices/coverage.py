"""What figures cover, counted: services with their items, regions and dates, and the items of one service."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from outlay.prices.contract import Contract
from outlay.prices.figure import UPFRONT
from outlay.prices.lookup_file import LookupFile, ServiceCount

from outlay_automation.prices.answers import term_order
from outlay_automation.prices.effective import LayeredFigure, Selection, effective_figures


@dataclass(frozen=True, slots=True)
class ServiceCoverage:
    """A service's figures, counted: in all, by region and by layer; how many items, and between which dates.

    `upfront` of the figures are amounts upfront, which an export joins with the hours that they belong to.
    """

    service: str
    figures: int
    upfront: int
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


def services_of(layers: Sequence[LookupFile | Contract], region: str) -> Iterator[ServiceCoverage]:
    """Each service of the figures that count, by name.

    What only one layer has is counted by its file; figures are read where layers overrule one another.

    Args:
        layers: the first asked first.
        region: count what holds there; empty for everything.
    """
    overruling = {offer.query.service for layer in layers if isinstance(layer, Contract) for offer in layer.offers}
    counted: dict[str, list[tuple[str, ServiceCount]]] = defaultdict(list)
    for layer in layers:
        if isinstance(layer, LookupFile):
            for count in layer.counts():
                counted[count.service].append((layer.name, count))
    here = {
        (layer.name, count.service): count
        for layer in layers
        if region and isinstance(layer, LookupFile)
        for count in layer.counts(region)
    }
    for service in sorted(counted):
        (layer_name, count), *others = counted[service]
        if others or service in overruling:
            yield from services_in(effective_figures(layers, Selection(service, region)))
        elif not region or (layer_name, service) in here:
            found = here.get((layer_name, service), count)
            figures = sum(found.regions.values())
            regions, by_layer = Counter(found.regions), Counter({layer_name: figures})
            yield ServiceCoverage(
                service, figures, found.upfront, found.items, regions, by_layer, found.oldest, found.youngest
            )


def services_in(figures: Iterable[LayeredFigure]) -> Iterator[ServiceCoverage]:
    """Each service of figures that come in the book's order."""
    for service, group in groupby(figures, lambda figure: figure.name.service):
        regions: Counter[str] = Counter()
        layers: Counter[str] = Counter()
        items: set[str] = set()
        upfront = 0
        dates: set[date] = set()
        for figure in group:
            regions[figure.region] += 1
            layers[figure.layer] += 1
            items.add(figure.name.item)
            upfront += figure.name.unit == UPFRONT
            dates.add(figure.source.as_of)
        yield ServiceCoverage(service, regions.total(), upfront, len(items), regions, layers, min(dates), max(dates))


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
