"""Finds uv, which Pulumi installs the environment of a policy pack's or plugin's folder with where that says
`toolchain: uv`, as Outlay's own two do.

It installs nothing. Not here: what the engine says where uv is missing (`failure`).
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

UV_ADVICE: Final = "Install uv and have it on PATH: pip install uv"
"""What to do where it is missing."""

_WANTED: Final = re.compile(r"""^\s*["']?toolchain["']?\s*:\s*["']?uv\b""", re.MULTILINE)
_DESCRIPTIONS: Final = ("PulumiPolicy.yaml", "PulumiPlugin.yaml")


def find_uv(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The uv on PATH, else the one beside Outlay's own Python or in the clone that this is the environment of."""
    if on_path := shutil.which("uv", path=environment.get("PATH", os.defpath)):
        return Path(on_path)
    found = (shutil.which("uv", path=str(folder)) for folder in _own_folders())
    return next((Path(path) for path in found if path), None)


def with_uv(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with the uv that is found, last on PATH, where PATH has none."""
    search_path = environment.get("PATH", os.defpath)
    found = find_uv(environment)
    if found is None or shutil.which("uv", path=search_path):
        return dict(environment)
    return {**environment, "PATH": os.pathsep.join((search_path, str(found.parent)))}


def wants_uv(folder: Path) -> bool:
    """Whether the folder is a policy pack or a plugin whose environment Pulumi makes by uv."""
    for name in _DESCRIPTIONS:
        try:
            if _WANTED.search((folder / name).read_text(encoding="utf-8")):
                return True
        except (OSError, UnicodeDecodeError):
            continue
    return False


def _own_folders() -> Iterator[Path]:
    prefix = Path(sys.prefix)
    yield prefix / "bin"
    yield prefix.parent / ".uv" / "bin"  # where the Makefile puts it
