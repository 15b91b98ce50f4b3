"""Brings prices up to date: figures from a provider's interface go into a new overlay, and what that changes is told.

What is refreshed replaces what the overlay in use has of the same scope; all else of it is carried over. Not here: the
providers' interfaces, how overlays are kept (`overlay_store`), and printing.
"""

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import heappush, heappushpop
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from outlay.prices.book import BookIdentity
from outlay.prices.figure import Figure
from outlay.prices.lookup_file import LookupFile
from outlay.prices.overlay_store import OverlayStore
from outlay.prices.query import GLOBAL
from outlay.prices.term import ON_DEMAND
from outlay.prices.verification import RuleCheck

from outlay_automation.prices.figure_changes import FigureChange
from outlay_automation.prices.refresh.aws.usage_types import without_region
from outlay_automation.prices.refresh.failure import UnknownPriceList

OnProgress: TypeAlias = Callable[[str, int, int | None], None]
"""Is told what is being done, how much of it is, and of how much, None where nobody knows."""
_LARGEST: Final = 5
_RARELY: Final = (100_000, 20, 20)
"""Objects, and younger collections, after which `gc` looks through each generation."""


class Scope(NamedTuple):
    """What a refresh replaces: the figures of a service, of one region or of all, of one item or of all."""

    service: str
    region: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refresh that went through: the overlay that is in use now, and in what it differs.

    `new`, `changed` and `gone` count its `figures` against the overlay before; where that had nothing of a scope,
    against the embedded book, of which nothing is ever gone. `largest` are the greatest changes of prices on demand.
    `kept` counts the figures of the embedded book in the refreshed scopes that no new one takes the place of: they
    still answer. `left_out` says by name what was not taken over, and why; `unknown` counts, by product family, what
    the price list has and the book has no figures of.
    """

    identity: BookIdentity
    path: Path
    figures: int
    new: int
    changed: int
    gone: int
    kept: int
    largest: tuple[FigureChange, ...]
    left_out: tuple[str, ...] = ()
    unknown: Mapping[str, int] = field(default_factory=dict)


def use_figures(
    store: OverlayStore,
    workshop: Path,
    figures: Iterable[Figure],
    scopes: Collection[Scope],
    published: LookupFile,
    left_out: list[str],
) -> Refreshed:
    """Make an overlay of figures, and use it from now on.

    Args:
        store: where overlays are kept.
        workshop: a folder that its `workshop` gave.
        figures: the new ones, taken one by one.
        scopes: what they replace of the overlay in use.
        published: the embedded book: its figures answer where there are no new ones, and are compared with where
            there was no overlay.
        left_out: what could not be taken over; may grow while figures are taken.

    Raises:
        UnknownPriceList: the new figures break a rule of the book.
        StoreUnwritable: the disk is full, or the folder cannot be written.
        StoreBusy: another refresh does not come to its end.
        DamagedPrices: the overlay in use cannot be read.
    """
    comparison = _Comparison(frozenset(scopes))

    def taken() -> Iterator[Figure]:
        lost = store.lost()
        if lost is not None:
            left_out.append(f"what was refreshed before: {lost} is missing, so nothing of it is carried over")
        comparison.lay_over(published)
        check = RuleCheck()
        for figure in figures:
            comparison.is_now(figure)
            check.take(figure)
            yield figure
        _refuse_broken(check.broken())

    with _rare_collections():
        identity = store.put(workshop, taken(), comparison.was)
    return Refreshed(
        identity,
        store.path_of(identity.digest),
        comparison.figures,
        comparison.new,
        comparison.changed,
        comparison.gone,
        comparison.kept,
        comparison.largest,
        tuple(left_out),
    )


def _refuse_broken(rules: Sequence[str]) -> None:
    """End a refresh whose figures no book may hold: every command that meets one would end with an error.

    Raises:
        UnknownPriceList: a rule is broken.
    """
    if rules:
        more = f" (and {len(rules) - 1} more)" if rules[1:] else ""
        raise UnknownPriceList("the price list", f"{rules[0]}{more}")


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Python's search for cycles, less often for a while.

    Decoding makes millions of short-lived objects without one; at the usual pace a third of the time goes into looking.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Asked(NamedTuple):
    """By what the book is asked: all figures with one of these are one answer, whatever their units and tiers."""

    service: str
    item: str
    dimension: str
    term: str
    region: str


def _asked(figure: Figure) -> _Asked:
    name = figure.name
    return _Asked(name.service, name.item, name.dimension, name.term, figure.region)


_Identity: TypeAlias = tuple[_Asked, str, Decimal, str]
"""What is asked, unit, tier and currency: what two figures share whose prices can be compared."""


def _identity(asked: _Asked, figure: Figure) -> _Identity:
    return (asked, figure.name.unit, figure.name.tier_from, figure.currency)


@dataclass(slots=True)
class _Comparison:
    """Counts what changes while figures pass by; holds those before, and of the changes only the greatest."""

    scopes: frozenset[Scope]
    figures: int = 0
    new: int = 0
    changed: int = 0
    _before: dict[_Identity, Decimal] = field(default_factory=dict)
    _met: set[Scope] = field(default_factory=set)
    _embedded: set[_Identity] = field(default_factory=set)
    _largest: list[tuple[Decimal, int, FigureChange]] = field(default_factory=list)
    _beneath: Counter[_Asked] = field(default_factory=Counter)
    _everywhere: set[_Asked] = field(default_factory=set)

    @property
    def gone(self) -> int:
        """How many figures of the overlay before have no successor."""
        return len(self._before.keys() - self._embedded)

    @property
    def kept(self) -> int:
        """How many figures of the embedded book still answer."""
        answered = self._everywhere
        return sum(count for asked, count in self._beneath.items() if asked._replace(region=GLOBAL) not in answered)

    @property
    def largest(self) -> tuple[FigureChange, ...]:
        """The greatest changes, the greatest first."""
        return tuple(change for _, _, change in sorted(self._largest, reverse=True))

    def was(self, figure: Figure) -> bool:
        """Note a figure of the overlay in use; whether it gives way."""
        scope = self._scope(figure)
        if scope is None:
            return False
        self._met.add(scope)
        self._before[_identity(_asked(figure), figure)] = figure.price
        return True

    def lay_over(self, published: LookupFile) -> None:
        """Note what the embedded book has beneath; compare with it where the overlay had nothing."""
        for scope in self.scopes:
            for figure in published.figures(*scope):
                if without_region(figure.name.item) == figure.name.item:  # no pricer asks for others
                    self._beneath[_asked(figure)] += 1
                if scope not in self._met:
                    key = _identity(_asked(figure), figure)
                    self._before.setdefault(key, figure.price)
                    self._embedded.add(key)

    def is_now(self, figure: Figure) -> None:
        """Count a new figure."""
        self.figures += 1
        asked = _asked(figure)
        self._beneath.pop(asked, None)
        if figure.region == GLOBAL:
            self._everywhere.add(asked)
        before = self._before.pop(_identity(asked, figure), None)
        if before is None:
            self.new += 1
        elif before != figure.price:
            self.changed += 1
            if figure.name.term == ON_DEMAND:
                self._note(FigureChange(figure, before, figure.price))

    def _note(self, change: FigureChange) -> None:
        entry = (abs(change.share), -self.changed, change)  # the second tells equal ones apart, the first one first
        if len(self._largest) < _LARGEST:
            heappush(self._largest, entry)
        else:
            heappushpop(self._largest, entry)

    def _scope(self, figure: Figure) -> Scope | None:
        service, region, item = figure.name.service, figure.region, figure.name.item
        for scope in (Scope(service, region), Scope(service, region, item), Scope(service), Scope(service, "", item)):
            if scope in self.scopes:
                return scope
        return None
