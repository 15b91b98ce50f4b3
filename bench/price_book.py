"""How long the price book takes to open and to answer, against bare SQLite over the same file, and how large it is."""

import random
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Final

from outlay.prices.book import PriceBook
from outlay.prices.build import LOOKUP_FILE, up_to_date
from outlay.prices.embedded import embedded_prices
from outlay.prices.lookup_file import LookupFile
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import ON_DEMAND

from bench.figure import Figure, ratio
from bench.process import BrokenBench, Surroundings, interleaved

_OPEN: Final = """
import time
start = time.perf_counter()
from outlay.prices.embedded import embedded_book
from outlay.prices.query import PriceQuery
price = embedded_book().find(PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "linux"))
print(time.perf_counter() - start, price.unit_price)
"""
_BARE_OPEN: Final = """
import sys
import time
start = time.perf_counter()
import sqlite3
sql = ("SELECT price FROM figure JOIN name ON name.id = name JOIN region ON region.id = region"
       " WHERE item = 'm5.large' AND service = 8 AND region.code = 'eu-central-1'")
sqlite3.connect(sys.argv[1]).execute(sql).fetchall()
print(time.perf_counter() - start, 0.115)
"""
_BARE_SQL: Final = "SELECT price FROM figure WHERE name = ? AND region = ?"
_LOOK_UPS: Final = 1000
_SEED: Final = 20260730


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    up_to_date()
    rounds = 2 if surroundings.quick else 15
    opened = interleaved(
        rounds,
        {
            "book": lambda: _child(_OPEN, surroundings),
            "bare": lambda: _child(_BARE_OPEN, surroundings, str(LOOKUP_FILE)),
        },
    )
    note = f"{ratio(opened['book'], opened['bare']):.1f} × bare sqlite3 ({median(opened['bare']):.1f} ms)"
    yield Figure("open the book and find the first price", median(opened["book"]), "ms", goal=50, note=note)
    yield from _look_ups(rounds)
    size = LOOKUP_FILE.stat().st_size / 1e6
    packed = len(zlib.compress(LOOKUP_FILE.read_bytes())) / 1e6
    figures = sum(1 for _ in embedded_prices().figures())
    note = f"{packed:.1f} MB packed in the wheel; {figures:,} figures of {size * 1e6 / figures:.0f} bytes"
    yield Figure("the look-up file", size, "MB", goal=5, note=note)


def _look_ups(rounds: int) -> Iterator[Figure]:
    queries = _queries()
    layer = embedded_prices()
    bare = sqlite3.connect(LOOKUP_FILE)
    keys = _bare_keys(bare)
    cached = PriceBook((layer,), layer.identity, allow_stand_ins=True)
    found = interleaved(
        rounds,
        {
            "cold": lambda: _milliseconds(lambda: _ask_anew(queries)),
            "cached": lambda: _milliseconds(lambda: _ask(cached, queries)),
            "bare": lambda: _milliseconds(lambda: _bare(bare, keys)),
        },
    )
    bare.close()
    beside = f"× bare SELECTs by key ({median(found['bare']):.1f} ms)"
    for side, goal in (("cold", 150), ("cached", 5)):
        note = f"{ratio(found[side], found['bare']):.2f} {beside}"
        yield Figure(f"{_LOOK_UPS:,} look-ups, {side}", median(found[side]), "ms", goal=goal, note=note)


def _queries() -> Sequence[PriceQuery]:
    """A thousand prices of both clouds at random, each another one."""
    every = {
        PriceQuery(figure.name.service, figure.region, figure.name.item, figure.name.dimension)
        for service in ("AmazonEC2", "AmazonRDS", "ComputeEngine")
        for figure in embedded_prices().figures(service)
        if figure.name.term == ON_DEMAND and not figure.name.item.startswith("EU-")
    }
    return random.Random(_SEED).sample(sorted(every, key=str), _LOOK_UPS)


def _ask_anew(queries: Sequence[PriceQuery]) -> None:
    """Over a file that was just opened, as a new process has it."""
    layer = LookupFile(LOOKUP_FILE, "embedded")
    _ask(PriceBook((layer,), layer.identity, allow_stand_ins=True), queries)
    layer.close()


def _ask(book: PriceBook, queries: Sequence[PriceQuery]) -> None:
    if not all(isinstance(book.find(query), Price) for query in queries):
        raise BrokenBench("a look-up found no price")


def _bare_keys(database: sqlite3.Connection) -> Sequence[tuple[int, int]]:
    rows = database.execute("SELECT name, region FROM figure WHERE record = 0").fetchall()
    return random.Random(_SEED).sample(rows, _LOOK_UPS)


def _bare(database: sqlite3.Connection, keys: Sequence[tuple[int, int]]) -> None:
    for key in keys:
        database.execute(_BARE_SQL, key).fetchall()


def _child(script: str, surroundings: Surroundings, *arguments: str) -> float:
    """Milliseconds that a new process measured."""
    command = (sys.executable, "-c", script, *arguments)
    run = subprocess.run(command, capture_output=True, text=True, env=surroundings.environment, check=False)
    seconds, _, price = run.stdout.partition(" ")
    if price.strip() != "0.115":
        raise BrokenBench(f"no price was found: {run.stdout}{run.stderr}")
    return float(seconds) * 1000


def _milliseconds(measured: Callable[[], object]) -> float:
    start = time.perf_counter()
    measured()
    return (time.perf_counter() - start) * 1000
