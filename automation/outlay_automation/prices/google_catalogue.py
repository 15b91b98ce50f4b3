"""Figures out of Google's Cloud Billing catalogue, version 1, for an overlay of the price book.

Needs an API key and nothing else of a Google account. Not here: what a product's SKUs mean (`google_products`,
`google_machines`), and where the figures are kept.
"""

from collections.abc import Callable, Iterable, Iterator

from google.cloud.billing_v1.services.cloud_catalog.transports import CloudCatalogTransport

from outlay.prices.figure import Figure
from outlay.prices.query import PriceQuery


def catalogue_figures(
    services: Iterable[str],
    regions: Iterable[str],
    *,
    api_key: str,
    currency: str = "USD",
    transport: CloudCatalogTransport | None = None,
    on_progress: Callable[[str, int], None] | None = None,
) -> Iterator[Figure]:
    """Every figure of these services of the book (`ComputeEngine`, `CloudSQL`; none given: all) in these regions.

    No regions given: all. Figures of global prices come whatever the regions. `on_progress` is told the service of
    the catalogue that is being read, and how many of its SKUs have been.
    """
    raise NotImplementedError


def stack_figures(
    queries: Iterable[PriceQuery],
    *,
    api_key: str,
    currency: str = "USD",
    transport: CloudCatalogTransport | None = None,
    on_progress: Callable[[str, int], None] | None = None,
) -> Iterator[Figure]:
    """The figures of these queries alone, and the other terms of the same items. Queries it does not know are left."""
    raise NotImplementedError
