"""How the command ends: with which exit code, and what is said where an error, Ctrl-C or a closed pipe ends it.

Nothing of a command line is read here, and nothing heavy imported: every way into the command ends like this.
"""

import io
import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from outlay.errors import ExitCode, OutlayError

_INTERRUPTED: Final = 130
_PIPE_BROKEN: Final = 141
"""What a shell expects of a command that Ctrl-C ended, and of one whose output nobody reads any more."""


def run(command: Callable[[], object]) -> None:
    """Run a command and end the process with its exit code; errors of ours print as a message and a hint."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a character that the terminal or the encoding does not have is no reason to stop; in JSON it stays valid
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        command()
    except OutlayError as error:
        sys.stderr.write(f"error: {error.message}\n")
        if error.hint:
            sys.stderr.write(f"{error.hint}\n")
        sys.exit(error.exit_code)
    sys.exit(ExitCode.FINE)


@contextmanager
def ending_quietly() -> Iterator[None]:
    """End as a command line does when it is interrupted or when its reader has had enough.

    Raises:
        SystemExit: with the exit code of either.
    """
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        raise SystemExit(_INTERRUPTED) from None
    except BrokenPipeError:
        if not _has_no_reader(sys.stdout):
            raise
        # Python's own last flush must not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(_PIPE_BROKEN) from None


def _has_no_reader(stream: TextIO) -> bool:
    """Whether a stream is a pipe that nobody reads any more."""
    watch = select.poll()
    watch.register(stream, 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in watch.poll(0))
