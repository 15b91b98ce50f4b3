"""Which overlays were read to their end and found whole, so that the same file is not read again at every start.

A digest that stands in a file says what the file should hold. Whether it does takes reading all of it, about a second
for 200,000 figures. A record beside the overlays says of which file that was done, by its size and the times at
which it and its entry last changed; a file that differs in any of these is read again. Not here: the check itself
(`outlay.prices.lookup_file`).
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from outlay.prices.lookup_file import LookupFile

_FOLDER: Final = ".verified"


def check_whole(store: Path, overlay: LookupFile) -> None:
    """Read an overlay to its end, unless that was done and it did not change since.

    Where the store cannot be written it is done every time.

    Args:
        store: the folder of this user's overlays.
        overlay: what is asked of. Its digest is one (`LookupFile.identity`).

    Raises:
        DamagedPrices: its figures are not those of its digest.
    """
    digest = overlay.identity.digest
    stamp = _stamp(overlay.path)
    with suppress(OSError):
        if (store / _FOLDER / digest).read_bytes() == stamp:
            return
    overlay.verify()
    _remember(store, digest, stamp)


def remember_whole(store: Path, path: Path, digest: str) -> None:
    """Take down that an overlay was just written whole, so that nobody has to read it to know."""
    _remember(store, digest, _stamp(path))


def _remember(store: Path, digest: str, stamp: bytes) -> None:
    record = store / _FOLDER / digest
    with suppress(OSError):
        record.parent.mkdir(parents=True, exist_ok=True)
        written = record.with_name(f"{record.name}.{os.getpid()}")
        written.write_bytes(stamp)
        written.replace(record)


def _stamp(path: Path) -> bytes:
    status = path.stat()
    said = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino} "
    return said.encode() + os.fsencode(path.resolve())
