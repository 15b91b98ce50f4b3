"""`outlay prices update`: moves `outlay.lock` to the prices at hand, and says what that changes.

Not here: refreshing prices (`refresh`) and holding a run to the lock (`outlay.prices.opened_book`).
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest
from pathlib import Path
from typing import Final

from outlay import __version__
from outlay.errors import InvalidFile, OutlayError, WrongUse
from outlay.prices.book import OVERLAY
from outlay.prices.lock import Pin, PriceLock, lock_path, read_lock, write_lock
from outlay.prices.lookup_file import LookupFile
from outlay.prices.opened_book import OpenedBook, open_book
from outlay.prices.overlay_store import OverlayStore, store_folder
from outlay.standard.location import standard_path
from outlay.standard.reading import read_standard

from outlay_automation.prices.figure_changes import FigureChange, figure_changes
from outlay_automation.render.notes import say_note

_LARGEST: Final = 5


def update_lock(directory: Path, *, standard: Path | None = None, is_dry_run: bool = False) -> None:
    """Pin the prices that the standard asks for, and print what changes against what was pinned.

    Args:
        directory: where the nearest finops.yaml is looked for, upwards.
        standard: the finops.yaml instead.
        is_dry_run: print and leave the lock as it is.

    Raises:
        WrongUse: there is no finops.yaml for the lock to lie beside.
        InvalidFile: the standard or what it names is not what it should be, or the lock cannot be written.
    """
    path = standard_path(directory, standard)
    target = lock_path(path)
    if path is None or target is None:
        raise WrongUse("there is no finops.yaml here or above", "outlay.lock lies beside it; an empty one will do.")
    opened = open_book(read_standard(path), path, is_pinned=False)
    before = _pinned(target)
    after = PriceLock(opened.pins)
    lines = list(_changes(before.pins if before else {}, after.pins))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.write("".join(f"{line}\n" for line in _overlay_changes(before, opened)))
    if before is not None and before.pins == after.pins and before.outlay == __version__:
        sys.stdout.write(f"Nothing changed; {target.name} stays as it is.\n")
    elif is_dry_run:
        sys.stdout.write(f"{target.name} stays as it is: this was a dry run.\n")
    else:
        write_lock(target, after)
        sys.stdout.write(f"Wrote {_shown(target)}. Commit it, and every run prices by exactly these figures.\n")


def _shown(path: Path) -> Path:
    """A path as a person in the current folder writes it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _pinned(path: Path) -> PriceLock | None:
    """What is pinned so far; nothing where the lock is missing, or damaged beyond use, which is said."""
    if not path.exists():
        return None
    try:
        return read_lock(path)
    except InvalidFile as error:
        say_note(f"{error.message}; it is written anew")
        return None


def _changes(before: Mapping[str, Pin], after: Mapping[str, Pin]) -> Iterator[str]:
    """Layer by layer what moves, and within it which services."""
    width = max(len(layer) for layer in (*before, *after))
    for layer in sorted({*before, *after}):
        old, new = before.get(layer), after.get(layer)
        if old is None:
            yield f"{layer:<{width}}  {new}, pinned for the first time"
        elif new is None:
            yield f"{layer:<{width}}  {old}, no longer pinned: it is not in use"
        elif old.digest == new.digest:
            yield f"{layer:<{width}}  {new}, as before"
        else:
            yield f"{layer:<{width}}  {old} → {new}"
            yield from _services(old.services, new.services)


def _services(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    changed = sorted(service for service in before.keys() & after.keys() if before[service] != after[service])
    for word, services in (
        ("changed", changed),
        ("added", sorted(after.keys() - before.keys())),
        ("gone", sorted(before.keys() - after.keys())),
    ):
        if services:
            yield f"  {word}: {', '.join(services)}"


def _overlay_changes(before: PriceLock | None, opened: OpenedBook) -> Iterator[str]:
    """Figure by figure what moves between two overlays, where both are at hand."""
    pin = before.pins.get(OVERLAY) if before is not None else None
    now = next((layer.source for layer in opened.layers if isinstance(layer.source, LookupFile)), None)
    if pin is None or now is None or now.name != OVERLAY or pin.digest == now.identity.digest:
        return
    try:
        old = OverlayStore(store_folder()).by_digest(pin.digest)
    except OutlayError:
        yield "The overlay that was pinned is not on this machine, so its figures cannot be compared one by one."
        return
    yield from _figures(figure_changes(old.figures(), now.figures()))


def _figures(changes: Iterable[FigureChange]) -> Iterator[str]:
    moved: list[FigureChange] = []
    new = gone = 0
    for change in changes:
        if change.before is None:
            new += 1
        elif change.after is None:
            gone += 1
        else:
            moved.append(change)
    yield f"Figures of the overlay: {len(moved):,} changed, {new:,} new, {gone:,} gone"
    for change in nlargest(_LARGEST, moved, key=lambda change: abs(change.share)):
        name = change.figure.name
        what = " ".join(part for part in (name.service, name.item, name.dimension, name.term) if part)
        prices = f"{change.before} → {change.after} {change.currency}"
        yield f"  {change.share * 100:+.1f} %  {what} in {change.figure.region}: {prices} per unit of {name.unit}"
