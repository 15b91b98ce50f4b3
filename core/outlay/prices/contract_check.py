"""Whether a contract's rows name figures that exist, in the units that they are published in.

A row that matches nothing would never be used, and nobody would notice: it is an error with its line and the nearest
names. An exact row may state a price for a region of its provider where nobody published one. Not here: reading the
contract, and which figure answers.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from outlay.errors import InvalidFile
from outlay.prices.contract import ANY, Contract, Offer, pattern_of
from outlay.prices.figure import UPFRONT, Figure
from outlay.prices.missing import Catalogue, missing
from outlay.prices.query import GLOBAL, Missing
from outlay.prices.region_names import known_regions

_HINT: Final = "`outlay prices list SERVICE` shows how the book names what a service sells."


def check_contract(contract: Contract, path: str, published: Sequence[Catalogue]) -> None:
    """Whether each offer names something published, per the same unit, there or in another region of the provider.

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


def _wrong(offer: Offer, published: Sequence[Catalogue]) -> str:
    """What is wrong with an offer; empty where nothing is."""
    units, what = _units(offer, published), str(offer.query)
    if not units:
        units, what = _units_elsewhere(offer, published), f"{offer.query}, which other regions have,"
    if not units:
        return _unmatched(offer, published)
    if offer.unit not in units:
        return f"the unit is {offer.unit}, and {what} is priced per unit of {' or '.join(sorted(units))}"
    return ""


def _units(offer: Offer, published: Iterable[Catalogue]) -> set[str]:
    """The units in which what the offer matches is published, its own alone where that is one of them.

    A pattern matches many figures, and holds for those of its unit; a name is looked for in the first layer that has
    it. None where nothing matches.
    """
    units: set[str] = set()
    for layer in published:
        for figure in _matched(offer, layer, str(offer.query.region)):
            if figure.name.unit == offer.unit:
                return {offer.unit}
            units.add(figure.name.unit)
        if units - {UPFRONT} and not offer.is_pattern:
            break
    return units - {UPFRONT}


def _units_elsewhere(offer: Offer, published: Iterable[Catalogue]) -> set[str]:
    """The units in which what an exact offer names is published in other regions of its region's provider.

    None where it is published with one price everywhere, or the offer's region is none of theirs.
    """
    region = known_regions().get(str(offer.query.region))
    if region is None or offer.is_pattern:
        return set()
    figures = [figure for layer in published for figure in _matched(offer, layer, ANY)]
    known = [known_regions().get(figure.region) for figure in figures]
    if any(figure.region == GLOBAL for figure in figures) or region.provider not in {r.provider for r in known if r}:
        return set()
    return {figure.name.unit for figure in figures} - {UPFRONT}


def _matched(offer: Offer, layer: Catalogue, region: str) -> Iterator[Figure]:
    """The published figures that an offer names, taken as one for a region or a pattern of regions."""
    query = offer.query
    item = str(query.item)
    of_region, of_item = pattern_of(region), pattern_of(item)
    items = [each for each in layer.items(query.service) if of_item.fullmatch(each)] if ANY in item else [item]
    for each in items:
        for figure in layer.figures(query.service, "" if ANY in region else region, each):
            is_named = (figure.name.dimension, figure.name.term) == (query.dimension, query.term)
            if is_named and of_region.fullmatch(figure.region):
                yield figure


def _unmatched(offer: Offer, published: Iterable[Catalogue]) -> str:
    answer: Missing | None = None
    for layer in published:
        if any(figure.region == GLOBAL for figure in _matched(offer, layer, ANY)):
            return f"matches nothing: {replace(offer.query, region=GLOBAL)} has one price; write * for its region"
        found = missing(offer.query, layer)
        answer = found if answer is None or found.nearest or not answer.nearest else answer
    if answer is None:
        return f"matches nothing: there are no published prices of {offer.query}"
    nearest = f"; the nearest are {', '.join(answer.nearest)}" if answer.nearest else ""
    return f"matches nothing: {answer.reason}{nearest}"
