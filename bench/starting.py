"""How long `outlay --help` takes, from start to end of the process, against a Python that does nothing."""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from bench.figure import Figure, ratio
from bench.process import Surroundings, interleaved, run

_GOAL_SECONDS: Final = 0.25


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    command = Path(sys.executable).with_name("outlay")
    found = interleaved(
        2 if surroundings.quick else 15,
        {
            "help": lambda: run([str(command), "--help"], surroundings).seconds,
            "nothing": lambda: run([sys.executable, "-c", "pass"], surroundings).seconds,
        },
    )
    times, nothing = found["help"], found["nothing"]
    note = f"{ratio(times, nothing):.1f} × `python -c pass` ({median(nothing):.3f} s)"
    yield Figure("outlay --help", median(times), "s", goal=_GOAL_SECONDS, note=note)
