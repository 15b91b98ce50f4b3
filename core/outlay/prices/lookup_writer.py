"""Writing a look-up file: whole or not at all."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from types import TracebackType
from typing import Final

from outlay.prices.book import BookIdentity
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.lookup_schema import INDEX, SCHEMA, TABLES, identity_of_figures
from outlay.prices.query import Grade

_AT_A_TIME: Final = 2000
"""Figures that are written together."""


class LookupWriter:
    """Writes a look-up file; nobody sees it before it is whole.

        with LookupWriter(path) as writer:
            for figure in figures:
                writer.add(figure)
        print(writer.identity)

    Figures go to a temporary file beside `path` as they come; on leaving, digest and date are written, the file is
    synced, and it replaces `path` in one step. After an exception nothing stays behind and `path` is as it was.

    Raises:
        OSError: when the folder cannot be written or the disk is full.
    """

    identity: BookIdentity

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names: dict[FigureName, int] = {}
        self._records: dict[tuple[int, int], int] = {}
        self._waiting_names: list[tuple[object, ...]] = []
        self._waiting: list[tuple[object, ...]] = []
        self._services: dict[str, int] = {}
        self._regions: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._origins: dict[tuple[Source, Grade, str], int] = {}

    def __enter__(self) -> "LookupWriter":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(prefix=f".{self._path.name}.", suffix=f".{os.getpid()}", dir=self._path.parent)
        os.close(handle)
        self._temporary = Path(name)
        self._database = sqlite3.connect(self._temporary, isolation_level=None)
        try:
            # nobody reads it before it is whole, so a journal would guard nothing
            self._database.executescript(
                "PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;"
                + TABLES
            )
            self._database.execute("BEGIN")
        except sqlite3.Error as error:
            self._clear_away()
            raise OSError(f"{self._path} cannot be written: {error}") from error
        return self

    def add(self, figure: Figure, times: int = 1) -> None:
        """Take in a figure; `times` is how often its source lists it, where that is more than once."""
        try:
            name = self._name(figure.name)
            region = self._regions.get(figure.region) or self._code("region", self._regions, figure.region)
            origin = self._origin(figure)
            record = (name, region)
            before = self._records.get(record, 0)
            price = format(figure.price, "f")
            for number in range(before, before + times):
                self._waiting.append((name, region, number, price, origin))
            self._records[record] = before + times
            if len(self._waiting) >= _AT_A_TIME:
                self._write_out()
        except sqlite3.Error as error:
            raise OSError(f"{self._path} cannot be written: {error}") from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except sqlite3.Error as failed:
            raise OSError(f"{self._path} cannot be written: {failed}") from failed
        finally:
            self._clear_away()

    def _clear_away(self) -> None:
        self._database.close()
        with suppress(FileNotFoundError):
            self._temporary.unlink()

    def _write_out(self) -> None:
        """Write what waits: many rows at once take a third of the time."""
        self._database.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", self._waiting_names)
        self._database.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?)", self._waiting)
        self._waiting_names.clear()
        self._waiting.clear()

    def _finish(self) -> None:
        self._write_out()
        self._records.clear()
        self._database.execute(INDEX)
        self.identity = identity = identity_of_figures(self._database)
        self._database.executemany(
            "UPDATE service SET digest = ? WHERE code = ?",
            [(digest, service) for service, digest in identity.services.items()],
        )
        meta = {"schema": SCHEMA, "digest": identity.digest, "as_of": identity.as_of.isoformat()}
        self._database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        self._database.execute("COMMIT")
        self._database.execute("VACUUM")
        self._database.close()
        with self._temporary.open("rb+") as file:
            os.fsync(file.fileno())
        self._temporary.chmod(0o644)
        self._temporary.replace(self._path)

    def _name(self, name: FigureName) -> int:
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = len(self._names) + 1
            service = self._services.get(name.service) or self._code("service", self._services, name.service)
            dimension = self._words.get(name.dimension) or self._word(name.dimension)
            term = self._words.get(name.term) or self._word(name.term)
            unit = self._words.get(name.unit) or self._word(name.unit)
            self._waiting_names.append((known, service, name.item, dimension, term, unit, format(name.tier_from, "f")))
        return known

    def _code(self, table: str, known: dict[str, int], code: str) -> int:
        row = self._database.execute(f"INSERT INTO {table} (code) VALUES (?)", (code,))
        known[code] = int(row.lastrowid or 0)
        return known[code]

    def _word(self, text: str) -> int:
        row = self._database.execute("INSERT INTO word (text) VALUES (?)", (text,))
        self._words[text] = int(row.lastrowid or 0)
        return self._words[text]

    def _origin(self, figure: Figure) -> int:
        key = (figure.source, figure.grade, figure.currency)
        known = self._origins.get(key)
        if known is None:
            source, grade, currency = key
            values = (source.name, source.as_of.isoformat(), source.licence, str(grade), currency, source.id)
            columns = "source, as_of, licence, grade, currency, source_id"
            row = self._database.execute(f"INSERT INTO origin ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values)
            known = self._origins[key] = int(row.lastrowid or 0)
        return known
