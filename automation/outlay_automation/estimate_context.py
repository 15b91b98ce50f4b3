"""What a line is priced by besides its own text, as a digest: the code, the prices, the standard, use and the day.

Not here: where priced lines are kept (`priced_lines`).
"""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Final

import outlay
from outlay.prices.book import PriceBook

import outlay_automation

_PARTS_OF_CODE: Final = (".py", ".csv")


def context_of(book: PriceBook, files: Iterable[Path], today: date | None) -> bytes:
    """The digest. Two runs with the same one print the same of the same line.

    Args:
        book: the prices, with their currency and rates.
        files: the standard and the usage file, where there are any; other files of a standard are part of the book.
        today: the day, which schedules and dates of expiry count from.
    """
    digest = blake2b(digest_size=32)
    for part in _parts(book, files, today):
        digest.update(part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.digest()


def _parts(book: PriceBook, files: Iterable[Path], today: date | None) -> Iterator[str | bytes]:
    yield sys.version
    yield book.identity.digest
    yield book.currency
    stated = tuple(files)
    for path in stated:
        yield str(path.resolve())
        yield path.read_bytes()
    if stated:
        yield str(today)
    for package in (outlay, outlay_automation):
        for folder in package.__path__:
            yield from sorted(_stamps(folder))


def _stamps(folder: str) -> Iterator[str]:
    """Each file of a package that prices or prints, with its size and time of change: a new version is another one."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_PARTS_OF_CODE):
                found = entry.stat()
                yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"
            elif entry.is_dir() and entry.name not in ("__pycache__", "sheets"):
                yield from _stamps(entry.path)
