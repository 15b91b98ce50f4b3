"""`python -m bench [--quick] [PART …]`: measure and print each figure beside its goal.

Ends with 1 when something cannot be measured; a missed goal is no failure, since machines differ.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from bench import (
    components,
    cost_tests,
    embedded,
    estimating,
    lines,
    policy,
    policy_preview,
    preview,
    price_book,
    refreshing,
    starting,
)
from bench.figure import Figure
from bench.process import BrokenBench, Surroundings

_PARTS: Final[Mapping[str, Callable[[Surroundings], Iterator[Figure]]]] = {
    "start": starting.measure,
    "prices": price_book.measure,
    "estimate": estimating.measure,
    "lines": lines.measure,
    "preview": preview.measure,
    "embedded": embedded.measure,
    "policy": policy.measure,
    "policy-preview": policy_preview.measure,
    "components": components.measure,
    "testing": cost_tests.measure,
    "refresh": refreshing.measure,
}


def main() -> int:
    """Measure the parts that are asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(_PARTS)}; all of it")
    parser.add_argument("--quick", action="store_true", help="a few small rounds, just to see that it works")
    given = parser.parse_args()
    if strange := set(given.parts) - set(_PARTS):
        parser.error(f"no part {', '.join(sorted(strange))}; there are {', '.join(_PARTS)}")
    # bytecode is written, also where the caller wants none: reading it is part of what everybody's Python does
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    try:
        for part in given.parts or _PARTS:
            with tempfile.TemporaryDirectory(prefix="outlay-bench-") as scratch:
                for figure in _PARTS[part](Surroundings(Path(scratch), environment, given.quick, Path(scratch))):
                    print(figure, flush=True)
    except BrokenBench as error:
        print(f"the bench is broken: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
