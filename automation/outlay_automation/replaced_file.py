"""A file that a command writes: there whole, or as it was."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from outlay.errors import WrongUse

_FILE_MODE: Final = 0o666


@contextmanager
def replaced(path: Path) -> Iterator[TextIO]:
    """What to write into; it takes the place of the file when all is written, and its permissions.

    Raises:
        WrongUse: the file cannot be written.
    """
    target = path.resolve()  # where a link leads, so that the link stays one
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else _FILE_MODE & ~_umask()
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(mode)
            Path(name).replace(target)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as error:
        raise WrongUse(f"{path} cannot be written: {error.strerror}") from None


def _umask() -> int:
    """What the user keeps from others; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
