"""How long `outlay estimate - --format jsonl` takes as a whole process, and its memory, by number of lines.

The baseline is a Python that parses each line and writes it again.
"""

import sys
from collections.abc import Iterator
from statistics import median
from typing import Final, NamedTuple

from bench.figure import Figure, ratio
from bench.mixed_resources import lines_of
from bench.process import Run, Surroundings, interleaved, run, run_outlay

_PARSE: Final = "import json, sys\nfor line in sys.stdin: sys.stdout.write(json.dumps(json.loads(line)) + '\\n')"


class _Size(NamedTuple):
    lines: int
    rounds: int
    goal_seconds: float
    goal_mb: float | None = None


_SIZES: Final = (_Size(500, 9, 0.45), _Size(5_000, 7, 1.0), _Size(100_000, 3, 15, 1_000))


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    for size in _SIZES[:1] if surroundings.quick else _SIZES:
        given = surroundings.scratch / f"{size.lines}.jsonl"
        given.write_text(lines_of(size.lines), encoding="utf-8")

        def outlay() -> Run:
            return run_outlay(["estimate", "-", "--format", "jsonl"], surroundings, given=given)  # noqa: B023

        def parse() -> Run:
            return run([sys.executable, "-c", _PARSE], surroundings, given=given)  # noqa: B023

        found = interleaved(2 if surroundings.quick else size.rounds, {"outlay": outlay, "parse": parse})
        times, baseline = ([each.seconds for each in found[side]] for side in ("outlay", "parse"))
        what = f"outlay estimate, {size.lines:,} lines"
        note = f"{ratio(times, baseline):.1f} × parsing and writing the lines ({median(baseline):.2f} s)"
        yield Figure(what, median(times), "s", goal=size.goal_seconds, is_later=True, note=note)
        memory = median(each.peak_mb for each in found["outlay"])
        yield Figure(f"{what}: peak memory", memory, "MB", goal=size.goal_mb, is_later=True)
