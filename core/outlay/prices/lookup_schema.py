"""How figures lie in a look-up file: its tables, the book's order, and the digest over the figures as they read.

Not here: writing (`outlay.prices.lookup_writer`) and answering (`outlay.prices.lookup_file`).
"""

import sqlite3
from datetime import date
from itertools import groupby
from typing import Final

from outlay.prices.book import BookIdentity

SCHEMA: Final = "outlay/prices/1"
TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE service (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, digest TEXT NOT NULL DEFAULT '');
CREATE TABLE region (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE origin (
    id INTEGER PRIMARY KEY, source TEXT, as_of TEXT, licence TEXT, grade TEXT, currency TEXT, source_id TEXT,
    UNIQUE (source, as_of, licence, grade, currency)
);
CREATE TABLE name (
    id INTEGER PRIMARY KEY, service INTEGER NOT NULL, item TEXT NOT NULL, dimension INTEGER NOT NULL,
    term INTEGER NOT NULL, unit INTEGER NOT NULL, tier_from TEXT NOT NULL
);
CREATE TABLE figure (
    name INTEGER, region INTEGER, record INTEGER, price TEXT NOT NULL, origin INTEGER NOT NULL,
    PRIMARY KEY (name, region, record)
) WITHOUT ROWID;
"""
INDEX: Final = "CREATE INDEX name_of_item ON name (service, item)"
ALL_FIGURES: Final = """
SELECT service.code, item, dimension.text, term.text, unit.text, tier_from, region.code, price, source, as_of, licence,
    grade, currency, source_id
FROM name
JOIN figure ON figure.name = name.id
JOIN service ON service.id = name.service
JOIN region ON region.id = figure.region
JOIN origin ON origin.id = figure.origin
JOIN word AS dimension ON dimension.id = name.dimension
JOIN word AS term ON term.id = name.term
JOIN word AS unit ON unit.id = name.unit
"""
IN_ORDER: Final = (
    " ORDER BY service.code, item, dimension.text, term.text, unit.text, CAST(tier_from AS REAL), region.code,"
    " CAST(price AS REAL), price, source, as_of, grade"
)


def identity_of_figures(database: sqlite3.Connection) -> BookIdentity:
    """Digest and date over the figures as they read: names, numbers in their shortest form, sources, currency."""
    import hashlib  # takes longer to load than the first price takes to find

    services: dict[str, str] = {}
    youngest = ""
    for service, rows in groupby(database.execute(ALL_FIGURES + IN_ORDER), lambda row: row[0]):
        digest = hashlib.sha256()
        for row in rows:
            _, item, dimension, term, unit, tier_from, region, price, *origin, _ = row
            said = (item, dimension, term, unit, _shortest(tier_from), region, _shortest(price), *origin)
            digest.update(("\x1f".join(said) + "\n").encode())
            youngest = max(youngest, origin[1])
        services[service] = digest.hexdigest()
    total = hashlib.sha256("".join(f"{name}\x1f{digest}\n" for name, digest in services.items()).encode())
    return BookIdentity(date.fromisoformat(youngest or "1970-01-01"), total.hexdigest(), services)


def _shortest(number: str) -> str:
    """A number without zeros that say nothing: two sheets that differ in them are the same."""
    return number.rstrip("0").rstrip(".") if "." in number else number
