"""Where the pack finds its standard: where configuration or environment name it, near the project, in the pack.

Not here: reading the file (`outlay.standard.reading`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outlay.errors import WrongUse
from outlay.standard.location import FILE_NAME, VARIABLE, nearest
from outlay.standard.model import Standard
from outlay.standard.reading import read_standard


@dataclass(frozen=True, slots=True)
class FoundStandard:
    """A standard and the file that it was read from."""

    standard: Standard
    path: Path


@dataclass(frozen=True, slots=True)
class StandardSearch:
    """Where a standard is looked for.

    Args:
        project: the folder that the engine works in, the program's.
        pack: the policy pack's own folder; None where it is not known.
        environment: environment variables; `OUTLAY_STANDARD` may name a file.
    """

    project: Path
    pack: Path | None
    environment: Mapping[str, str]

    def read(self, named: str = "") -> FoundStandard | None:
        """The first standard there is; None where there is none.

        The order: `named`, the variable `OUTLAY_STANDARD`, the nearest finops.yaml from the project's folder upwards,
        the pack's own, which is an organisation's default.

        Args:
            named: the file that policy configuration names.

        Raises:
            InvalidFile: the file is not what it should be; the message names the line.
            WrongUse: a file that was named is not there.
        """
        path = self._path(named)
        return FoundStandard(read_standard(path), path) if path is not None else None

    def said(self) -> str:
        """Where it was looked for, for whoever has to be told that there is none."""
        places = [f"{self.project} and the folders above it"]
        if self.pack is not None:
            places.append(f"the policy pack's folder {self.pack}")
        return f"no {FILE_NAME} in {', nor in '.join(places)}, and {VARIABLE} names none"

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that a file is looked for in that somebody names by a relative path, in this order."""
        return (self.project,) if self.pack is None else (self.project, self.pack)

    def file(self, named: str) -> Path | None:
        """The file that a text names, from the project's folder, else from the pack's; None where neither has it."""
        candidates = [folder / Path(named).expanduser() for folder in self.folders]
        return next((path for path in candidates if path.is_file()), None)

    def _path(self, named: str) -> Path | None:
        if named:
            return self._named(named, "policy configuration (financial-standard, standard)")
        if given := self.environment.get(VARIABLE, ""):
            return self._named(given, VARIABLE)
        found = nearest(self.project)
        if found is None and self.pack is not None and (self.pack / FILE_NAME).is_file():
            found = self.pack / FILE_NAME
        return found

    def _named(self, text: str, by: str) -> Path:
        path = self.file(text)
        if path is None:
            raise WrongUse(f"{by} names {text}, and there is no such file", f"It is looked for from {self.project}.")
        return path
