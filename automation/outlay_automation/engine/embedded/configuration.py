"""A stack's configuration as its program gets it: the project's own, the stack's file, and what is laid over them.

Not here: what configures a provider (`providers`), and secrets, which nobody here can open (`engine.scratch`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from outlay.errors import WrongUse
from ruamel.yaml import YAML

from outlay_automation.engine.project import Project
from outlay_automation.engine.scratch import write_config

_DECLARED: Final = frozenset({"type", "description", "secret", "default", "value", "items"})
"""What a key of the project's configuration may say besides its value."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The values by their full keys, `PROJECT:KEY`, structured ones as JSON; and where a secret was replaced."""

    values: Mapping[str, str]
    replaced: tuple[str, ...] = ()


def configuration_of(project: Project, stack: str, over: Mapping[str, str], scratch: Path) -> Configuration:
    """The configuration of a stack; secrets in its file are replaced by the placeholder.

    Args:
        project: the project.
        stack: the stack's name.
        over: values that are laid over the file's.
        scratch: a folder for a copy of the file.

    Raises:
        InvalidFile: the file cannot be read, or is something else.
        WrongUse: the project asks for a value that nobody gives.
    """
    copy = scratch / f"configuration-of-{stack}.yaml"
    replaced = write_config(copy, project.stack_file(stack), over)
    values = {_full(key, project.name): value for key, value in _values_in(copy).items()}
    for key, told in _values_in(project.file, as_told=True).items():
        full = _full(key, project.name)
        if full in values:
            continue
        if not isinstance(told, dict) or not told.keys() <= _DECLARED:
            values[full] = _text(told)
        elif "value" in told or "default" in told:
            values[full] = _text(told.get("value", told.get("default")))
        else:
            raise WrongUse(
                f"{project.name} asks for the configuration value {key!r}, and the stack {stack!r} has none",
                f"Set it: pulumi config set {key} VALUE --stack {stack}",
            )
    return Configuration(dict(sorted(values.items())), replaced)


def _values_in(path: Path, *, as_told: bool = False) -> dict[str, Any]:
    """The mapping `config` of a file: texts as they are written, and structures as JSON unless `as_told`."""
    content = path.read_text(encoding="utf-8")
    # 1.10 is not 1.1: a scalar is what is written, as the genuine engine reads it; within structures it has a type
    written = (YAML(typ="base").load(content) or {}).get("config") or {}
    typed = (YAML(typ="safe").load(content) or {}).get("config") or {}
    told = {key: typed[key] if isinstance(value, dict | list) else value for key, value in written.items()}
    return told if as_told else {key: _text(value) for key, value in told.items()}


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float | dict | list):
        return json.dumps(value, separators=(",", ":"), sort_keys=True, default=str, ensure_ascii=False)
    return "" if value is None else str(value)


def _full(key: str, project: str) -> str:
    return key if ":" in key else f"{project}:{key}"
