"""The program that runs: its project, stack, configuration and financial standard.

Not here: what the standard asks of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from outlay.errors import OutlayError
from outlay.provider import default_tags
from outlay.resource import Value
from outlay.standard.location import standard_path
from outlay.standard.model import Standard
from outlay.standard.reading import read_standard
from pulumi.runtime import config as runtime_config

from outlay_components.errors import ProgramError
from outlay_components.governance.late import Late


@dataclass(frozen=True, slots=True)
class Program:
    """A stack's program. `standard_path` is None where no standard was found, and then nothing is required."""

    project: str
    stack: str
    config: Mapping[str, Value]
    standard: Standard
    standard_path: Path | None

    def default_tags(self, package: str) -> Mapping[str, Value]:
        """The tags that the configuration makes the default provider put on everything; open ones are left out."""
        prefix = f"{package}:"
        own = {key.removeprefix(prefix): value for key, value in self.config.items() if key.startswith(prefix)}
        found = default_tags(package, own)
        return found if isinstance(found, Mapping) else {}


def running_program() -> Program:
    """The program that runs in this context.

    Raises:
        ProgramError: its standard cannot be read.
    """
    try:
        standard, path = standard_of(program_folder())
    except OutlayError as error:
        raise ProgramError(str(error)) from None
    return Program(pulumi.get_project(), pulumi.get_stack(), _configuration(), standard, path)


def standard_of(folder: Path) -> tuple[Standard, Path | None]:
    """The standard that holds in a folder: that of `OUTLAY_STANDARD`, else the nearest upwards, else an empty one.

    Raises:
        InvalidFile: it cannot be read, or is not what it should be.
    """
    path = standard_path(folder)
    return (read_standard(path), path) if path is not None else (Standard(), None)


def program_folder() -> Path:
    """Where the search for a standard begins: the project's folder, else the folder that the process runs in."""
    root = pulumi.runtime.get_root_directory() if hasattr(pulumi.runtime, "get_root_directory") else None
    return Path(root) if root and Path(root).is_dir() else Path.cwd()


def _configuration() -> Mapping[str, Value]:
    """The stack's configuration by full key; secret values are late, so that they stay secret."""
    found: dict[str, Any] = {**runtime_config.get_config_env(), **runtime_config.CONFIG.get()}
    secret_keys = {*runtime_config.get_config_secret_keys_env(), *runtime_config._SECRET_KEYS.get()}
    return {
        key: Late(output=pulumi.Output.secret(value)) if key in secret_keys else value for key, value in found.items()
    }
