"""The two sides of a comparison: a book by name, an overlay, or a file that was exported.

An overlay stands over the embedded prices, as it does in use. Figures of a file go by published names, so both sides
do where one is a file. Not here: how figures are compared (`outlay_automation.prices.figure_changes`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from outlay.errors import WrongUse
from outlay.prices.book import CONTRACT, EMBEDDED, OVERLAY, BookIdentity, LayerIdentity
from outlay.prices.currency import NO_RATES, USD, Rates
from outlay.prices.embedded import embedded_prices
from outlay.prices.figure import Figure, FigureName
from outlay.prices.lookup_file import LookupFile
from outlay.prices.opened_book import Layer
from outlay.prices.overlay_store import OverlayStore, store_folder
from outlay.prices.published import published_rows

from outlay_automation.prices.effective import Selection, effective_figures
from outlay_automation.prices.figure_changes import FigureChange, figure_changes
from outlay_automation.prices.price_file import book_order, parted, read_price_file

CURRENT: Final = "current"
_SHORTEST_DIGEST: Final = 6
WHAT_THERE_IS: Final = (
    "A side is `embedded`, `current` (the overlay in use), an overlay's digest or path, `book` (what finops.yaml asks "
    "for), `lock` (what outlay.lock pins), or a file that `outlay prices export` wrote (csv, json or jsonl)."
)


@dataclass(frozen=True, slots=True)
class BookSide:
    """A book of layers. Figures in other currencies are told in US dollars where there is a rate."""

    name: str
    layers: Sequence[Layer]
    rates: Rates = NO_RATES

    @property
    def identity(self) -> BookIdentity:
        """Which figures these are."""
        named = (LayerIdentity(each.name, each.identity.as_of, each.identity.digest) for each in self.layers)
        return BookIdentity.over(named)

    @property
    def as_of(self) -> date:
        """The date of its prices."""
        return self.identity.as_of

    def marks(self) -> Mapping[str, tuple[str, ...]]:
        """Its services, each with digests: where they are equal, so are the figures.

        A contract's patterns may reach into any service, so that its digest stands with each.
        """
        marks: dict[str, list[str]] = {}
        agreed = [each.identity.digest for each in self.layers if each.name == CONTRACT]
        for layer in self.layers:
            if isinstance(layer, LookupFile):
                for service, digest in layer.identity.services.items():
                    marks.setdefault(service, [*agreed]).append(digest)
        return {service: tuple(digests) for service, digests in marks.items()}

    def figures(self, service: str) -> Iterator[Figure]:
        """The figures of a service that count."""
        return (self._in_dollars(each) for each in effective_figures(self.layers, Selection(service)))

    def published(self) -> Iterable[Figure]:
        """All figures that count, by their published names, in the book's order."""
        return sorted(self._published(), key=book_order)

    def _published(self) -> Iterator[Figure]:
        for row in published_rows(effective_figures(self.layers, Selection())):
            name = FigureName(row.service, row.item, row.dimension, row.term, row.unit, row.tier_from)
            each = self._in_dollars(row.figure)
            yield from parted(Figure(name, row.region, each.price, each.source, each.grade, each.currency))

    def _in_dollars(self, figure: Figure) -> Figure:
        if figure.currency == USD or not self.rates.covers(figure.currency):
            return figure
        return replace(figure, price=self.rates.amount(figure.price, figure.currency, USD), currency=USD)


@dataclass(frozen=True, slots=True)
class FileSide:
    """The figures of an exported file, by their published names, in the book's order."""

    name: str
    held: tuple[Figure, ...]

    @property
    def as_of(self) -> date:
        """The date of its youngest figure."""
        return max((figure.source.as_of for figure in self.held), default=date.min)

    def published(self) -> Iterable[Figure]:
        """All of them."""
        return self.held


Side: TypeAlias = BookSide | FileSide


def changes_between(before: Side, after: Side) -> Iterator[FigureChange]:
    """Every figure that differs, in the book's order; services whose digests are equal are not read."""
    if isinstance(before, FileSide) or isinstance(after, FileSide):
        yield from figure_changes(before.published(), after.published())
        return
    old, new = before.marks(), after.marks()
    for service in sorted(old.keys() | new.keys()):
        if old.get(service) != new.get(service):
            yield from figure_changes(
                before.figures(service) if service in old else (), after.figures(service) if service in new else ()
            )


def stored_side(text: str) -> Side:
    """The side that a name other than `book` and `lock` stands for.

    Raises:
        WrongUse: nothing is called so.
        DamagedPrices: the overlay is cut or altered.
        InvalidFile: the file is no CSV of figures.
    """
    embedded = embedded_prices()
    if text == EMBEDDED:
        return BookSide(text, (embedded,))
    path = Path(text)
    if path.is_file():
        return _file_side(text, path, embedded)
    store = OverlayStore(store_folder())
    digest = store.current_digest() if text == CURRENT else _digest_of(text, store)
    if digest is None:
        if text == CURRENT:
            raise WrongUse("this machine uses no overlay", "`outlay prices refresh` makes one.")
        raise WrongUse(f"there are no prices called {text!r}", WHAT_THERE_IS)
    return BookSide(text, (store.by_digest(digest), embedded))


def _file_side(text: str, path: Path, embedded: LookupFile) -> Side:
    with path.open("rb") as file:
        is_database = file.read(16).startswith(b"SQLite format 3")
    if is_database:
        return BookSide(text, (LookupFile(path, OVERLAY), embedded))
    return FileSide(text, read_price_file(path))


def _digest_of(text: str, store: OverlayStore) -> str | None:
    """The digest of the overlay that a digest, or the beginning of one, names."""
    if len(text) < _SHORTEST_DIGEST or not text.isalnum():
        return None
    found = sorted(path.stem for path in store.folder.glob(f"{text}*.sqlite"))
    if len(found) > 1:
        raise WrongUse(f"{text!r} may be any of {len(found)} overlays", f"There are: {', '.join(found)}.")
    return found[0] if found else None
