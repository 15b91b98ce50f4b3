"""The driver's side of the guard: a scratch folder and a command that do not outlive this process.

Not here: what the guard does when (`guard`), and what is run (`pulumi_engine`).
"""

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from outlay.errors import EngineUnavailable

from outlay_automation.engine import guard

_POLL_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code and what it wrote."""

    code: int
    output: bytes
    errors: str


class Guarded:
    """A scratch folder, and one command that runs in its care; a context manager.

    The folder and every process go when the context ends, when this process is interrupted or killed, and when the
    guard is.
    """

    def __init__(self) -> None:
        # isolated and without site packages: nothing but the standard library, and started in a moment
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # Ctrl-C reaches the whole foreground group; the guard acts on our word alone
        )
        self._heard = b""
        self._scratch: Path | None = None
        self._session: int | None = None

    @property
    def scratch(self) -> Path:
        """The folder for everything that lives as long as this context.

        Raises:
            EngineUnavailable: there is no place for one.
        """
        if self._scratch is None:
            said = self._await()
            if "failed" in said:
                raise EngineUnavailable(f"no temporary folder can be made: {said['failed']}", "Set TMPDIR to one.")
            self._scratch = Path(said["scratch"])
        return self._scratch

    def __enter__(self) -> "Guarded":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._guard.stdin is not None
        assert self._guard.stdout is not None
        self._guard.stdin.close()
        self._guard.wait()
        self._guard.stdout.close()
        # a guard that was killed could not tidy up
        if self._scratch is not None and self._scratch.exists():
            if self._session is not None:
                guard.end_session(self._session)
            shutil.rmtree(self._scratch, ignore_errors=True)

    def run(
        self,
        command: Sequence[str],
        *,
        directory: Path,
        environment: Mapping[str, str],
        while_running: Callable[[], None],
        most: int | None = None,
    ) -> Ended:
        """Run the command to its end, calling `while_running` a few times a second.

        With `most`, so many bytes are kept of what it writes to either stream: of more, the beginning and the end.

        Raises:
            EngineUnavailable: the command cannot be started, or the guard was killed.
            KeyboardInterrupt: after the command was interrupted in order and has ended.
        """
        output, errors = self._streams
        order = {
            "command": list(command),
            "directory": str(directory),
            "environment": dict(environment),
            "output": str(output),
            "errors": str(errors),
        }
        self._order({"start": order})
        said = self._await()
        if "failed" in said:
            name = Path(command[0]).name
            raise EngineUnavailable(f"{name} cannot be started: {said['failed']}", "See `outlay doctor`.")
        self._session = said["started"]
        try:
            while (ended := self._hear(_POLL_SECONDS)) is None:
                while_running()
        except KeyboardInterrupt:
            self._order({"interrupt": True})
            with contextlib.suppress(EngineUnavailable):
                self._await()
            raise
        while_running()
        return Ended(ended["ended"], _kept(output, most), _kept(errors, most).decode("utf-8", errors="replace"))

    def written(self) -> int:
        """How many bytes the command has written to its output and errors so far."""
        return sum(path.stat().st_size for path in self._streams if path.exists())

    @property
    def _streams(self) -> tuple[Path, Path]:
        return self.scratch / "stdout", self.scratch / "stderr"

    @contextlib.contextmanager
    def watching(self, process: "subprocess.Popen[bytes]") -> Iterator[None]:
        """While the context lasts, `process`, started by the caller, and its descendants end with this process."""
        self._order({"watch": process.pid})
        try:
            yield
        finally:
            self._order({"watch": None})

    def _order(self, order: Mapping[str, object]) -> None:
        assert self._guard.stdin is not None
        line = json.dumps(order).encode() + b"\n"
        # a guard that is gone says nothing, which is noticed where its answer is awaited
        with contextlib.suppress(BrokenPipeError):
            while line:
                line = line[os.write(self._guard.stdin.fileno(), line) :]

    def _await(self) -> dict[str, Any]:
        """What the guard says next."""
        while (said := self._hear(None)) is None:
            pass
        return said

    def _hear(self, seconds: float | None) -> dict[str, Any] | None:
        """What the guard says within the time; None when it is silent."""
        assert self._guard.stdout is not None
        descriptor = self._guard.stdout.fileno()
        if b"\n" not in self._heard:
            if not select.select([descriptor], [], [], seconds)[0]:
                return None
            more = os.read(descriptor, 4096)
            if not more:
                raise EngineUnavailable(
                    "the process that looks after the preview has ended",
                    "Was it killed, or is there no room for temporary files? Nothing of the preview stays.",
                )
            self._heard += more
        line, newline, rest = self._heard.partition(b"\n")
        if not newline:
            return None
        self._heard = rest
        said: dict[str, Any] = json.loads(line)
        return said


def _kept(path: Path, most: int | None) -> bytes:
    size = path.stat().st_size
    if most is None or size <= most:
        return path.read_bytes()
    half = most // 2
    with path.open("rb") as file:
        beginning = file.read(half)
        file.seek(size - half)
        return beginning + f"\n[{size - 2 * half} bytes left out]\n".encode() + file.read()
