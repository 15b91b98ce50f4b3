"""Which plug-ins are installed: the entry points of the group `outlay.pricers`, read from the packages' own files.

The same answer as `importlib.metadata` gives, in a fraction of the time: nothing is imported or parsed for packages
that are no plug-in, since pricing a file has to start in a moment. Not here: loading them.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

GROUP: Final = "outlay.pricers"
"""The entry point group; the entry point's name is what the plug-in is called everywhere."""
_ENDS: Final = (".dist-info", ".egg-info")
_SECTION: Final = f"[{GROUP}]"


@dataclass(frozen=True, slots=True, order=True)
class PlugInEntry:
    """An entry point: the plug-in's name, what it names (`package.module:object`), and the package that has it."""

    name: str
    value: str
    package: str


def plug_in_entries(paths: Iterable[str]) -> tuple[PlugInEntry, ...]:
    """The entry points of the packages on these paths, by name; of a package that lies there twice the first."""
    found: dict[str, tuple[PlugInEntry, ...]] = {}
    for path in dict.fromkeys(paths):
        for folder in _packages(path or os.curdir):
            name, _, version = Path(folder).stem.partition("-")
            package = f"{name.replace('_', '-')} {version.partition('-')[0]}".strip()
            if name.lower() not in found:
                found[name.lower()] = tuple(_entries(folder, package))
    return tuple(sorted(entry for entries in found.values() for entry in entries))


def _packages(path: str) -> Iterator[str]:
    """The folders that describe a package, sorted; none where the path is no folder that can be read."""
    try:
        with os.scandir(path) as entries:
            found = sorted(entry.path for entry in entries if entry.name.endswith(_ENDS))
    except OSError:
        return
    yield from found


def _entries(folder: str, package: str) -> Iterator[PlugInEntry]:
    try:
        text = Path(folder, "entry_points.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if _SECTION not in text:
        return
    lines = (line.strip() for line in text.partition(_SECTION)[2].splitlines()[1:])
    for line in lines:
        if line.startswith("["):
            return
        name, is_entry, value = line.partition("=")
        if is_entry and not line.startswith(("#", ";")):
            yield PlugInEntry(name.strip(), value.partition("[")[0].strip(), package)
