"""Runs processes one after the other and says what each took. Not here: which ones, and what that means."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

_MEASURED: Final = Path(__file__).with_name("measured_command.py")

T = TypeVar("T")


class BrokenBench(Exception):
    """What was to be measured does not work; no figure would mean anything."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where measured processes run: a scratch folder and an environment; `quick` asks for less, just to see it work."""

    scratch: Path
    environment: Mapping[str, str]
    quick: bool
    directory: Path


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a process: wall time in seconds, and the CPU seconds of it with all that it started and waited for.

    Of the command `outlay` also CPU seconds and peak MB of its process alone, without its children.
    """

    seconds: float
    tree_cpu_seconds: float
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0


def run(command: Sequence[str], surroundings: Surroundings, *, given: Path | None = None) -> Run:
    """Run a command to its end, with the file `given` as its input.

    Raises:
        BrokenBench: it failed.
    """
    source = given if given is not None else Path(os.devnull)
    output, errors = surroundings.scratch / "stdout", surroundings.scratch / "stderr"
    with source.open("rb") as standard_input, output.open("wb") as standard_output, errors.open("wb") as standard_error:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            env=surroundings.environment,
            cwd=surroundings.directory,
            stdin=standard_input,
            stdout=standard_output,
            stderr=standard_error,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)  # else Popen would wait for it again
    if process.returncode:
        said = (errors.read_bytes() or output.read_bytes()).decode("utf-8", errors="replace")
        raise BrokenBench(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime)


def run_outlay(arguments: Sequence[str], surroundings: Surroundings, *, given: Path | None = None) -> Run:
    """Run the command `outlay` with these arguments, which also tells what it took by itself.

    Raises:
        BrokenBench: it failed.
    """
    report = surroundings.scratch / "measured.json"
    whole = run([sys.executable, str(_MEASURED), str(report), *arguments], surroundings, given=given)
    taken = json.loads(report.read_text(encoding="utf-8"))
    report.unlink()
    return Run(whole.seconds, whole.tree_cpu_seconds, taken["cpu_seconds"], taken["peak_mb"])


def interleaved(rounds: int, sides: Mapping[str, Callable[[], T]]) -> dict[str, list[T]]:
    """What each side gave in each round, after one round that only warms up.

    The sides take turns, and every other round in reverse order, so that no side always runs first.
    """
    for measure in sides.values():
        measure()
    found: dict[str, list[T]] = {name: [] for name in sides}
    for number in range(rounds):
        for name in list(sides)[:: 1 if number % 2 == 0 else -1]:
            found[name].append(sides[name]())
    return found
