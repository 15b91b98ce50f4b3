"""A line that says how far a preview has come, on a terminal; nothing where output is piped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from outlay_automation.engine.seam import Progress


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Callable[[Progress], None] | None]:
    """What to call with progress while the context lasts; None where the stream is no terminal."""
    if not stream.isatty():
        yield None
        return
    from rich.console import Console

    with Console(file=stream).status("starting the program") as status:
        yield lambda progress: status.update(f"{progress.resources} resources · {progress.last}")
