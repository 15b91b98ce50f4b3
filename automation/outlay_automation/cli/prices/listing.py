"""`outlay prices list`: which services the book has, and which items, dimensions, terms and regions of each."""

import json
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from outlay.errors import WrongUse
from outlay.prices.contract import Contract

from outlay_automation.cli.prices.book_in_use import BookInUse, book_in_use
from outlay_automation.cli.prices.selection import figures_in, layers_named, selection
from outlay_automation.prices.coverage import items_in, services_in, services_of
from outlay_automation.render.price_list import (
    ItemList,
    ServiceList,
    items_document,
    print_items,
    print_services,
    services_document,
)

_GLOB: Final = frozenset("*?[")


def list_prices(service: str, *, region: str, item: str, layer: str, standard: Path | None, as_json: bool) -> None:
    """Print the services of the book, or the items of one.

    Raises:
        WrongUse: there is no such service, region, item or layer.
    """
    used = book_in_use(standard)
    if service and not _GLOB & set(service):
        items = item_list(used, service, region=region, item=item, layer=layer)
        if as_json:
            _print_document(items_document(items))
        else:
            print_items(items, sys.stdout)
        return
    services = service_list(used, service, region=region, item=item, layer=layer)
    if as_json:
        _print_document(services_document(services))
    else:
        print_services(services, sys.stdout)


def service_list(used: BookInUse, glob: str, *, region: str, item: str, layer: str) -> ServiceList:
    """The services that a glob names (all of them if it is empty), counted over what is asked for.

    Raises:
        WrongUse: nothing is.
    """
    asked = selection(used.opened, layer, "", region, item)
    layers = layers_named(used.opened, layer)
    # one layer alone is its own book, but for a contract, which counts only over what is published
    is_countable = not item and not all(isinstance(each, Contract) for each in layers)
    services = services_of(layers, asked.region) if is_countable else services_in(figures_in(used.opened, asked, layer))
    found = tuple(each for each in services if not glob or fnmatchcase(each.service, glob))
    if not found:
        raise WrongUse(_nothing(glob or "the book", item, asked.region), "`outlay prices list` names every service.")
    return ServiceList(used.opened.book.identity, layer, asked.region, found)


def item_list(used: BookInUse, service: str, *, region: str, item: str, layer: str) -> ItemList:
    """The items of a service, those that a glob names.

    Raises:
        WrongUse: there are none.
    """
    asked = selection(used.opened, layer, service, region, item)
    figures = list(figures_in(used.opened, asked, layer))
    if not figures:
        raise WrongUse(
            _nothing(asked.service, item, asked.region), f"`outlay prices list {asked.service}` names every item."
        )
    [covered] = services_in(figures)
    return ItemList(used.opened.book.identity, layer, asked.region, covered, tuple(items_in(figures)))


def _nothing(where: str, item: str, region: str) -> str:
    what = f"item {item!r}" if item else "figure"
    return f"{where} has no {what}" + (f" in {region}" if region else "")


def _print_document(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
