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
from typing import TYPE_CHECKING, Final

from outlay.prices.lookup_schema import SCHEMA

if TYPE_CHECKING:
    from outlay.prices.book import BookIdentity

SHEETS: Final = Path(__file__).with_name("sheets")
LOOKUP_FILE: Final = Path(__file__).with_name("prices.sqlite")
_MAKERS: Final = (
    "build.py",
    "figure.py",
    "lookup_schema.py",
    "lookup_writer.py",
    "regions.csv",
    "sheets.py",
    "table.py",
    "verification.py",
)
"""What makes a look-up file of sheets, beside this module: where it changes, the file is built anew."""
_CACHE: Final = "XDG_CACHE_HOME"


def build(sheets: Path, target: Path) -> "BookIdentity":
    """Write the look-up file of the sheets' figures.

    Returns:
        Which figures they are.

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
    return writer.identity


def up_to_date(sheets: Path = SHEETS, target: Path = LOOKUP_FILE) -> Path:
    """The look-up file of the sheets, built first where it is missing, cut, or older than they are.

    Without sheets, as in an installed wheel, it is the file as it lies there. Of several processes that find it old
    one builds and the others wait for it. Sheets are told apart by name, size and time of change: reading them all to
    find that nothing changed would cost each start what a build costs; `identity_of_sheets` does. Where the folder
    cannot be written, the file lies in the user's cache.

    Raises:
        InvalidFile: when a changed sheet is none, or its figures break a rule of the book.
        OutlayError: when neither the folder nor the cache can be written.
    """
    if not sheets.is_dir():
        return target
    stamp = _stamp(sheets)
    if _is_built(target, stamp):
        return target
    if not os.access(target.parent, os.W_OK):
        target = cached_lookup_file(sheets)
    try:
        with _locked(target):
            if not _is_built(target, stamp):
                build(sheets, target)
                _stamp_file(target).write_text(f"{stamp}\n{target.stat().st_size}", encoding="utf-8")
    except OSError as error:
        from outlay.errors import OutlayError

        message = f"the price book cannot be built at {target}: {error.strerror or error}"
        raise OutlayError(message, f"Name a folder that can be written in {_CACHE}, or make room.") from error
    return target


def identity_of_sheets(sheets: Path = SHEETS) -> "BookIdentity | None":
    """Which figures the sheets hold now, whatever is known of them: all are read. None without sheets.

    Two seconds of work, for `outlay prices verify`: an edit that keeps a sheet's size and time is found by nothing
    else.

    Raises:
        InvalidFile: when a sheet is none, or its figures break a rule of the book.
    """
    if not sheets.is_dir():
        return None
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="outlay-") as folder:
        return build(sheets, Path(folder) / LOOKUP_FILE.name)


def _is_built(target: Path, stamp: str) -> bool:
    """Whether the file was built from sheets with this stamp, and is as long as it was then."""
    try:
        return _stamp_file(target).read_text(encoding="utf-8") == f"{stamp}\n{target.stat().st_size}"
    except OSError:
        return False


def _stamp_file(target: Path) -> Path:
    return target.with_name(f"{target.name}.built-from")


def _stamp(sheets: Path) -> str:
    """What tells these sheets from others: the file's schema, and name, size and time of each sheet and each maker."""
    makers = [Path(__file__).parent / name for name in _MAKERS]
    lines = [SCHEMA]
    for path in (*makers, *sorted(sheets.rglob("*.csv"))):
        status = path.stat()
        lines.append(f"{os.path.relpath(path, sheets)} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(lines)


def cached_lookup_file(sheets: Path) -> Path:
    """Where the look-up file of sheets lies in the user's cache."""
    import hashlib  # takes longer to load than the first price takes to find

    cache = Path(os.environ.get(_CACHE) or Path.home() / ".cache")
    # a digest, since a path may be longer than the name of a file
    of_checkout = hashlib.sha256(os.fsencode(sheets.resolve())).hexdigest()[:16]
    return cache / "outlay" / of_checkout / LOOKUP_FILE.name


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process that holds it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(f"{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    build(SHEETS, Path(sys.argv[1]))
