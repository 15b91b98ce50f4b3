"""`outlay prices show`: every price of an item, with its source, and what each layer of the book says."""

import json
import sys
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from typing import Final

from outlay.errors import WrongUse
from outlay.prices.names import no_such_region, one_of, region_named, service_named
from outlay.prices.opened_book import Layer
from outlay.prices.query import GLOBAL, PriceQuery

from outlay_automation.cli.prices.book_in_use import BookInUse, book_in_use
from outlay_automation.prices.answers import answers, in_region, known_queries, query_order
from outlay_automation.render.price_page import Elsewhere, PricePage

_LARGEST: Final = Decimal("1e18")


def show_prices(
    service: str,
    item: str,
    *,
    region: str,
    dimension: str | None,
    term: str,
    quantity: str,
    currency: str,
    standard: Path | None,
    as_json: bool,
) -> None:
    """Print the prices of an item.

    Raises:
        WrongUse: the book has no such service, item, region, dimension or term; the message names the nearest.
    """
    amount = _quantity(quantity)
    used = book_in_use(standard, currency)
    page = price_page(used, service, item, region=region, dimension=dimension, term=term, quantity=amount)
    if as_json:
        from outlay_automation.render.price_document import price_document

        sys.stdout.write(json.dumps(price_document(page), indent=2, ensure_ascii=False) + "\n")
    else:
        from outlay_automation.render.price_table import print_prices

        print_prices(page, sys.stdout)


def price_page(
    used: BookInUse, service: str, item: str, *, region: str, dimension: str | None, term: str, quantity: Decimal | None
) -> PricePage:
    """Everything that is to be shown of an item.

    Raises:
        WrongUse: as `show_prices`.
    """
    layers = [each.source for each in used.opened.layers]
    service = service_named(service, {each for layer in layers for each in layer.services()})
    known, item = _known(layers, service, item)
    subject = f"{service} {item}"
    everything = known
    if dimension is not None:
        dimension = one_of(subject, "dimension", dimension, (query.dimension for query in known))
        known = frozenset(query for query in known if query.dimension == dimension)
    if term:
        term = one_of(subject, "term", term, (query.term for query in known))
        known = frozenset(query for query in known if query.term == term)
    queries = tuple(sorted(known, key=query_order))
    if region:
        regions = {str(query.region) for query in known}
        found = region_named(region, regions) or (_anywhere(region, layers) if GLOBAL in regions else None)
        if found is None:
            narrowed = "/".join(part for part in (item, dimension or "") if part)
            raise no_such_region(f"{service} {narrowed}{f', {term}' if term else ''}", region, regions)
        region, queries = found, in_region(known, found)
    return PricePage(
        service=service,
        item=item,
        region=region,
        currency=used.currency,
        quantity=quantity,
        allow_stand_ins=used.allow_stand_ins,
        book=used.opened.book.identity,
        answers=answers(
            used.opened, queries, allow_stand_ins=used.allow_stand_ins, currency=used.currency, rates=used.rates
        ),
        elsewhere=_elsewhere(everything, queries, region),
        notices=used.opened.notices,
    )


def _known(layers: list[Layer], service: str, item: str) -> tuple[frozenset[PriceQuery], str]:
    """What can be asked of the item, and how the book spells it."""
    known = known_queries(layers, service, item)
    if known:
        return known, item
    items = {each for layer in layers for each in layer.items(service) if "*" not in each}
    item = one_of(service, "item", item, items, f"`outlay prices list {service}` names them all.")
    return known_queries(layers, service, item), item


def _anywhere(region: str, layers: list[Layer]) -> str | None:
    """A region that the book knows at all, for what is priced the same everywhere."""
    return region_named(region, {each for layer in layers for each in layer.regions() if each != GLOBAL})


def _elsewhere(everything: frozenset[PriceQuery], shown: tuple[PriceQuery, ...], region: str) -> tuple[Elsewhere, ...]:
    """What the item has that is not shown: dimensions and terms that nobody asked for, or that other regions have."""
    names = {(query.dimension, query.term) for query in shown}
    others = [query for query in sorted(everything, key=query_order) if (query.dimension, query.term) not in names]
    return tuple(
        Elsewhere(dimension, term, tuple(sorted(str(query.region) for query in group)), region)
        for (dimension, term), group in groupby(others, lambda query: (query.dimension, query.term))
    )


def _quantity(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", "").replace("_", ""))
    except InvalidOperation:
        raise WrongUse(f"--quantity is {text!r}, and a number such as 5000 belongs there") from None
    if amount.is_finite() and amount > _LARGEST:
        raise WrongUse(f"--quantity is {text}, and the most that is reckoned with is {_LARGEST:,f}")
    if not amount.is_finite() or amount < 0:
        raise WrongUse(f"--quantity is {text}, and a number of at least 0 belongs there")
    return amount
