"""Where a standard is written: its file, and the line of each of its parts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from outlay.errors import InvalidFile


@dataclass(frozen=True, slots=True)
class Origin:
    """A file, and a function from the path of a part (`"rules", "required-tags", "level"`) to its line, from 1.

    All are equal: where it is written makes no two standards different.
    """

    path: str = field(compare=False)
    line: Callable[[tuple[int | str, ...]], int | None] = field(compare=False)

    def where(self, *part: int | str) -> str:
        """`file:line` of a part; the file alone where no line is known."""
        line = self.line(part)
        return f"{self.path}:{line}" if line is not None else self.path

    def invalid(self, part: tuple[int | str, ...], message: str, hint: str = "") -> InvalidFile:
        """The error that this part is not what it should be."""
        return InvalidFile(self.path, self.line(part), message, hint)


def no_line(_part: tuple[int | str, ...]) -> None:
    """That no line is known of any part."""


NOWHERE: Final = Origin("finops.yaml", no_line)
"""The origin of a standard that a program made."""
