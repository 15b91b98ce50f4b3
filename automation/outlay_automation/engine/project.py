"""The user's Pulumi project on disk: where it is, which stacks it configures, which provider packages it wants.

Reads only, and never writes into the user's tree. Not here: the backend with the stacks' state.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from outlay.errors import InvalidFile, WrongUse
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml")
_TOKEN: Final = re.compile(r"""\b(?:type|[Ff]unction|fn::invoke)["']?\s*:\s*["']?([a-z][a-z0-9-]*):""")
ALWAYS_WANTED: Final = ("aws", "gcp")
_NO_PACKAGES: Final = frozenset({"pulumi", "str", "std"})


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its folder, name and runtime, and the options of the runtime."""

    directory: Path
    file: Path
    name: str
    runtime: str
    options: Mapping[str, Any] = field(default_factory=dict)
    backend_url: str = ""

    @property
    def stacks(self) -> tuple[str, ...]:
        """The stacks that have a configuration file beside the project's, sorted."""
        names = (re.fullmatch(r"Pulumi\.(.+)\.ya?ml", path.name) for path in self.directory.glob("Pulumi.*.y*ml"))
        return tuple(sorted(match[1] for match in names if match))

    @property
    def virtual_environment(self) -> str:
        """The folder of the program's own virtual environment as the runtime options name it; empty without one."""
        return str(self.options.get("virtualenv") or (".venv" if self.options.get("toolchain") == "uv" else ""))

    def stack_file(self, stack: str) -> Path | None:
        """The stack's configuration file, None where there is none."""
        for ending in ("yaml", "yml"):
            path = self.directory / f"Pulumi.{stack.rpartition('/')[2]}.{ending}"
            if path.is_file():
                return path
        return None


def find_project(directory: Path) -> Project:
    """The project of a folder: the nearest `Pulumi.yaml` from there upwards.

    Raises:
        WrongUse: there is none.
        InvalidFile: it cannot be read.
    """
    if not directory.is_dir():
        raise WrongUse(f"{directory} is no folder", "Name the folder that holds Pulumi.yaml.")
    for folder in (directory.resolve(), *directory.resolve().parents):
        for name in _PROJECT_FILES:
            if (folder / name).is_file():
                return _read(folder / name)
    raise WrongUse(
        f"no Pulumi.yaml in {directory} or above it",
        "Name the folder of a Pulumi project: outlay preview DIR.",
    )


def wanted_packages(project: Project, more: Iterable[str] = ()) -> tuple[str, ...]:
    """The provider packages that the program may ask for, as far as they can be seen without running it.

    Found in the installed SDKs of a Python or Node program, and in the tokens of a YAML program; `more` are
    added. `aws` and `gcp` always belong.
    """
    found = {*ALWAYS_WANTED, *more}
    for root in _package_roots(project):
        found.update(_python_packages(root))
    found.update(_node_packages(project.directory / "node_modules"))
    if project.runtime == "yaml":
        found.update(_TOKEN.findall(project.file.read_text(encoding="utf-8")))
        for path in project.directory.glob("Main.y*ml"):
            found.update(_TOKEN.findall(path.read_text(encoding="utf-8")))
    return tuple(sorted(found - _NO_PACKAGES))


def installed_version(project: Project, package: str) -> str:
    """The version of a package's SDK in the program's environment; empty where it cannot be told."""
    for root in _package_roots(project):
        description = root / f"pulumi_{package.replace('-', '_')}" / "pulumi-plugin.json"
        if description.is_file():
            return str(json.loads(description.read_text(encoding="utf-8")).get("version", "")).removeprefix("v")
    manifest = project.directory / "node_modules" / "@pulumi" / package / "package.json"
    if manifest.is_file():
        return str(json.loads(manifest.read_text(encoding="utf-8")).get("version", "")).removeprefix("v")
    return ""


def interpreter_prefix(project: Project) -> Path:
    """The environment that a Python program runs in: the configured one, the active one, or that of PATH's python.

    Where the last has no Pulumi, Outlay's own stands in, which is what makes an example run from a fresh clone.
    """
    if project.virtual_environment:
        return project.directory / project.virtual_environment
    if active := os.environ.get("VIRTUAL_ENV"):
        return Path(active)
    found = shutil.which("python3")
    prefix = Path(found).parent.parent if found else Path(sys.prefix)
    return prefix if any(prefix.glob("lib/python*/site-packages/pulumi")) else Path(sys.prefix)


def _read(path: Path) -> Project:
    try:
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise InvalidFile(path, None, f"cannot be read: {error}") from None
    if not isinstance(document, dict) or not document.get("name"):
        raise InvalidFile(path, 1, "is no Pulumi project: it has no name")
    runtime = document.get("runtime")
    options = runtime.get("options") if isinstance(runtime, dict) else None
    backend = document.get("backend")
    return Project(
        directory=path.parent,
        file=path,
        name=str(document["name"]),
        runtime=str(runtime.get("name", "") if isinstance(runtime, dict) else runtime or ""),
        options=options if isinstance(options, dict) else {},
        backend_url=str(backend.get("url", "")) if isinstance(backend, dict) else "",
    )


def _package_roots(project: Project) -> list[Path]:
    """The site-packages folders that a Python program imports from."""
    return sorted(interpreter_prefix(project).glob("lib/python*/site-packages")) if project.runtime == "python" else []


def _python_packages(root: Path) -> set[str]:
    found = set()
    for description in root.glob("*/pulumi-plugin.json"):
        content = json.loads(description.read_text(encoding="utf-8"))
        if content.get("resource", True):
            found.add(str(content.get("name") or description.parent.name.removeprefix("pulumi_").replace("_", "-")))
    return found


def _node_packages(modules: Path) -> set[str]:
    found = set()
    for manifest in modules.glob("@pulumi/*/package.json"):
        plugin = json.loads(manifest.read_text(encoding="utf-8")).get("pulumi")
        if isinstance(plugin, dict) and plugin.get("resource"):
            found.add(str(plugin.get("name") or manifest.parent.name))
    return found
