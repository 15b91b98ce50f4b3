"""The short way into `outlay estimate FILE --format jsonl`, past the parser of command lines.

To load that parser, and what it reads options with, takes as long as pricing a thousand lines. Only this one spelling,
which builds and pipes use, is known here; whatever else is written, the parser reads.
"""

from collections.abc import Callable, Sequence

from outlay_automation.cli.ending import ending_quietly
from outlay_automation.estimate_files import STANDARD_INPUT


def plain_estimate(arguments: Sequence[str]) -> Callable[[], None] | None:
    """What these arguments ask for; None where they are not exactly a file and the format of lines."""
    match arguments:
        case ["estimate", file, "--format", "jsonl"] | ["estimate", "--format", "jsonl", file]:
            if file == STANDARD_INPUT or not file.startswith("-"):
                return lambda: _estimate(file)
    return None


def _estimate(file: str) -> None:
    with ending_quietly():
        from outlay_automation.cli.estimate import show_estimate

        show_estimate(file, standard=None, output="jsonl")
