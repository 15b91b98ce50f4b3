"""How long `outlay estimate - --format jsonl` takes as a whole process, and its memory, by number of lines.

The baseline is a Python that parses each line and writes it again. Nothing is remembered of the lines, but where
*again* is measured: there all of them were priced before, and the baseline is pricing them.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import Final, NamedTuple

from outlay_automation.priced_lines import LEAST_LINES, OFF, VARIABLE

from bench.every_kind import lines_of_every_kind
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
        yield from _measured(f"{size.lines:,} lines", lines_of(size.lines), size, surroundings)
    if not surroundings.quick:
        yield from _measured(
            "5,000 lines of every kind", lines_of_every_kind(5_000), _Size(5_000, 5, 1.0), surroundings
        )


def _measured(name: str, lines: str, size: _Size, surroundings: Surroundings) -> Iterator[Figure]:
    given = surroundings.scratch / "given.jsonl"
    given.write_text(lines, encoding="utf-8")

    def outlay(cache: str) -> Run:
        remembering = replace(surroundings, environment={**surroundings.environment, VARIABLE: cache})
        return run_outlay(["estimate", "-", "--format", "jsonl"], remembering, given=given)

    sides = {
        "outlay": lambda: outlay(OFF),
        "parse": lambda: run([sys.executable, "-c", _PARSE], surroundings, given=given),
    }
    if size.lines >= LEAST_LINES:
        sides["again"] = lambda: outlay(str(surroundings.scratch / "cache"))
    found = interleaved(2 if surroundings.quick else size.rounds, sides)
    times, baseline = ([each.seconds for each in found[side]] for side in ("outlay", "parse"))
    what = f"outlay estimate, {name}"
    cpu = median(each.tree_cpu_seconds for each in found["outlay"])
    note = (
        f"{ratio(times, baseline):.1f} × parsing and writing the lines ({median(baseline):.2f} s); {cpu:.2f} s of CPU"
    )
    yield Figure(what, median(times), "s", goal=size.goal_seconds, note=note)
    memory = median(each.peak_mb for each in found["outlay"])
    yield Figure(f"{what}: peak memory", memory, "MB", goal=size.goal_mb)
    if "again" in found:
        again = [each.seconds for each in found["again"]]
        part = ratio(
            [each.tree_cpu_seconds for each in found["again"]], [each.tree_cpu_seconds for each in found["outlay"]]
        )
        note = f"{ratio(again, times):.2f} × pricing them, {part:.2f} × its CPU (goal ≤ 0.2 ×)"
        yield Figure(f"{what}: again", median(again), "s", note=note)
