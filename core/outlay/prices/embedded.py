"""The layer `embedded` of the book: the figures that travel with Outlay, so that nothing needs a network."""

from functools import cache

from outlay.prices.book import EMBEDDED, PriceBook
from outlay.prices.build import up_to_date
from outlay.prices.lookup_file import LookupFile


@cache
def embedded_prices() -> LookupFile:
    """The embedded layer; in a source checkout built first where the sheets changed.

    Raises:
        InvalidFile: when a changed sheet is none.
        DamagedPrices: when the look-up file of an installation is cut or missing.
    """
    return LookupFile(up_to_date(), EMBEDDED)


@cache
def embedded_book() -> PriceBook:
    """The book that needs nothing: the embedded figures alone."""
    layer = embedded_prices()
    return PriceBook((layer,), layer.identity)
