"""Where the standard is: the file that is named, the one that OUTLAY_STANDARD names, else the nearest upwards.

Not here: reading it, which costs more than many a command does otherwise (`outlay.standard.reading`).
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FILE_NAME: Final = "finops.yaml"
VARIABLE: Final = "OUTLAY_STANDARD"
"""The environment variable that names the standard's file; a path from the working directory."""


def standard_path(start: Path, given: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The file of the standard; None where there is none. A file that is named need not exist: reading it says so.

    Args:
        start: the folder that is looked in, then all above it.
        given: the file that somebody named; it comes first.
        environment: where the variable is looked up; it comes second.
    """
    if given is not None:
        return given
    named = environment.get(VARIABLE, "").strip()
    return Path(named) if named else nearest(start)


def nearest(start: Path) -> Path | None:
    """The nearest `finops.yaml` from a folder upwards; None where there is none."""
    here = start.resolve()
    return next((each / FILE_NAME for each in (here, *here.parents) if (each / FILE_NAME).is_file()), None)
