"""The build of the look-up file from the sheets, and when a source checkout needs it anew.

    python -m outlay.prices.build FILE

A wheel is built with the file inside and without the sheets, so that what is installed never builds.
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from outlay.prices.lookup_schema import SCHEMA

SHEETS: Final = Path(__file__).with_name("sheets")
LOOKUP_FILE: Final = Path(__file__).with_name("prices.sqlite")


def build(sheets: Path, target: Path) -> None:
    """Write the look-up file of the sheets' figures.

    Raises:
        InvalidFile: when a sheet is none, or its figures break a rule of the book; the file stays as it was.
    """
    # Only who builds needs these: every command opens the book, and hardly one builds it.
    from outlay.errors import InvalidFile
    from outlay.prices.figure import Figure
    from outlay.prices.lookup_writer import LookupWriter
    from outlay.prices.sheets import read_figures
    from outlay.prices.verification import broken_rules

    with LookupWriter(target) as writer:
        held: list[Figure] = []
        for figure, times in read_figures(sheets):
            writer.add(figure, times)
            held.append(figure)
        broken = broken_rules(held)
        if broken:
            more = f" (and {len(broken) - 1} more)" if broken[1:] else ""
            raise InvalidFile(sheets, None, f"{broken[0]}{more}")


def up_to_date(sheets: Path = SHEETS, target: Path = LOOKUP_FILE) -> Path:
    """The look-up file of the sheets, built first where it is missing, cut, or older than they are.

    Without sheets, as in an installed wheel, it is the file as it lies there. Of several processes that find it old
    one builds and the others wait for it. Sheets are told apart by name, size and time of change: reading them all to
    find that nothing changed would cost each start what a build costs. Where the folder cannot be written, the file
    lies in the user's cache.
    """
    if not sheets.is_dir():
        return target
    stamp = _stamp(sheets)
    if _is_built(target, stamp):
        return target
    if not os.access(target.parent, os.W_OK):
        target = _cached(sheets)
    with _locked(target):
        if not _is_built(target, stamp):
            build(sheets, target)
            _stamp_file(target).write_text(f"{stamp}\n{target.stat().st_size}", encoding="utf-8")
    return target


def _is_built(target: Path, stamp: str) -> bool:
    """Whether the file was built from sheets with this stamp, and is as long as it was then."""
    try:
        return _stamp_file(target).read_text(encoding="utf-8") == f"{stamp}\n{target.stat().st_size}"
    except OSError:
        return False


def _stamp_file(target: Path) -> Path:
    return target.with_name(f"{target.name}.built-from")


def _stamp(sheets: Path) -> str:
    """What tells these sheets from others: a line each with name, size and time of change, after the file's schema."""
    lines = [SCHEMA]
    for path in sorted(sheets.rglob("*.csv")):
        status = path.stat()
        lines.append(f"{path.relative_to(sheets)} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(lines)


def _cached(sheets: Path) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    of_checkout = str(sheets.resolve()).strip("/").replace("/", "-")
    return cache / "outlay" / of_checkout / "prices.sqlite"


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process that holds it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(f"{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    build(SHEETS, Path(sys.argv[1]))
