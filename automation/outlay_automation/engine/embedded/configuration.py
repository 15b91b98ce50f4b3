"""A stack's configuration as its program gets it: the project's own, the stack's file, and what is laid over them.

Not here: what configures a provider (`providers`), how a value is written (`configuration_values`), and secrets, which
nobody here can open (`engine.scratch`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from outlay.errors import WrongUse
from ruamel.yaml import YAML

from outlay_automation.engine.embedded.configuration_values import coerced, is_of_type, plain, written
from outlay_automation.engine.embedded.property_paths import Path as PropertyPath
from outlay_automation.engine.embedded.property_paths import parsed
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
        WrongUse: the project asks for a value that nobody gives, or for one of another type.
    """
    copy = scratch / f"configuration-of-{stack}.yaml"
    replaced = write_config(copy, project.stack_file(stack), over)
    values = {_full(key, project.name): value for key, value in _told_in(copy).items()}
    missing = []
    for key, told in sorted(_told_in(project.file).items()):
        path = parsed(_full(key, project.name))
        if not path or _is_there(values, path):
            _check_type(key, told, values, path)
            continue
        if not isinstance(told, dict) or not told.keys() <= _DECLARED:
            values = _with(values, path, told)
        elif told.get("default") is not None or told.get("value") is not None:
            values = _with(values, path, told["value"] if told.get("default") is None else told["default"])
        elif str(path[0]).startswith(f"{project.name}:"):
            missing.append(key)
    if missing:
        raise WrongUse(
            f"{project.name} asks for the configuration {', '.join(map(repr, missing))}, and the stack {stack!r} "
            f"has none",
            how_to_set(_full(missing[0], project.name), stack),
        )
    return Configuration({key: written(values[key]) for key in sorted(values)}, replaced)


def how_to_set(key: str, stack: str) -> str:
    """What a person does about a value that a stack does not have."""
    return (
        f"Set it: pulumi config set {key} VALUE --stack {stack}; or write it into Pulumi.{stack}.yaml under config: "
        f"{{{key}: VALUE}}."
    )


def _told_in(path: Path) -> dict[str, Any]:
    """The mapping `config` of a file, its values as the genuine engine reads them."""
    content = path.read_text(encoding="utf-8")
    typed = (YAML(typ="safe").load(content) or {}).get("config") or {}
    as_text = (YAML(typ="base").load(content) or {}).get("config") or {}
    return {str(key): plain(typed[key], as_text.get(str(key))) for key in typed}


def _is_there(values: Mapping[str, Any], path: PropertyPath) -> bool:
    found: Any = values
    for part in path:
        if isinstance(found, Mapping) and part in found:
            found = found[str(part)]
        elif isinstance(found, list) and isinstance(part, int) and part < len(found):
            found = found[part]
        else:
            return False
    return True


def _check_type(key: str, told: Any, values: Mapping[str, Any], path: PropertyPath) -> None:
    type_ = told.get("type") if isinstance(told, dict) and told.keys() <= _DECLARED else None
    found: Any = values
    for part in path:
        found = found[part]
    if type_ is not None and not is_of_type(found, str(type_), told.get("items")):
        raise WrongUse(
            f"the configuration value {key!r} is no {type_}, as the project asks", "Set it anew: pulumi config."
        )


def _with(values: Any, path: PropertyPath, value: Any, *, inside: bool = False) -> Any:
    """The values with one more at a path, which is made where it is not there."""
    if not path:
        return coerced(value) if inside else value
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        items = list(values) if isinstance(values, list) else []
        before = items[first] if first < len(items) else None
        return [*items[:first], _with(before, rest, value, inside=True), *items[first + 1 :]]
    known = values if isinstance(values, dict) else {}
    is_within = inside or bool(rest)
    return {**known, first: _with(known.get(first), rest, value, inside=is_within)}


def _full(key: str, project: str) -> str:
    return key if ":" in key else f"{project}:{key}"
