"""The plug-ins that are installed, loaded: what each brings, and what counts where several say something of a type.

One that cannot be loaded is named and the others go on. What two plug-ins say of the same type neither says: which one
counted would depend on the order of installation. Nothing of pricing is imported before there is a plug-in. Not here:
finding them (`outlay.plug_ins.discovery`) and what becomes of their pricers (`outlay.plug_ins.pricers`).
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from outlay.plug_ins.discovery import PlugInEntry, plug_in_entries

if TYPE_CHECKING:
    from outlay.alternatives.candidate import Candidate, Finder
    from outlay.estimate.registry import Pricer, Registry
    from outlay.estimate.subject import Neighbours
    from outlay.plug_ins.plug_in import PlugIn
    from outlay.resource import Resource

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
"""What a plug-in may be called: its name stands in locks and on command lines."""
_OBJECT: Final = "plug_in"


@dataclass(frozen=True, slots=True)
class LoadedPlugIn:
    """A plug-in, the name of its entry point, and its package with version (`outlay-datadog 0.1.0`)."""

    name: str
    package: str
    plug_in: "PlugIn"

    @property
    def label(self) -> str:
        """How outputs name it."""
        return f"plug-in {self.name} ({self.package})"

    @property
    def said(self) -> str:
        """What it brings, counted."""
        priced, free = len(self.plug_in.pricers.own_types()), len(self.plug_in.free)
        types = f"{priced} {'type' if priced == 1 else 'types'} priced, {free} free"
        return types if self.plug_in.sheets is None else f"{types}, with prices of its own"


@dataclass(frozen=True, slots=True)
class FailedPlugIn:
    """A plug-in that could not be loaded, and why."""

    name: str
    package: str
    reason: str

    @property
    def label(self) -> str:
        """How outputs name it."""
        return f"plug-in {self.name} ({self.package})"


class PlugIns:
    """All plug-ins of an environment.

    Args:
        loaded: those that could be loaded.
        failed: those that could not.
    """

    def __init__(self, loaded: Iterable[LoadedPlugIn] = (), failed: Iterable[FailedPlugIn] = ()) -> None:
        self.loaded = tuple(loaded)
        self.failed = tuple(failed)
        self._says: dict[str, list[LoadedPlugIn]] = {}
        for each in self.loaded:
            for token in {*each.plug_in.pricers.own_types(), *each.plug_in.free}:
                self._says.setdefault(token, []).append(each)
        self._pricers: dict[str, Pricer[Any] | None] = {}

    def pricer(self, type_: str) -> "Pricer[Any] | None":
        """What a plug-in says of a type, as a pricer; None where none says anything.

        Where two do, the pricer raises what they are called, so that there is a gap and no guess.
        """
        if not self._says:
            return None
        if type_ not in self._pricers:
            self._pricers[type_] = self._pricer(type_)
        return self._pricers[type_]

    def types(self) -> tuple[str, ...]:
        """The types that plug-ins have a pricer for, sorted."""
        return tuple(sorted({token for each in self.loaded for token in each.plug_in.pricers.own_types()}))

    def finders(self, type_: str) -> Iterator["Finder"]:
        """The finders of cheaper equivalents that plug-ins have for a type; what one of them raises, finds nothing."""
        for each in self.loaded:
            for finder in each.plug_in.finders.get(type_, ()):
                yield _quiet(finder)

    def notices(self, ours: "Registry") -> Iterator[str]:
        """What whoever reads an estimate has to know: what could not be loaded, what two say, what goes before ours."""
        for failed in self.failed:
            yield f"{failed.label} is left out: {failed.reason}"
        yield from self.notices_on_types(ours)

    def notices_on_types(self, ours: "Registry") -> Iterator[str]:
        """For which types several say something, or one before us."""
        for token, those in sorted(self._says.items()):
            if len(those) > 1:
                yield _conflict(token, those)
            elif ours.find(token) is not None:
                yield f"{token} is priced by {those[0].label}, and not by Outlay"

    def _pricer(self, type_: str) -> "Pricer[Any] | None":
        from outlay.plug_ins.pricers import free, named, raising

        of_module = f"{type_.partition('/')[0]}/*"
        token = type_ if type_ in self._says else of_module
        those = self._says.get(token, [])
        if not those:
            return None
        if len(those) > 1:
            return raising(type_, _conflict(token, those))
        [one] = those
        pricer = one.plug_in.pricers.find(token) if token in one.plug_in.pricers.own_types() else None
        return named(pricer, one.label) if pricer is not None else free(type_, one.plug_in.free[token])


def load(entries: Iterable[PlugInEntry]) -> PlugIns:
    """The plug-ins that these entry points name."""
    by_name: dict[str, list[PlugInEntry]] = {}
    for entry in entries:
        by_name.setdefault(entry.name, []).append(entry)
    loaded: list[LoadedPlugIn] = []
    failed: list[FailedPlugIn] = []
    for name, those in by_name.items():
        packages = " and ".join(entry.package for entry in those)
        try:
            if len(those) > 1:
                raise TypeError(f"{len(those)} plug-ins have this name; uninstall one of them")
            if not _NAME.fullmatch(name):
                raise TypeError("its name is made of more than letters, digits, - and _")
            loaded.append(LoadedPlugIn(name, packages, _loaded(those[0].value)))
        except (
            Exception,
            SystemExit,
        ) as error:  # a package of others may raise anything; it is named, the rest goes on
            why = str(error) if isinstance(error, TypeError) else f"{type(error).__name__}: {error}"
            failed.append(FailedPlugIn(name, packages, why))
    return PlugIns(loaded, failed)


@cache
def installed() -> PlugIns:
    """The plug-ins of this environment, loaded on the first call."""
    return load(plug_in_entries(sys.path))


def _loaded(value: str) -> "PlugIn":
    """The plug-in that an entry point names.

    Raises:
        TypeError: it names something else, or the plug-in holds what it should not.
    """
    from outlay.plug_ins.plug_in import PlugIn

    module, _, path = value.partition(":")
    found: object = import_module(module)
    for part in path.split(".") if path else ():
        found = getattr(found, part)
    if isinstance(found, ModuleType):
        found = getattr(found, _OBJECT, None)
    if not isinstance(found, PlugIn):
        raise TypeError(f"{value} is no PlugIn, and no module with one called {_OBJECT}")
    _check(found.pricers, found.sheets, found.free)
    return found


def _check(pricers: object, sheets: object, free: Mapping[str, object]) -> None:
    """Whether a plug-in holds what it should, whatever its own tools say of types."""
    from outlay.estimate.registry import Registry

    if not isinstance(pricers, Registry):
        raise TypeError("its pricers are no Registry")
    if sheets is not None and not (isinstance(sheets, Path) and sheets.is_dir()):
        raise TypeError(f"its sheets are no folder: {sheets}")
    without = [token for token, reason in free.items() if not (isinstance(reason, str) and reason.strip())]
    if without:
        raise TypeError(f"it says that {without[0]} is free, and not why")


def _conflict(token: str, those: Sequence[LoadedPlugIn]) -> str:
    named = " and ".join(each.label for each in those)
    return f"{named} both say what {token} costs, so neither is asked; uninstall one of them"


def _quiet(finder: "Finder") -> "Finder":
    """The finder, which finds nothing more where it raises: a saving that nobody can tell is none."""

    def find(resource: "Resource", near: "Neighbours") -> "Iterator[Candidate]":
        try:
            yield from finder(resource, near)
        except Exception:  # other people's code may raise anything, and an offer is never needed
            return

    return find
