"""The folders in which Outlay keeps what belongs to a user: the places that each system has for it.

Not here: the variables of Outlay's own that name other folders.
"""

import os
import sys
from pathlib import Path
from typing import Final

_APPLICATION: Final = "outlay"


def user_data_folder() -> Path:
    """Where data is kept: `~/.local/share/outlay` on Linux."""
    usual = _usual("XDG_DATA_HOME", "~/.local/share")
    if usual is not None:
        return usual
    from platformdirs import user_data_path

    return user_data_path(_APPLICATION)


def user_cache_folder() -> Path:
    """Where is kept what can be made anew: `~/.cache/outlay` on Linux."""
    usual = _usual("XDG_CACHE_HOME", "~/.cache")
    if usual is not None:
        return usual
    from platformdirs import user_cache_path

    return user_cache_path(_APPLICATION)


def _usual(variable: str, folder: str) -> Path | None:
    """The usual folder of Linux where no variable names another: every command asks, and platformdirs loads slowly."""
    if sys.platform != "linux" or os.environ.get(variable):
        return None
    return Path(os.path.expanduser(folder), _APPLICATION)  # noqa: PTH111  # as platformdirs does, without a home too
