"""Lines that were priced before: what `outlay estimate --format jsonl` printed of each, kept between processes.

    with PricedLines.opened(context) as known:
        known.found(texts)                      # by text, what is printed of those that are known
        known.keep(text, PricedLine(...))

A line's estimate is a function of its text and of what it is priced by, the `context`: both are in the key, which is a
hash, so that nothing is ever stale and no input is kept. Lines with a secret are never looked up and never kept. A file
that is damaged, locked for long or not to be written is done without. Not here: what a context is made of
(`estimate_context`), and how lines are priced.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from outlay.user_folder import user_cache_folder

VARIABLE: Final = "OUTLAY_CACHE"
"""The environment variable that names another folder, or is `off`."""
OFF: Final = "off"
LEAST_LINES: Final = 1000
"""From how many lines on it is used: below that starting the process takes longer than pricing."""
MOST_BYTES: Final = 256 * 2**20
"""How large the file may grow; the lines that were priced first make room."""

_FORM: Final = 1
_PATIENCE_SECONDS: Final = 0.5
_AT_ONCE: Final = 500
_WRITTEN_AT_ONCE: Final = 5000
_SECRET: Final = ("1b47061264138c4ac30d75fd1eb44270", "[secret]", '"secret"')
"""What marks a secret in a line, as `outlay.wire` reads it."""
_FAST: Final = 1
"""Level of compression: a line shrinks to a third, and takes longer at the higher ones than pricing it."""


_CREATE: Final = "CREATE TABLE IF NOT EXISTS line (key BLOB PRIMARY KEY, printed BLOB NOT NULL, layers TEXT NOT NULL)"
_OLDEST: Final = "SELECT rowid FROM line ORDER BY rowid LIMIT 1 OFFSET (SELECT count(*) / 4 FROM line)"


@dataclass(frozen=True, slots=True)
class PricedLine:
    """What is printed of a line, and the names of the layers of prices that it rests on."""

    printed: str
    layers: frozenset[str]


def cache_folder() -> Path | None:
    """The folder of this user's priced lines; None where they are switched off."""
    given = os.environ.get(VARIABLE)
    if given == OFF:
        return None
    if given:
        return Path(given)
    return user_cache_folder() / "estimates"


class PricedLines:
    """The lines that are known in a context.

    Args:
        database: where they are kept; None keeps nothing.
        context: a digest of everything but its text that a line is priced by.
        most_bytes: how much may be kept.
    """

    def __init__(self, database: sqlite3.Connection | None, context: bytes, most_bytes: int = MOST_BYTES) -> None:
        self._database = database
        self._keyed = blake2b(digest_size=16, key=context)
        self._most_bytes = most_bytes
        self._new: list[tuple[bytes, bytes, str]] = []

    @classmethod
    @contextmanager
    def opened(cls, context: bytes, *, most_bytes: int = MOST_BYTES) -> Iterator["PricedLines"]:
        """The known lines of a context; what is kept is written at the end."""
        folder = cache_folder()
        path = folder / f"lines-{_FORM}.sqlite" if folder is not None else None
        database = _connected(path) if path is not None else None
        known = cls(database, context, most_bytes)
        try:
            yield known
        finally:
            known._close()

    def found(self, texts: Sequence[str]) -> Mapping[str, PricedLine]:
        """Those of the lines that are known, by their text."""
        if self._database is None:
            return {}
        keys = {self._key(text): text for text in texts if not _has_secret(text)}
        answers: dict[str, PricedLine] = {}
        sets: dict[str, frozenset[str]] = {}  # a handful, shared by all lines
        wanted = list(keys)
        try:
            for start in range(0, len(wanted), _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                asked = f"SELECT key, printed, layers FROM line WHERE key IN ({','.join('?' * len(part))})"
                for key, printed, layers in self._database.execute(asked, part):
                    if layers not in sets:
                        sets[layers] = frozenset(layers.split(",")) - {""}
                    answers[keys[key]] = PricedLine(zlib.decompress(printed).decode(), sets[layers])
        except (sqlite3.Error, zlib.error, KeyError, ValueError, AttributeError, TypeError):
            self._give_up()
            return {}
        return answers

    def keep(self, text: str, priced: PricedLine) -> None:
        """Remember what is printed of a line."""
        if self._database is not None and not _has_secret(text):
            printed = zlib.compress(priced.printed.encode(), _FAST)
            self._new.append((self._key(text), printed, ",".join(sorted(priced.layers))))
            if len(self._new) >= _WRITTEN_AT_ONCE:
                self._write()

    def _key(self, text: str) -> bytes:
        key = self._keyed.copy()
        key.update(text.encode("utf-8", "surrogatepass"))
        return key.digest()

    def _give_up(self) -> None:
        """Go on without: the file is damaged, and made anew by the next process."""
        database, self._database = self._database, None
        if database is not None:
            path = _path_of(database)
            with suppress(sqlite3.Error):
                database.close()
            _remove(path)

    def _write(self) -> None:
        if self._database is None:
            return
        try:
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO line VALUES (?, ?, ?)", self._new)
            while _held(self._database) > self._most_bytes:
                with self._database:
                    dropped = self._database.execute(f"DELETE FROM line WHERE rowid <= ({_OLDEST})").rowcount
                if not dropped:
                    break
        except sqlite3.OperationalError:
            pass  # another process writes for long, or the disk is full: what is not kept is priced again
        except sqlite3.Error:
            self._give_up()
        self._new.clear()

    def _close(self) -> None:
        self._write()
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()


def _has_secret(text: str) -> bool:
    return any(mark in text for mark in _SECRET)


def _connected(path: Path) -> sqlite3.Connection | None:
    """The file, made where there is none; None where that cannot be."""
    database = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)
        database = sqlite3.connect(path, timeout=_PATIENCE_SECONDS)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(_CREATE)
    except sqlite3.OperationalError:  # locked, read-only, or no room: the file itself may be sound
        if database is not None:
            database.close()
        return None
    except sqlite3.DatabaseError:
        if database is not None:
            database.close()
        _remove(path)
        return None
    except OSError:
        return None
    return database


def _held(database: sqlite3.Connection) -> int:
    """Bytes of the file that hold something; what was deleted is filled again."""
    pages, free, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _path_of(database: sqlite3.Connection) -> Path:
    return Path(database.execute("PRAGMA database_list").fetchone()[2])


def _remove(path: Path) -> None:
    for each in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with suppress(OSError):
            each.unlink()
