"""Where refreshed prices are kept on this machine: overlays by digest, and which of them is in use.

`<digest>.sqlite` are the overlays, `current` holds the digest in use. Either appears in one step, so that a reader
sees the old book or the new one, whatever happens meanwhile. Overlays no longer in use stay, since a lock may name
them. What only a refresh needs is imported where it is used: every command asks for the overlay in use. Not here: what
is in an overlay (`outlay.prices.lookup_file`).
"""

import errno
import fcntl
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from outlay.errors import DamagedPrices, OutlayError
from outlay.prices.book import OVERLAY, BookIdentity
from outlay.prices.figure import Figure
from outlay.prices.lookup_file import LookupFile
from outlay.prices.verified import check_whole, remember_whole
from outlay.user_folder import user_data_folder

VARIABLE: Final = "OUTLAY_PRICES"
"""The environment variable that names another folder."""
_CURRENT: Final = "current"
_SUFFIX: Final = ".sqlite"
_PATIENCE: Final = 600.0
_PAUSE: Final = 0.1
_WORKSHOP: Final = "refresh-"
_HELD: Final = "held"
_PUTTING: Final = ".putting"
_SWEEPING: Final = ".sweeping"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_UNTIL: Final = "the embedded prices hold until `outlay prices refresh` brings others."
_NO_CURRENT: Final = f"Delete it; {_UNTIL}"
_NO_OVERLAY: Final = f"Delete it and the file `{_CURRENT}` beside it; {_UNTIL}"
_OF_A_DISK: Final = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EIO,
        errno.ENOTDIR,
        errno.EEXIST,
    }
)


class StoreUnwritable(OutlayError):
    """The folder of the overlays cannot be written, or its disk is full; the overlay in use stays as it was."""


def store_folder() -> Path:
    """The folder of this user's overlays."""
    given = os.environ.get(VARIABLE)
    if given:
        return Path(given)
    return user_data_folder() / "prices"


class StoreBusy(OutlayError):
    """Another refresh is at work on the same overlays, and did not come to its end in time."""


class OverlayStore:
    """The overlays in a folder, which need not exist yet.

    Args:
        folder: where they lie.
        on_wait: told once when another refresh has to be waited for.
        patience: how long to wait for it, in seconds.
    """

    def __init__(self, folder: Path, on_wait: Callable[[], None] | None = None, patience: float = _PATIENCE) -> None:
        self.folder = folder
        self._on_wait = on_wait
        self._patience = patience

    def current_digest(self) -> str | None:
        """The digest of the overlay in use, None where there is none.

        Raises:
            DamagedPrices: the folder cannot be read, or the file that holds the digest holds none.
        """
        path = self.folder / _CURRENT
        try:
            digest = path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            hint = f"Name a folder in {VARIABLE}, or take the variable away."
            raise DamagedPrices(f"{self.folder} is no folder, so no prices are kept there", hint) from None
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedPrices(f"{path} cannot be read: {error}", _NO_CURRENT) from None
        if digest and not _DIGEST.fullmatch(digest):
            raise DamagedPrices(f"{path} holds no digest", _NO_CURRENT)
        return digest or None

    def current(self) -> LookupFile | None:
        """The overlay in use.

        Raises:
            DamagedPrices: it is missing, or is not what it is called by.
        """
        digest = self.current_digest()
        return self.by_digest(digest) if digest is not None else None

    def path_of(self, digest: str) -> Path:
        """Where the overlay of a digest lies, or would."""
        return self.folder / f"{digest}{_SUFFIX}"

    def by_digest(self, digest: str) -> LookupFile:
        """An overlay that is kept here, whole.

        Raises:
            DamagedPrices: it is missing, or its figures are not those that it is called by.
        """
        overlay = LookupFile(self.path_of(digest), OVERLAY, _NO_OVERLAY)
        try:
            if overlay.identity.digest != digest:
                message = f"{overlay.path} was altered: it holds other figures than those it is called by"
                raise DamagedPrices(message, _NO_OVERLAY)
            check_whole(self.folder, overlay)
        except DamagedPrices:
            overlay.close()
            raise
        return overlay

    def named(self, path: Path) -> LookupFile:
        """An overlay that lies elsewhere, under a name that `prices.overlay` of a standard gives, whole.

        Raises:
            DamagedPrices: it is missing, cut or altered.
        """
        hint = "`prices.overlay` in finops.yaml names it: put the file back as it was refreshed, or name another."
        overlay = LookupFile(path, OVERLAY, hint)
        try:
            check_whole(self.folder, overlay)
        except DamagedPrices:
            overlay.close()
            raise
        return overlay

    def lost(self) -> Path | None:
        """Where the overlay in use should lie and does not; None where it is there, or none is in use.

        Raises:
            DamagedPrices: the folder cannot be read, or the file that holds the digest holds none.
        """
        digest = self.current_digest()
        if digest is None or self.path_of(digest).exists():
            return None
        return self.path_of(digest)

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """A folder for what a refresh needs meanwhile, gone afterwards; those of processes that died are swept first.

        Raises:
            StoreUnwritable: the folder cannot be written.
            StoreBusy: another refresh does not come to its end.
        """
        import shutil
        import tempfile

        with _said_plainly(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._alone(_SWEEPING):
                self._sweep()
                place = Path(tempfile.mkdtemp(prefix=_WORKSHOP, dir=self.folder))
                held = (place / _HELD).open("w")
                # the system lets go of the lock when this process ends, however it ends
                fcntl.flock(held, fcntl.LOCK_EX)
        with held, _said_plainly(self.folder):
            try:
                yield place
            finally:  # while it is held: nobody else sweeps it meanwhile
                shutil.rmtree(place, ignore_errors=True)

    def put(self, workshop: Path, figures: Iterable[Figure], gives_way: Callable[[Figure], bool]) -> BookIdentity:
        """Make the overlay of these figures, with all of the overlay in use that do not give way; use it from now on.

        Where the overlay in use was deleted, there is nothing to carry over.

        Args:
            workshop: where it is made, a folder that `workshop` gave.
            figures: the new figures.
            gives_way: asked of each figure of the overlay in use, before the first new one is taken.

        Returns:
            Which figures it holds.

        Raises:
            StoreUnwritable: the disk is full, or the folder cannot be written.
            StoreBusy: another refresh does not come to its end.
            DamagedPrices: the overlay in use cannot be read.
        """
        from outlay.prices.lookup_writer import LookupWriter

        made = workshop / f"overlay{_SUFFIX}"
        with self._alone(_PUTTING), _said_plainly(self.folder):
            with LookupWriter(made) as writer:
                for figure in self._kept(gives_way):
                    writer.add(figure)
                for figure in figures:
                    writer.add(figure)
            made.replace(self.path_of(writer.identity.digest))
            remember_whole(self.folder, self.path_of(writer.identity.digest), writer.identity.digest)
            self._use(workshop, writer.identity.digest)
        return writer.identity

    def _kept(self, gives_way: Callable[[Figure], bool]) -> Iterator[Figure]:
        digest = self.current_digest()
        if digest is None or self.lost() is not None:
            return
        with closing(self.by_digest(digest)) as current:
            yield from (figure for figure in current.figures() if not gives_way(figure))

    def _use(self, workshop: Path, digest: str) -> None:
        pointer = workshop / _CURRENT
        with pointer.open("w", encoding="utf-8") as file:
            file.write(f"{digest}\n")
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.folder / _CURRENT)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _alone(self, doing: str) -> Iterator[None]:
        """One process at a time: two refreshes at once would each carry over what the other replaces."""
        with (self.folder / doing).open("w") as lock:
            self._wait_for(lock)
            yield

    def _wait_for(self, lock: IO[str]) -> None:
        """Take a lock, and say so where another holds it.

        Raises:
            StoreBusy: it is held longer than there is patience for.
        """
        if _taken(lock):
            return
        if self._on_wait is not None:
            self._on_wait()
        until = time.monotonic() + self._patience
        while not _taken(lock):
            if time.monotonic() > until:
                raise StoreBusy(
                    f"another refresh has been writing to {self.folder} for more than {self._patience:g} seconds",
                    "Try again when it has ended. The prices in use stay as they were.",
                )
            time.sleep(_PAUSE)

    def _sweep(self) -> None:
        """Remove the workshops that nobody holds any more.

        One may vanish meanwhile, as its own process ends, and what is only called like one is left alone.
        """
        import shutil

        for place in self.folder.glob(f"{_WORKSHOP}*"):
            with suppress(FileNotFoundError, NotADirectoryError), (place / _HELD).open("a") as held:
                if _taken(held):
                    shutil.rmtree(place, ignore_errors=True)


def _taken(lock: IO[str]) -> bool:
    """Whether this process has the lock now."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _said_plainly(folder: Path) -> Iterator[None]:
    """What the system says of a disk, as an error that says what to do. Of a network it says other things."""
    try:
        yield
    except ConnectionError:
        raise
    except OSError as error:
        if error.errno is not None and error.errno not in _OF_A_DISK:
            raise
        raise StoreUnwritable(
            f"prices cannot be written to {folder}: {error.strerror or error}",
            f"Make room, or name another folder in {VARIABLE}. The prices in use stay as they were.",
        ) from error
