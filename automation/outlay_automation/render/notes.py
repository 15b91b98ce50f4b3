"""Notes beside an output, on stderr: a line each, which wraps between words where a person reads it in a terminal."""

import shutil
import sys
import textwrap
from typing import Final

_BEGINS: Final = "note: "


def say_note(text: str) -> None:
    """Write a note to stderr; where that is no terminal it is one line, for others to search."""
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns
        said = textwrap.fill(
            f"{_BEGINS}{text}",
            width,
            subsequent_indent=" " * len(_BEGINS),
            break_long_words=False,
            break_on_hyphens=False,
        )
    else:
        said = f"{_BEGINS}{text}"
    sys.stderr.write(f"{said}\n")
    sys.stderr.flush()
