"""The user's Pulumi project on disk: where it is, which stacks it configures, which provider packages it wants.

Reads only, and never writes into the user's tree. Not here: the backend with the stacks' state.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from outlay.errors import InvalidFile, WrongUse
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_ENDINGS: Final = ("yaml", "yml", "json")
_STACK_FILE: Final = re.compile(r"Pulumi\.(?P<stack>.+)\.(?:yaml|yml|json)")
_TOKEN: Final = re.compile(
    r"""(?:\b(?:type|[Ff]unction|fn::invoke)["']?\s*:\s*["']?|\bfn::(?=[\w-]+:\w))([a-z][a-z0-9-]*):"""
)
ALWAYS_WANTED: Final = ("aws", "gcp")
_NO_PACKAGES: Final = frozenset({"pulumi", "str", "std"})


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its folder, name and runtime, and the options of the runtime.

    `program` is the folder of the program and `configuration` that of the stacks' files; both are the project's own
    where it does not say otherwise (`main`, `stackConfigDir`). `own_plugins` are the provider packages whose plugins it
    brings in folders (`plugins.providers` with a path), and `plugin_folders` are these.
    """

    directory: Path
    file: Path
    name: str
    runtime: str
    program: Path
    configuration: Path
    options: Mapping[str, Any] = field(default_factory=dict)
    backend_url: str = ""
    own_plugins: frozenset[str] = frozenset()
    plugin_folders: tuple[Path, ...] = ()

    @property
    def stacks(self) -> tuple[str, ...]:
        """The stacks that have a configuration file, sorted."""
        found = (_STACK_FILE.fullmatch(path.name) for path in self.configuration.glob("Pulumi.*"))
        return tuple(sorted({match["stack"] for match in found if match}))

    @property
    def virtual_environment(self) -> str:
        """The folder of the program's own virtual environment as the runtime options name it; empty without one."""
        return str(self.options.get("virtualenv") or (".venv" if self.options.get("toolchain") == "uv" else ""))

    def stack_file(self, stack: str) -> Path | None:
        """The stack's configuration file, None where there is none."""
        for ending in _ENDINGS:
            path = self.configuration / f"Pulumi.{stack.rpartition('/')[2]}.{ending}"
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
        for ending in _ENDINGS:
            if (folder / f"Pulumi.{ending}").is_file():
                return _read(folder / f"Pulumi.{ending}")
    raise WrongUse(
        f"no Pulumi.yaml in {directory} or above it",
        "Name the folder of a Pulumi project: outlay preview DIR.",
    )


def wanted_packages(
    project: Project, more: Iterable[str] = (), environment: Mapping[str, str] = os.environ
) -> tuple[str, ...]:
    """The provider packages that the program may ask for, as far as they can be seen without running it.

    Found in the installed SDKs of a Python or Node program, and in the tokens of a YAML program; `more` are
    added. `aws` and `gcp` always belong; plugins that the project brings itself never do, since they run as they are.
    """
    found = {*ALWAYS_WANTED, *more}
    for root in _package_roots(project, environment):
        found.update(_python_packages(root))
    found.update(_node_packages(project.directory / "node_modules"))
    if project.runtime == "yaml":
        for path in (project.file, *project.program.glob("Main.*")):
            found.update(_TOKEN.findall(path.read_text(encoding="utf-8")))
    return tuple(sorted(found - _NO_PACKAGES - project.own_plugins))


def installed_version(project: Project, package: str, environment: Mapping[str, str] = os.environ) -> str:
    """The version of a package's SDK in the program's environment; empty where it cannot be told."""
    folder = f"pulumi_{package.replace('-', '_')}"
    descriptions = [root / folder / "pulumi-plugin.json" for root in _package_roots(project, environment)]
    for path in (*descriptions, project.directory / "node_modules" / "@pulumi" / package / "package.json"):
        if version := _json_in(path).get("version"):
            return str(version).removeprefix("v")
    return ""


def interpreter_prefix(project: Project, environment: Mapping[str, str] = os.environ) -> Path:
    """The environment that a Python program runs in: the configured one, the active one, or that of PATH's python.

    Where the last has no Pulumi, Outlay's own stands in, which is what makes an example run from a fresh clone.
    """
    if project.virtual_environment:
        return project.directory / project.virtual_environment
    if active := environment.get("VIRTUAL_ENV"):
        return Path(active)
    found = shutil.which("python3", path=environment.get("PATH"))
    prefix = Path(found).parent.parent if found else Path(sys.prefix)
    return prefix if any(prefix.glob("lib/python*/site-packages/pulumi")) else Path(sys.prefix)


def _read(path: Path) -> Project:
    try:
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        raise InvalidFile(path, mark.line + 1 if mark else None, f"cannot be read: {problem}") from None
    if not isinstance(document, dict) or not document.get("name") or not document.get("runtime"):
        raise InvalidFile(path, 1, "is no Pulumi project: it has no name or no runtime")
    runtime = document.get("runtime")
    options = runtime.get("options") if isinstance(runtime, dict) else None
    backend = document.get("backend")
    own_plugins = dict(_own_plugins(document))
    return Project(
        directory=path.parent,
        file=path,
        name=str(document["name"]),
        runtime=str(runtime.get("name", "") if isinstance(runtime, dict) else runtime or ""),
        program=path.parent / str(document.get("main") or ""),
        configuration=path.parent / str(document.get("stackConfigDir") or ""),
        options=options if isinstance(options, dict) else {},
        backend_url=str(backend.get("url", "")) if isinstance(backend, dict) else "",
        own_plugins=frozenset(own_plugins),
        plugin_folders=tuple(path.parent / folder for folder in own_plugins.values()),
    )


def _own_plugins(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    plugins = document.get("plugins")
    providers = plugins.get("providers") if isinstance(plugins, dict) else None
    for each in providers if isinstance(providers, list) else ():
        if isinstance(each, dict) and each.get("path"):
            yield str(each.get("name")), str(each["path"])


def _package_roots(project: Project, environment: Mapping[str, str]) -> list[Path]:
    """The site-packages folders that a Python program imports from."""
    if project.runtime != "python":
        return []
    return sorted(interpreter_prefix(project, environment).glob("lib/python*/site-packages"))


def _python_packages(root: Path) -> set[str]:
    found = set()
    for description in root.glob("*/pulumi-plugin.json"):
        content = _json_in(description)
        if content.get("resource", True):
            found.add(str(content.get("name") or description.parent.name.removeprefix("pulumi_").replace("_", "-")))
    return found


def _json_in(path: Path) -> Mapping[str, Any]:
    """The JSON object in a file of somebody else's; empty where there is none, which is not for us to complain of."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _node_packages(modules: Path) -> set[str]:
    found = set()
    for manifest in modules.glob("@pulumi/*/package.json"):
        plugin = _json_in(manifest).get("pulumi")
        if isinstance(plugin, dict) and plugin.get("resource"):
            found.add(str(plugin.get("name") or manifest.parent.name))
    return found
