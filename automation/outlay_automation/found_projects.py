"""The Pulumi projects in a folder, as their files tell them, without running anything.

Not here: what is made of them (`first_standard`), and what a preview needs of a project (`engine.project`).
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from outlay.errors import OutlayError
from outlay.region import region_of_inputs
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from outlay_automation.engine.project import Project, find_project
from outlay_automation.first_standard import FoundProject

_DEEPEST: Final = 4
"""How many folders down projects are looked for."""
_NEVER_LOOKED_INTO: Final = frozenset({"node_modules", "venv", "site-packages", "vendor"})
_FILES: Final = (
    "Pulumi.*",
    "Main.*",
    "requirements*.txt",
    "pyproject.toml",
    "package.json",
    "go.mod",
    "*.csproj",
    "*.py",
)
_CLOUD: Final = re.compile(
    r"""pulumi[-_](?P<sdk>aws|gcp)\b|@pulumi/(?P<node>aws|gcp)\b|^\s*["']?(?P<config>aws|gcp):[A-Za-z]"""
    r"""|type:\s*["']?(?P<yaml>aws|gcp):|Pulumi\.(?P<net>Aws|Gcp)\b""",
    re.MULTILINE,
)
_REGION_KEYS: Final = ("region", "zone")


def found_projects(folder: Path) -> list[FoundProject]:
    """The projects in a folder and below it, by path; what cannot be read is left out."""
    return [_found(project) for project in _projects(folder, 0)]


def _projects(folder: Path, depth: int) -> Iterator[Project]:
    if any((folder / f"Pulumi.{ending}").is_file() for ending in ("yaml", "yml", "json")):
        try:
            yield find_project(folder)
        except OutlayError:
            return
    if depth == _DEEPEST:
        return
    for path in _folders(folder):
        yield from _projects(path, depth + 1)


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            found = [Path(each.path) for each in entries if each.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(path for path in found if not path.name.startswith(".") and path.name not in _NEVER_LOOKED_INTO)


def _found(project: Project) -> FoundProject:
    texts = [_text(path) for pattern in _FILES for path in sorted(project.directory.glob(pattern)) if path.is_file()]
    clouds = {found.lower() for text in texts for match in _CLOUD.finditer(text) for found in match.groups() if found}
    regions = {each for stack in project.stacks for each in _regions(project.stack_file(stack))}
    return FoundProject(project.name, project.stacks, frozenset(clouds), frozenset(regions))


def _regions(path: Path | None) -> Iterator[tuple[str, str]]:
    """Cloud and region as a stack's configuration names them."""
    config = _config(path) if path is not None else {}
    for cloud in ("aws", "gcp"):
        given = {key: config[f"{cloud}:{key}"] for key in _REGION_KEYS if isinstance(config.get(f"{cloud}:{key}"), str)}
        region = region_of_inputs(cloud, given)
        if isinstance(region, str) and re.fullmatch(r"[a-z0-9-]+", region):
            yield cloud, region


def _config(path: Path) -> dict[str, Any]:
    try:
        document = YAML(typ="safe").load(_text(path))
    except YAMLError:
        return {}
    config = document.get("config") if isinstance(document, dict) else None
    return config if isinstance(config, dict) else {}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
