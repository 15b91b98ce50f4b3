"""What a project's files ask of the engine that the embedded one does not do, so that it can be told.

Not here: what a program asks for while it runs (`monitor`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from outlay_automation.engine.project import Project


def not_followed(project: Project, stack: str) -> Iterator[str]:
    """A notice for each setting of Pulumi.yaml or of the stack's file that is passed over."""
    options = _mapping_in(project.file).get("options")
    if isinstance(options, dict) and options.get("refresh"):
        yield f"{project.file.name} asks for a refresh: the embedded engine asks no cloud, and refreshes nothing"
    file = project.stack_file(stack)
    if file is not None and _mapping_in(file).get("environment"):
        yield f"{file.name} imports environments of Pulumi ESC: the embedded engine opens none"


def _mapping_in(path: Path) -> dict[str, Any]:
    document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return document if isinstance(document, dict) else {}
