"""Which figures of the book a command is about, in the words that its options were given."""

from collections.abc import Iterator
from typing import Final

from outlay.errors import WrongUse
from outlay.prices.names import no_such_region, region_named, service_named
from outlay.prices.opened_book import Layer, OpenedBook
from outlay.prices.query import GLOBAL

from outlay_automation.prices.effective import LayeredFigure, Selection, effective_figures, figures_of

EFFECTIVE: Final = "effective"
"""All layers together: the figures that count."""


def selection(opened: OpenedBook, layer: str, service: str, region: str, item: str = "") -> Selection:
    """Which figures are asked for, by the book's own names.

    Raises:
        WrongUse: the layer has no such service or region; the nearest are named.
    """
    layers = layers_named(opened, layer)
    if service:
        service = service_named(service, {each for layer in layers for each in layer.services()})
    if region:
        known = {each for layer in layers for each in layer.regions(service)}
        found = region_named(region, known - {GLOBAL})
        if found is None:
            raise no_such_region(service or "anything", region, known)
        region = found
    return Selection(service, region, item)


def layers_named(opened: OpenedBook, layer: str) -> tuple[Layer, ...]:
    """All layers of the book, or the one that is asked for.

    Raises:
        WrongUse: the book has no such layer.
    """
    layers = tuple(each.source for each in opened.layers)
    found = layers if layer == EFFECTIVE else tuple(each for each in layers if each.name == layer)
    if not found:
        there = ", ".join(each.name for each in layers)
        raise WrongUse(f"the book has no layer {layer!r}", f"It is made of: {there}.")
    return found


def figures_in(opened: OpenedBook, asked: Selection, layer: str) -> Iterator[LayeredFigure]:
    """The figures that are asked for: those that count, or all of one layer.

    Raises:
        WrongUse: the book has no such layer.
    """
    layers = layers_named(opened, layer)
    return effective_figures(layers, asked) if layer == EFFECTIVE else figures_of(layers[0], asked)
