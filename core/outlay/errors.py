"""Every error that Outlay raises on purpose, and the exit code that each leads to.

    OutlayError                     1  an error of ours, and the root of the tree
    ├── WrongUse                    2  a call that cannot be carried out as given
    │   ├── InvalidFile             2  a file that is not what it should be; carries file and line
    │   ├── DamagedPrices           2  prices that are cut, altered or of an unknown form
    │   └── StackNotFound           2  no such stack
    ├── PreviewFailed               4  the engine or the program failed
    │   └── EngineUnavailable       4  no engine to preview with
    └── CurrencyMismatch            1  two currencies met in one sum

Each carries a `hint`: what a person does next. Secrets never enter a message.
"""

from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What the process says when it ends; scripts may rely on each value."""

    FINE = 0
    OUR_ERROR = 1
    WRONG_USE = 2
    BLOCKED = 3
    PREVIEW_FAILED = 4
    UNDECIDED = 5


class OutlayError(Exception):
    """An error with a way out: `message` says what is wrong, `hint` what to do next."""

    exit_code = ExitCode.OUR_ERROR

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class WrongUse(OutlayError):
    """A call that cannot be carried out as given."""

    exit_code = ExitCode.WRONG_USE


class InvalidFile(WrongUse):
    """A file that is not what it should be; the message begins with `file:line`."""

    def __init__(self, path: str | Path, line: int | None, message: str, hint: str = "") -> None:
        where = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{where}: {message}", hint)
        self.path = str(path)
        self.line = line


class DamagedPrices(WrongUse):
    """A file of prices that is cut, altered, or of a schema that this version does not know."""


class StackNotFound(WrongUse):
    """The named stack exists neither in the backend nor in the project folder."""


class PreviewFailed(OutlayError):
    """The engine or the program failed; the message holds the user's own error and nothing of ours."""

    exit_code = ExitCode.PREVIEW_FAILED


class EngineUnavailable(PreviewFailed):
    """No engine that could run the preview was found."""


class CurrencyMismatch(OutlayError):
    """Two currencies met in one sum or comparison."""
