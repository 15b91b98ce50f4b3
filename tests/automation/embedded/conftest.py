"""What tests of the embedded engine share: a user's project that it previews, with a temporary folder of its own.

Programs belong to the test that runs them, not here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import psutil
import pytest
from outlay.errors import PreviewFailed
from outlay.standard.model import Standard
from outlay_automation import PreviewOptions, PreviewResult, preview
from outlay_automation.stack_preview import EngineName

OUTLAY: Final = str(Path(sys.executable).with_name("outlay"))
MARK: Final = "OUTLAY_TEST_MARK"
"""A variable that marks the processes of one test, wherever they hang."""
_FIRST_LINE: Final = "import pulumi; from short import aws\n"
_SHORT: Final = """\
import pulumi


class Resource(pulumi.CustomResource):
    def __init__(self, type_, name, properties, options):
        super().__init__(f"aws:{type_}", name, properties, pulumi.ResourceOptions(**options))


def aws(type_, name, properties=None, **options):
    return Resource(type_, name, properties or {}, options)
"""


@dataclass(frozen=True)
class EmbeddedProject:
    """A Python project whose programs declare resources by `aws(TYPE, NAME, properties, **options)`."""

    directory: Path
    environment: Mapping[str, str]

    @property
    def program(self) -> Path:
        """The program's file."""
        return self.directory / "__main__.py"

    def write(self, program: str) -> None:
        """Replace the program; its first line imports what it needs."""
        self.program.write_text(_FIRST_LINE + program, encoding="utf-8")

    def runs_in(self, virtual_environment: Path | str, more: str = "") -> None:
        """Replace Pulumi.yaml: the program's virtual environment, and further lines."""
        options = f"{{toolchain: pip, virtualenv: {virtual_environment}}}"
        text = f"name: shop\nruntime: {{name: python, options: {options}}}\n{more}"
        (self.directory / "Pulumi.yaml").write_text(text, encoding="utf-8")

    def preview(self, stack: str = "dev", **options: Any) -> PreviewResult:
        """The library's preview."""
        given = {"standard": Standard(), "environment": self.environment, **options}
        return preview(self.directory, stack=stack, options=PreviewOptions(engine=EngineName.EMBEDDED, **given))

    def failure(self, **options: Any) -> PreviewFailed:
        """How its preview fails."""
        with pytest.raises(PreviewFailed) as caught:
            self.preview(**options)
        return caught.value

    def names(self, **options: Any) -> list[str]:
        """The resources after its preview, but for the stack's own."""
        after = self.preview(**options).preview.after
        return sorted(each.name for each in after if each.type != "pulumi:pulumi:Stack")

    def outlay(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """What the command does, as a person runs it in the project's folder."""
        return subprocess.run(
            [OUTLAY, *arguments],
            cwd=self.directory,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            timeout=60,
            **options,
        )

    def tree(self) -> list[str]:
        """Every file and folder in the project's own."""
        return sorted(str(path.relative_to(self.directory)) for path in self.directory.rglob("*"))

    def leftovers(self) -> list[str]:
        """What is left in the temporary folder."""
        return sorted(path.name for path in Path(self.environment["TMPDIR"]).iterdir())

    def processes(self) -> list[psutil.Process]:
        """Every living process that the project's previews started."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == self.environment[MARK] and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except psutil.Error:
                continue
        return found


ProjectMaker: TypeAlias = Callable[..., EmbeddedProject]


@pytest.fixture
def embedded_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectMaker:
    """Writes a project `shop` from the text of its program, with a stack `dev`."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    # the guard's scratch folder is made by the guard, which inherits this
    monkeypatch.setenv("TMPDIR", str(temporary))

    def make(program: str = "", *, config: Mapping[str, object] | None = None) -> EmbeddedProject:
        directory = tmp_path / "shop"
        directory.mkdir()
        project = EmbeddedProject(directory, {"TMPDIR": str(temporary), MARK: str(tmp_path)})
        (directory / "short.py").write_text(_SHORT, encoding="utf-8")
        (directory / "Pulumi.dev.yaml").write_text(
            json.dumps({"config": {"aws:region": "eu-west-1"} if config is None else config}), encoding="utf-8"
        )
        project.runs_in(sys.prefix)
        project.write(program)
        return project

    return make
