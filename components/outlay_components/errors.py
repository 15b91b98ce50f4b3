"""What is wrong with a program, said without a traceback: Pulumi prints such an error's message alone.

Not here: what is wrong with a file or a call of the library (`outlay.errors`).
"""

import sys
from pathlib import Path
from types import FrameType
from typing import Final

import pulumi

_NOT_THE_PROGRAM: Final = (str(Path(__file__).parent), str(Path(pulumi.__file__).parent), "<")


class ProgramError(pulumi.RunError):
    """A program that does not do what its financial standard requires, or uses a component wrongly.

    Its message names the resource, the line of the program, and the way out.
    """


def program_line() -> str:
    """`file:line` of the program's statement that is being carried out; empty where no program is."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_code.co_filename.startswith(_NOT_THE_PROGRAM):
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}" if frame is not None else ""
