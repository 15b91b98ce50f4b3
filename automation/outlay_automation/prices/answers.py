"""What a book says to one name, layer by layer: which layer answers, and what those below it would have said.

Not here: finding out what a person means (`outlay.prices.names`), and printing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from outlay.prices.book import PriceBook
from outlay.prices.contract import Contract
from outlay.prices.currency import Rates
from outlay.prices.lookup_file import LookupFile
from outlay.prices.opened_book import Layer, OpenedBook
from outlay.prices.query import GLOBAL, Grade, Missing, Price, PriceQuery
from outlay.prices.term import YEAR_HOURS

_YEARS: Final = re.compile(r"-(\d)yr")
_HOURLY: Final = "hours"


class Standing(StrEnum):
    """What becomes of a price that a layer has."""

    ANSWERS = "answers"
    """Estimates are made with it."""
    OVERRULED = "overruled"
    """A layer above it has another one."""
    REFUSED = "refused"
    """It is a stand-in (grade D), and the standard does not allow those."""


@dataclass(frozen=True, slots=True)
class LayerAnswer:
    """A price as one layer has it, in the book's currency, and what becomes of it."""

    query: PriceQuery
    price: Price
    standing: Standing

    @property
    def region(self) -> str:
        """The region that was asked for."""
        return str(self.query.region)

    @property
    def hourly(self) -> Decimal | None:
        """What an hour of a commitment costs with its amount upfront spread over the term; None without one."""
        years = _YEARS.search(self.query.term)
        if years is None or self.price.unit != _HOURLY:
            return None
        return self.price.unit_price + self.price.upfront / (int(years[1]) * YEAR_HOURS)

    def cost(self, quantity: Decimal) -> Decimal:
        """What a quantity costs over all tiers; the hours of a commitment with their share of the amount upfront."""
        return self.price.cost(quantity) if self.hourly is None else quantity * self.hourly


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A name that a layer has, and of which no price can be said: it lists several, or there is no rate."""

    query: PriceQuery
    layer: str
    reason: str
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemAnswers:
    """All that a book says of an item: prices, what is listed without one price, and by what was converted."""

    prices: tuple[LayerAnswer, ...]
    unanswered: tuple[Unanswered, ...]
    conversions: tuple[str, ...]


def known_queries(layers: Iterable[Layer], service: str, item: str) -> frozenset[PriceQuery]:
    """What can be asked of an item, region by region (`*` for what holds everywhere), over all layers.

    A contract adds nothing: it only holds prices of what is published.
    """
    return frozenset(
        PriceQuery(service, figure.region, item, figure.name.dimension, figure.name.term)
        for layer in layers
        if isinstance(layer, LookupFile)
        for figure in layer.figures(service, item=item)
    )


def in_region(queries: Iterable[PriceQuery], region: str) -> tuple[PriceQuery, ...]:
    """What of these can be asked in a region, in the order in which it is shown."""
    found = {replace(query, region=region) for query in queries if query.region in (region, GLOBAL)}
    return tuple(sorted(found, key=query_order))


def query_order(query: PriceQuery) -> tuple[bool, str, tuple[int, str], str]:
    """By dimension (Linux first, as it is what most machines run), then term, on-demand first, then region."""
    return query.dimension != "linux", query.dimension, term_order(query.term), str(query.region)


def term_order(term: str) -> tuple[int, str]:
    """On-demand, then spot, then commitments."""
    return {"on-demand": 0, "spot": 1}.get(term, 2), term


def answers(
    opened: OpenedBook, queries: Sequence[PriceQuery], *, allow_stand_ins: bool, currency: str, rates: Rates
) -> ItemAnswers:
    """What each layer says to each query, in the order in which layers are asked.

    Args:
        opened: the book in use.
        queries: what is asked, all of one item.
        allow_stand_ins: whether the standard lets estimated figures answer.
        currency: what amounts are told in.
        rates: by what they are converted.
    """

    def book_of(layers: Sequence[Layer], stand_ins: bool) -> PriceBook:
        return PriceBook(layers, opened.book.identity, allow_stand_ins=stand_ins, currency=currency, rates=rates)

    layers = [each.source for each in opened.layers]
    whole = book_of(layers, allow_stand_ins)
    # a contract is asked first, so what the whole book says of what it holds is what it says itself
    alone = [
        (layer, _agreed(layer, queries, whole), whole)
        if isinstance(layer, Contract)
        else (layer, _held(layer, queries), book_of([layer], True))
        for layer in layers
    ]
    prices: list[LayerAnswer] = []
    unanswered: list[Unanswered] = []
    conversions: set[str] = set()
    for query in queries:
        answer = whole.find(query)
        is_answered = False
        for layer, held, book in alone:
            if query not in held:
                continue
            said = book.find(query)
            if isinstance(said, Missing):
                unanswered.append(Unanswered(query, layer.name, said.reason, said.nearest))
                continue
            conversions.add(book.conversion(query))
            standing = _standing(said, answer, is_answered)
            is_answered = is_answered or standing is Standing.ANSWERS
            prices.append(LayerAnswer(query, said, standing))
    return ItemAnswers(tuple(prices), tuple(unanswered), tuple(sorted(conversions - {""})))


def _agreed(contract: Contract, queries: Sequence[PriceQuery], book: PriceBook) -> frozenset[PriceQuery]:
    """Which of the queries a contract has a price of, per the unit that is published."""

    def found(query: PriceQuery) -> Price | Missing:
        published = book.list_price(query)
        return contract.find_per(query, published.unit) if isinstance(published, Price) else contract.find(query)

    return frozenset(query for query in queries if isinstance(found(query), Price))


def _held(layer: LookupFile, queries: Sequence[PriceQuery]) -> frozenset[PriceQuery]:
    """Which of the queries a layer of published figures has."""
    named = {(query.service, str(query.item)) for query in queries}
    known = {query for service, item in named for query in known_queries([layer], service, item)}
    return frozenset(query for query in queries if query in known or replace(query, region=GLOBAL) in known)


def _standing(said: Price, answer: Price | Missing, is_answered: bool) -> Standing:
    """What becomes of a layer's price; `is_answered` says whether a layer above it answers."""
    if isinstance(answer, Price) and answer.layer == said.layer:
        return Standing.ANSWERS
    return Standing.REFUSED if said.grade is Grade.D and not is_answered else Standing.OVERRULED
