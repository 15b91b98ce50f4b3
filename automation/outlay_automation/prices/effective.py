"""Every figure of a book through its layers: which layer a figure comes from, and which figures count.

A layer's figures of a name in a region stand in the place of those that layers below it have for the same, as
`PriceBook.find` answers. A contract's patterns are carried out over the published figures that they match. Not here:
one price (`outlay_automation.prices.answers`), and how figures are written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from heapq import merge
from itertools import groupby

from outlay.prices.contract import Contract
from outlay.prices.figure import AGREED, UPFRONT, Figure, FigureName, Source
from outlay.prices.lookup_file import LookupFile
from outlay.prices.query import GLOBAL, Price, PriceQuery

_NamedBy = tuple[str, str, str, str]
"""Service, item, dimension, term."""


@dataclass(frozen=True, slots=True)
class LayeredFigure(Figure):
    """A figure, and the layer that it comes from."""

    layer: str = ""

    @classmethod
    def of(cls, figure: Figure, layer: str) -> "LayeredFigure":
        """The figure as one of a layer."""
        return cls(figure.name, figure.region, figure.price, figure.source, figure.grade, figure.currency, layer)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which figures are asked for; an empty part asks for all.

    A region takes in what holds everywhere. `item` is a glob.
    """

    service: str = ""
    region: str = ""
    item: str = ""

    def holds(self, figure: Figure) -> bool:
        """Whether a figure of the selection's service is asked for."""
        return (not self.region or figure.region in (self.region, GLOBAL)) and (
            not self.item or fnmatchcase(figure.name.item, self.item)
        )


def effective_figures(layers: Sequence[LookupFile | Contract], asked: Selection) -> Iterator[LayeredFigure]:
    """The figures that count, in the book's order, each with its layer.

    Args:
        layers: the first asked first.
        asked: which of their figures.
    """
    published = [layer for layer in layers if isinstance(layer, LookupFile)]
    contract = next((layer for layer in layers if isinstance(layer, Contract)), None)
    agreed = _Agreed(contract) if contract is not None else None
    if agreed is None and len(published) == 1:
        yield from figures_of(published[0], asked)
        return
    for named_by, group in groupby(_by_name(published, asked.service), lambda each: _named_by(each.name)):
        figures = _uppermost(list(group), [layer.name for layer in published])
        if agreed is not None:
            figures = agreed.over(named_by, figures)
        yield from (each for each in figures if asked.holds(each))


def figures_of(layer: LookupFile | Contract, asked: Selection) -> Iterator[LayeredFigure]:
    """The figures of one layer, whether they count or not; those of a contract as they are written."""
    for figure in layer.figures(asked.service):
        if asked.holds(figure):
            yield LayeredFigure.of(figure, layer.name)


def _by_name(published: Sequence[LookupFile], service: str) -> Iterator[LayeredFigure]:
    """The figures of all layers, those of one name together."""

    def figures(layer: LookupFile) -> Iterator[LayeredFigure]:
        return (LayeredFigure.of(figure, layer.name) for figure in layer.figures(service))

    return merge(*map(figures, published), key=lambda each: _named_by(each.name))


def _named_by(name: FigureName) -> _NamedBy:
    return name.service, name.item, name.dimension, name.term


def _uppermost(figures: list[LayeredFigure], layers: Sequence[str]) -> list[LayeredFigure]:
    """Of the figures of one name those that no layer above has in their region, or everywhere."""
    if len({each.layer for each in figures}) == 1:
        return figures
    kept: list[LayeredFigure] = []
    above: set[str] = set()
    for layer in layers:
        own = [each for each in figures if each.layer == layer]
        if GLOBAL not in above:
            kept += [each for each in own if each.region not in above]
        above |= {each.region for each in own}
    return sorted(kept, key=_order)


def _order(each: LayeredFigure) -> tuple[str, object, str, object]:
    """The book's order within one name."""
    name = each.name
    return name.unit, name.tier_from, each.region, each.price


class _Agreed:
    """A contract over the published figures of one name after the other."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        queries = (offer.query for offer in contract.offers)
        self._kinds = {(query.service, query.dimension, query.term) for query in queries}
        sources = {figure.source for figure in contract.figures()}
        self._sources: Mapping[tuple[str, object], Source] = {(each.name, each.as_of): each for each in sources}

    def over(self, named_by: _NamedBy, figures: list[LayeredFigure]) -> list[LayeredFigure]:
        """The figures of one name with the agreed prices in the place of those that they overrule."""
        service, item, dimension, term = named_by
        if (service, dimension, term) not in self._kinds:
            return figures
        agreed: list[LayeredFigure] = []
        for region in sorted({each.region for each in figures}):
            query = PriceQuery(service, region, item, dimension, term)
            units = {each.name.unit for each in figures if each.region == region} - {UPFRONT}
            # as `PriceBook` has it: what is agreed counts per the unit that is published, where that is one
            found = self._contract.find_per(query, units.pop()) if len(units) == 1 else self._contract.find(query)
            if isinstance(found, Price):
                agreed += self._figures(named_by, region, found)
        overruled = {each.region for each in agreed}
        kept = [each for each in figures if each.region not in overruled]
        return sorted([*kept, *agreed], key=_order)

    def _figures(self, named_by: _NamedBy, region: str, price: Price) -> Iterator[LayeredFigure]:
        source = self._sources.get((price.source, price.as_of)) or Source(price.source, price.as_of, AGREED)
        parts = [(price.unit, tier.start, tier.unit_price) for tier in price.tiers]
        if price.upfront:
            parts.append((UPFRONT, price.tiers[0].start, price.upfront))
        for unit, start, amount in parts:
            name = FigureName(*named_by, unit, start)
            yield LayeredFigure(name, region, amount, source, price.grade, price.currency, self._contract.name)
