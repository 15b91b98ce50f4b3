"""Figures out of Google's Cloud Billing catalogue, version 1, for an overlay of the price book.

Needs an API key and nothing else of a Google account. Not here: what a product's SKUs mean (`products`,
`machines`), and where the figures are kept.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from google.cloud.billing_v1 import CloudCatalogClient
from google.cloud.billing_v1.services.cloud_catalog.transports import CloudCatalogTransport
from outlay.errors import WrongUse
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.query import GLOBAL, Grade, PriceQuery
from outlay.prices.term import ON_DEMAND

from outlay_automation.prices.refresh.google.client import (
    DEFAULT_PATIENCE,
    CatalogueReader,
    Patience,
    Progress,
    catalogue_transport,
)
from outlay_automation.prices.refresh.google.machines import MachinePart, MachineParts, is_called, machine_part
from outlay_automation.prices.refresh.google.places import UnknownPlace
from outlay_automation.prices.refresh.google.products import (
    CATALOGUE_SERVICES,
    COMPUTE_ENGINE,
    Product,
    locations,
    product_of,
)
from outlay_automation.prices.refresh.google.sku import TERMS, Sku, SkuTier, UnexpectedCatalogue, read_sku

Skipped: TypeAlias = Callable[[str], None]
"""Told each thing that no figure could be made of, in a sentence."""
_LICENCE: Final = "published by Google"


def catalogue_figures(
    services: Iterable[str],
    regions: Iterable[str],
    *,
    api_key: str,
    today: date,
    currency: str = "USD",
    transport: CloudCatalogTransport | None = None,
    on_progress: Progress | None = None,
    on_skipped: Skipped | None = None,
    patience: Patience = DEFAULT_PATIENCE,
) -> Iterator[Figure]:
    """Every figure of these services of the book in these regions, sorted by name and region.

    Args:
        services: `ComputeEngine`, `CloudSQL` …; none given: all that the catalogue is read for.
        regions: codes of regions and of groups of them (`eu`, `nam4`); none given: all. Figures that are the same
            everywhere come whatever the regions.
        api_key: of a project that has the Cloud Billing API; not needed with a `transport`.
        today: the day whose prices are wanted: the catalogue also lists ones that are not in force yet.
        currency: of the figures, by ISO 4217; Google converts them by its own rates of the month.
        transport: the way to the catalogue, for tests and proxies.
        on_progress: told the service of the catalogue that is being read, and how many of its SKUs have been.
        on_skipped: told each thing that could not be made a figure of, in a sentence.
        patience: how long to wait and try again.

    Raises:
        CatalogueRefused: no or no valid API key, or the request is refused otherwise.
        CatalogueUnavailable: no answer in time, or only errors (429, 5xx).
        UnexpectedCatalogue: a machine that costs nothing, another currency, a document that is none.
        WrongUse: a service that this does not know.
    """
    asked = tuple(services) or tuple(CATALOGUE_SERVICES)
    for service in asked:
        if service not in CATALOGUE_SERVICES:
            known = ", ".join(sorted(CATALOGUE_SERVICES))
            raise WrongUse(f"{service} cannot be refreshed from Google's catalogue", f"What can be: {known}.")
    client = CloudCatalogClient(transport=transport or catalogue_transport(api_key))
    reader = CatalogueReader(client, currency, on_progress or _silent, patience)
    return _figures(reader, frozenset(asked), frozenset(regions), today, on_skipped or _mute)


def stack_figures(
    queries: Iterable[PriceQuery],
    *,
    api_key: str,
    today: date,
    currency: str = "USD",
    transport: CloudCatalogTransport | None = None,
    on_progress: Progress | None = None,
    on_skipped: Skipped | None = None,
    patience: Patience = DEFAULT_PATIENCE,
) -> Iterator[Figure]:
    """The figures of the items that these queries name, with all their dimensions, terms and tiers.

    The catalogue cannot be asked for single SKUs, so each service that a query names is read whole. Queries of
    services that the catalogue is not read for, those that are open until deployment, and those that it has no figure
    for are told to `on_skipped`; those of AWS are not, since they are asked for elsewhere.

    Raises:
        CatalogueRefused, CatalogueUnavailable, UnexpectedCatalogue: as `catalogue_figures`.
    """
    say = on_skipped or _mute
    wanted = tuple(_askable(queries, say))
    if not wanted:
        return iter(())
    regions = {str(query.region) for query in wanted} - {GLOBAL}
    figures = catalogue_figures(
        sorted({query.service for query in wanted}),
        sorted(regions),
        api_key=api_key,
        today=today,
        currency=currency,
        transport=transport,
        on_progress=on_progress,
        on_skipped=on_skipped,
        patience=patience,
    )
    return _of_queries(figures, wanted, say)


def _askable(queries: Iterable[PriceQuery], on_skipped: Skipped) -> Iterator[PriceQuery]:
    """The queries that the catalogue may have a figure for."""
    for query in dict.fromkeys(queries):
        if query.service.startswith(("AWS", "Amazon")):
            continue
        if query.service not in CATALOGUE_SERVICES:
            on_skipped(f"{query}: {query.service} is not read from Google's catalogue")
        elif not isinstance(query.region, str) or not isinstance(query.item, str):
            on_skipped(f"{query}: it is open until deployment")
        else:
            yield query


def _of_queries(figures: Iterable[Figure], wanted: Collection[PriceQuery], on_skipped: Skipped) -> Iterator[Figure]:
    """The figures of the items that are wanted, in their region or the same everywhere."""
    items = {(query.service, query.item, query.region) for query in wanted}
    everywhere = {(service, item) for service, item, _ in items}
    found: set[tuple[str, str, str, str, str]] = set()
    for figure in figures:
        name = figure.name
        if (name.service, name.item, figure.region) in items or (
            figure.region == GLOBAL and (name.service, name.item) in everywhere
        ):
            found.add((name.service, name.item, name.dimension, name.term, figure.region))
            yield figure
    for query in wanted:
        asked = (query.service, str(query.item), query.dimension, query.term)
        if (*asked, str(query.region)) not in found and (*asked, GLOBAL) not in found:
            on_skipped(f"{query}: Google's catalogue lists none")


@dataclass(frozen=True, slots=True)
class _Found:
    """The SKU that gives a figure its price, and the service that lists it."""

    sku: Sku
    tiers: tuple[SkuTier, ...]
    listed_under: str


class _Collection:
    """What was found in the catalogue so far: parts of machines, and products by name, unit and region."""

    def __init__(self, currency: str, today: date, on_skipped: Skipped) -> None:
        self._currency = currency
        self._today = today
        self._on_skipped = on_skipped
        self._parts = MachineParts()
        self._products: dict[tuple[Product, str], tuple[_Found, ...]] = {}

    def take(self, listed_under: str, message: Any) -> None:
        """Note what a SKU is the price of, if the book has such a thing."""
        term = TERMS.get(message.category.usage_type)
        description = " ".join(message.description.split())
        if term is None:
            return
        try:
            part = machine_part(description) if listed_under == COMPUTE_ENGINE else None
            product = product_of(listed_under, description) if part is None and term == ON_DEMAND else None
        except UnknownPlace as unknown:
            self._on_skipped(f"SKU {message.sku_id} ({description}): {unknown}")
            return
        if part is None and product is None:
            return
        sku = read_sku(message, self._currency, self._today)
        if sku is None:
            self._on_skipped(f"SKU {message.sku_id} ({description}) has no price that is in force on {self._today}")
        elif part is not None:
            self._take_part(part, description, sku)
        elif product is not None:
            self._take_product(product, listed_under, description, sku)

    def _take_part(self, part: MachinePart, description: str, sku: Sku) -> None:
        """Note what a part of a machine costs, unless it is called spot and sold on demand, or the like."""
        if is_called(description, sku.term):
            self._parts.add(part, sku)
        else:
            self._on_skipped(f"{sku} is sold as {sku.term}, and called otherwise")

    def _take_product(self, product: Product, listed_under: str, description: str, sku: Sku) -> None:
        """Note a product's price; of two for one place, that of the SKU holds which is sold in fewer places.

        Where both are sold in as many, at different prices, there is no figure.
        """
        try:
            found = _Found(sku, sku.tiers_in(product.unit), listed_under)
        except UnexpectedCatalogue as error:
            self._on_skipped(error.message)
            return
        if not found.tiers:
            self._on_skipped(f"{sku} is free")
            return
        for what, region in locations(product, description, sku.regions):
            key = (replace(what, holds_in=()), region)
            others = self._products.get(key, ())
            if not others or len(sku.regions) < len(others[0].sku.regions):
                self._products[key] = (found,)
            elif len(sku.regions) == len(others[0].sku.regions) and all(found.tiers != other.tiers for other in others):
                self._products[key] = (*others, found)

    def figures(self) -> Iterator[Figure]:
        """A figure for each thing and tier, in no order; what is listed at several prices is named and left out."""
        for (product, region), (found, *others) in self._products.items():
            if others:
                skus = " and ".join(sorted(str(each.sku) for each in (found, *others)))
                what = " ".join(part for part in (product.item, product.dimension) if part)
                self._on_skipped(f"{product.service} {what} in {region}: {skus} differ in price")
                continue
            source = _source(found.listed_under, found.sku.effective)
            for tier in found.tiers:
                name = FigureName(
                    product.service, product.item, product.dimension, found.sku.term, product.unit, tier.start
                )
                yield Figure(name, region, tier.price, source, Grade.A, self._currency)
        for name, region, rate in self._parts.figures():
            source = _source(COMPUTE_ENGINE, rate.effective)
            yield Figure(name, region, rate.price, source, Grade.A, self._currency)
        for contested in self._parts.contested():
            self._on_skipped(contested)
        for family in self._parts.without_shapes():
            self._on_skipped(f"no machine types of the family {family} are known, so its parts are priced alone")


def _figures(
    reader: CatalogueReader, services: Collection[str], regions: Collection[str], today: date, on_skipped: Skipped
) -> Iterator[Figure]:
    names = reader.services()
    listing = sorted({each for service in services for each in CATALOGUE_SERVICES[service]})
    for each in listing:
        if each not in names:
            raise UnexpectedCatalogue(f"it has no service {each!r}")
    collection = _Collection(reader.currency, today, on_skipped)
    for each in listing:
        for message in reader.skus(each, names[each]):
            collection.take(each, message)
    for figure in sorted(collection.figures(), key=_order):
        if figure.name.service in services and (not regions or figure.region in regions or figure.region == GLOBAL):
            yield figure


def _source(listed_under: str, effective: date) -> Source:
    return Source(f"Google Cloud Billing catalogue v1, {listed_under}", effective, _LICENCE)


def _order(figure: Figure) -> tuple[str, str, str, str, str, str, Decimal]:
    name = figure.name
    return (name.service, name.item, name.dimension, name.term, name.unit, figure.region, name.tier_from)


def _silent(service: str, count: int) -> None:
    """Progress that nobody follows."""


def _mute(reason: str) -> None:
    """What was skipped, where nobody asks."""
