"""The book that the commands under `outlay prices` look at: that of the given standard, or of the nearest one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from outlay.errors import WrongUse
from outlay.prices.currency import NO_RATES, NoRate, Rates, read_rates
from outlay.prices.opened_book import OpenedBook, open_book
from outlay.standard.location import standard_path
from outlay.standard.model import Standard
from outlay.standard.prices import StandIns
from outlay.standard.reading import read_standard

_NO_STANDARD: Final = (
    "Run it in a project, or write a finops.yaml with `prices: {rates: rates.csv}` and beside it a file of rates "
    "with the columns currency, per_usd, as_of, source. --standard names one that lies elsewhere."
)


@dataclass(frozen=True, slots=True)
class BookInUse:
    """The opened book, with what the standard says of it.

    `currency` is that in which amounts are told, `rates` are those that the standard names.
    """

    opened: OpenedBook
    standard: Standard
    standard_path: Path | None
    currency: str
    rates: Rates

    @property
    def allow_stand_ins(self) -> bool:
        """Whether estimated prices (grade D) answer."""
        return self.standard.prices.stand_ins is StandIns.ALLOW


def book_in_use(standard: Path | None, currency: str = "") -> BookInUse:
    """Open the book.

    Args:
        standard: the finops.yaml; None for that of OUTLAY_STANDARD, else the nearest from the current folder upwards.
        currency: what amounts are told in; empty for the standard's own.

    Raises:
        InvalidFile: the standard or a file that it names is not what it should be.
        NoRate: nobody set a rate for the currency.
    """
    path = standard_path(Path.cwd(), standard)
    stated = read_standard(path) if path is not None else None
    opened = open_book(stated, path)
    known = stated or Standard()
    folder = path.resolve().parent if path is not None else Path.cwd()
    rates = read_rates(folder / known.prices.rates) if known.prices.rates else NO_RATES
    wanted = currency.upper() or known.currency
    if not rates.covers(wanted) and path is None:
        raise WrongUse(f"there is no rate for {wanted}: no finops.yaml is here or above that names rates", _NO_STANDARD)
    if not rates.covers(wanted):
        raise NoRate(wanted, tuple(sorted(rates.by_currency)))
    return BookInUse(opened, known, path, wanted, rates)
