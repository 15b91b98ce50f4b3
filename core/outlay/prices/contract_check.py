"""Whether a contract's rows name figures that exist, in the units that they are published in.

A row that matches nothing would never be used, and nobody would notice: it is an error with its line and the nearest
names. Not here: reading the contract, and which figure answers.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from outlay.errors import InvalidFile
from outlay.prices.contract import ANY, Contract, Offer, pattern_of
from outlay.prices.figure import UPFRONT, Figure
from outlay.prices.missing import Catalogue, missing
from outlay.prices.query import GLOBAL, Missing, Price, PriceSource

_HINT: Final = "`outlay prices list SERVICE` shows how the book names things."


class Published(PriceSource, Catalogue, Protocol):
    """A layer of published figures that can be asked and listed."""


def check_contract(contract: Contract, path: str, published: Sequence[Published]) -> None:
    """Whether each offer names something published, per the same unit.

    Args:
        contract: what is agreed.
        path: what errors call the contract's file.
        published: the layers below, the first asked first.

    Raises:
        InvalidFile: one does not; each is named with its line.
    """
    wrong = [(offer.line, message) for offer in contract.offers if (message := _wrong(offer, published))]
    if wrong:
        (line, message), *others = sorted(wrong)
        more = "".join(f"\n{path}:{other}: {said}" for other, said in others)
        raise InvalidFile(path, line, f"{message}{more}", _HINT)


def _wrong(offer: Offer, published: Sequence[Published]) -> str:
    """What is wrong with an offer; empty where nothing is."""
    units = _units(offer, published)
    if not units:
        return _unmatched(offer, published)
    if offer.unit not in units:
        return f"the unit is {offer.unit}, and {offer.query} is priced per {' or '.join(sorted(units))}"
    return ""


def _units(offer: Offer, published: Iterable[Published]) -> set[str]:
    """The units in which the first figure that the offer matches is published; none where nothing matches."""
    for layer in published:
        # most rows name one figure, and asking for it is quicker than listing what is there
        found = layer.find(offer.query)
        if isinstance(found, Price):
            return {found.unit}
        figures = (figure for figure in _matched(offer, layer) if figure.name.unit != UPFRONT)
        first = next(figures, None)
        if first is not None:
            return {first.name.unit, *(figure.name.unit for figure in figures if _is_same(figure, first))}
    return set()


def _matched(offer: Offer, layer: Published) -> Iterator[Figure]:
    query = offer.query
    item, region = str(query.item), str(query.region)
    of_region = pattern_of(region)
    of_item = pattern_of(item)
    items = [each for each in layer.items(query.service) if of_item.fullmatch(each)] if ANY in item else [item]
    for each in items:
        for figure in layer.figures(query.service, item=each):
            is_there = figure.region == GLOBAL or of_region.fullmatch(figure.region)
            if is_there and (figure.name.dimension, figure.name.term) == (query.dimension, query.term):
                yield figure


def _is_same(figure: Figure, other: Figure) -> bool:
    return (figure.name.item, figure.region) == (other.name.item, other.region)


def _unmatched(offer: Offer, published: Iterable[Published]) -> str:
    answer: Missing | None = None
    for layer in published:
        found = missing(offer.query, layer)
        answer = found if answer is None or found.nearest or not answer.nearest else answer
    if answer is None:
        return f"{offer.query} matches nothing: there are no published prices"
    nearest = f"; the nearest are {', '.join(answer.nearest)}" if answer.nearest else ""
    return f"matches nothing: {answer.reason}{nearest}"
