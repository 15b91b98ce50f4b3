"""The driver's side of the guard: a scratch folder and a command that do not outlive this process.

Not here: what the guard does when (`guard`), and what is run (`pulumi_engine`).
"""

import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

_GUARD: Final = Path(__file__).with_name("guard.py")
_POLL_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code and what it wrote."""

    code: int
    output: bytes
    errors: str


class Guarded:
    """A scratch folder, and one command that runs in its care; a context manager.

    The folder and every process go when the context ends, when this process is interrupted, and when it is killed.
    """

    def __init__(self) -> None:
        # isolated and without site packages: nothing but the standard library, and started in a moment
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_GUARD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches the whole foreground group; the guard acts on our word alone
        )
        self._scratch: Path | None = None

    @property
    def scratch(self) -> Path:
        """The folder for everything that lives as long as this context."""
        if self._scratch is None:
            assert self._guard.stdout is not None
            self._scratch = Path(self._guard.stdout.readline().decode().rstrip("\n"))
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

    def run(
        self,
        command: Sequence[str],
        *,
        directory: Path,
        environment: Mapping[str, str],
        while_running: Callable[[], None],
    ) -> Ended:
        """Run the command to its end, calling `while_running` a few times a second.

        Raises:
            KeyboardInterrupt: after the command was interrupted in order and has ended.
        """
        output, errors = self.scratch / "stdout", self.scratch / "stderr"
        self._order(
            json.dumps(
                {
                    "command": list(command),
                    "directory": str(directory),
                    "environment": dict(environment),
                    "output": str(output),
                    "errors": str(errors),
                }
            )
        )
        assert self._guard.stdout is not None
        descriptor = self._guard.stdout.fileno()
        said = b""
        try:
            while not said.endswith(b"\n"):
                if select.select([descriptor], [], [], _POLL_SECONDS)[0]:
                    said += os.read(descriptor, 64) or b"-1\n"
                while_running()
        except KeyboardInterrupt:
            self._order("interrupt")
            self._guard.stdout.read(1)
            raise
        return Ended(int(said), output.read_bytes(), errors.read_text(encoding="utf-8", errors="replace"))

    def _order(self, line: str) -> None:
        assert self._guard.stdin is not None
        self._guard.stdin.write(f"{line}\n".encode())
        self._guard.stdin.flush()
