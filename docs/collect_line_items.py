"""Writes `line_items.csv`, the line items of every priced type: `uv run python docs/collect_line_items.py [TESTS…]`.

It runs the tests of the pricers, which note each line item that they see. Types that one function prices have the same
ones. A test that sees a line item which is not in the table fails, and says to run this. Over some tests only, what
they see is added; over all of them, which takes some minutes, what is gone goes.
"""

import csv
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from outlay.estimate.registry import OURS

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "line_items.csv"
_TESTS = ("tests/core/estimate",)


def seen_by_tests(tests: Sequence[str]) -> set[tuple[str, str, str]]:
    """Type, line item and unit of every charge that these tests see."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", *tests]
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "OUTLAY_LINE_ITEMS": folder})
        return {row for notes in Path(folder).iterdir() for row in _rows(notes)}


def _rows(notes: Path) -> Iterator[tuple[str, str, str]]:
    with notes.open(encoding="utf-8", newline="") as lines:
        yield from ((type_, item, unit) for type_, item, unit in csv.reader(lines))


def table(seen: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The rows of the table, sorted: the types of one function share what was seen of any of them."""
    pricers = {token: pricer for token in OURS.types() if (pricer := OURS.find(token)) is not None}
    of_function: defaultdict[object, set[tuple[str, str]]] = defaultdict(set)
    for type_, item, unit in seen:
        if type_ in pricers:
            of_function[pricers[type_].charges].add((item, unit))
    return sorted((token, *row) for token, pricer in pricers.items() for row in of_function[pricer.charges])


if __name__ == "__main__":
    some = sys.argv[1:]
    known = set(list(_rows(TARGET))[1:]) if some else set()
    rows = table(known | seen_by_tests(some or _TESTS))
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(("type", "line item", "unit"))
        lines.writerows(rows)
