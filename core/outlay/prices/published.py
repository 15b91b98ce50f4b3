"""The book's figures under the names that public data sets use, to exchange them: `outlay prices export --format csv`.

Pricers ask the book in one spelling (`linux`, `on-demand`, `hours`); the data sets that figures come from spell each
service in its own way (`Linux/Shared`, `ondemand`, `h`). `published_names.csv` has the pairs, `*` standing for
anything that stays as it is. An amount upfront, a figure of its own in the book, is part of the unit there.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Final, TypeAlias

from outlay.prices.figure import UPFRONT, Figure
from outlay.prices.term import ON_DEMAND

_FILE: Final = "published_names.csv"
_ANY: Final = "*"
_RESERVED: Final = re.compile(r"reserved-(\d)yr-(\w+)-upfront")
_COMMITTED: Final = re.compile(r"cud-(\d)yr")
_LINE_ITEM_SERVICES: Final = ("aws_", "google_", "module")
"""How services begin whose figures are known from the line items of estimates, under a kind of resource."""

_Names: TypeAlias = tuple[str, str, str, str, str]
"""Service, item, dimension, unit, region."""


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row of the exchange format: a figure by its published names.

    `unit` of a commitment with an amount upfront is `h+upfront(AMOUNT)`.
    """

    service: str
    region: str
    item: str
    dimension: str
    term: str
    unit: str
    tier_from: Decimal
    figure: Figure


def published_rows(figures: Iterable[Figure]) -> Iterator[PublishedRow]:
    """The figures by their published names, in the same order; an amount upfront joins the figure it belongs to.

    `figures` come in the book's order, so that what is of one item stands together.
    """
    for _, group in groupby(figures, lambda each: (each.name.service, each.name.item, each.name.dimension)):
        of_item = list(group)
        upfront = {(each.name.term, each.region): each.price for each in of_item if each.name.unit == UPFRONT}
        for figure in of_item:
            if figure.name.unit != UPFRONT:
                yield _row(figure, upfront.get((figure.name.term, figure.region)))


def _row(figure: Figure, upfront: Decimal | None) -> PublishedRow:
    name = figure.name
    service, item, dimension, unit, region = _published(
        name.service, name.item, name.dimension, name.unit, figure.region
    )
    if upfront is not None:
        unit = f"{unit}+upfront({upfront})"
    term = _published_term(name.service, name.term)
    return PublishedRow(service, region, item, dimension, term, unit, name.tier_from, figure)


def _published(service: str, item: str, dimension: str, unit: str, region: str) -> _Names:
    pairs = _pairs()
    for asked_item in (item, _ANY):
        for asked_region in (region, _ANY):
            found = pairs.get((service, asked_item, dimension, unit, asked_region))
            if found is not None:
                there = (found[1], found[4])
                kept = (item, region)
                new_item, new_region = (own if name == _ANY else name for name, own in zip(there, kept, strict=True))
                return (found[0], new_item, found[2], found[3], new_region)
    return (service, item, dimension, unit, region)


def _published_term(service: str, term: str) -> str:
    if term == ON_DEMAND:
        return "list" if service.startswith(_LINE_ITEM_SERVICES) else "ondemand"
    committed = _COMMITTED.fullmatch(term)
    if committed:
        return f"cud{committed[1]}y"
    reserved = _RESERVED.fullmatch(term)
    if reserved is None:
        return term
    years, payment = reserved.groups()
    if service == "AmazonRDS":
        return f"ri:{years}yr.{payment.title()} Upfront"
    return f"ri:yrTerm{years}Standard.{payment}Upfront"


@cache
def _pairs() -> Mapping[_Names, _Names]:
    text = files("outlay.prices").joinpath(_FILE).read_text(encoding="utf-8")
    _, *rows = csv.reader(text.splitlines())
    return {(a, b, c, d, e): (f, g, h, i, j) for a, b, c, d, e, f, g, h, i, j in rows}
