"""Puts the look-up file of the prices into the wheel, and leaves the sheets that it is built from out of it.

An editable install needs neither: in a source checkout the book builds the file by itself.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_IN_WHEEL = "outlay/prices/prices.sqlite"


class PricesHook(BuildHookInterface):
    """Builds the look-up file anew for each wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build it, unless this is an editable install or a source distribution."""
        if self.target_name != "wheel" or version == "editable":
            return
        core = Path(self.root) / "core"
        sys.path.insert(0, str(core))
        try:
            from outlay.prices.build import SHEETS, build
        finally:
            sys.path.remove(str(core))
        built = Path(self.directory) / "prices.sqlite"
        build(SHEETS, built)
        build_data["force_include"][str(built)] = _IN_WHEEL

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing but the wheel."""
        (Path(self.directory) / "prices.sqlite").unlink(missing_ok=True)
