"""What `outlay pulumi` lays out before the CLI runs: the project, its standard, and a throw-away backend with stacks.

Not here: running the CLI (`pulumi`).
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from outlay.errors import WrongUse
from outlay.standard.location import standard_path
from outlay.standard.model import Standard
from outlay.standard.reading import read_standard

from outlay_automation.cli.pulumi_arguments import PulumiArguments
from outlay_automation.engine.project import Project, find_project
from outlay_automation.engine.scratch import PLACEHOLDER, read_export, write_backend, write_config
from outlay_automation.engine.seam import EngineOptions
from outlay_automation.engine.workspace import selected_stack, standing_baseline, throw_away_environment

_STACK_VARIABLE = "PULUMI_STACK"


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What the CLI is called with in a throw-away backend, and what the user should know of it."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    notes: tuple[str, ...]


def project_of(directory: Path) -> Project | None:
    """The project that the command is about; None for a command that needs none (`version`, `policy analyze`)."""
    with suppress(WrongUse):
        return find_project(directory)
    return None


def options_of(directory: Path, *, offline: bool) -> EngineOptions:
    """How the providers are served: with the answers of the nearest standard."""
    path = standard_path(directory) if offline else None
    standard = read_standard(path) if path is not None else Standard()
    return EngineOptions(offline=offline, answers=standard.offline)


def stacks_of(project: Project | None, given: PulumiArguments, options: EngineOptions) -> Mapping[str, Path | None]:
    """The stacks that a throw-away backend starts with, each with the state that the standard names for it.

    Those are the stacks that the project configures, and the one that the command names.
    """
    if project is None:
        return {}
    named = given.stack.rpartition("/")[2]
    names = sorted({*project.stacks, named} - {""})
    return {name: standing_baseline(project, options, name) for name in names}


def lay_out(
    project: Project | None,
    given: PulumiArguments,
    stacks: Mapping[str, Path | None],
    environment: Mapping[str, str],
    scratch: Path,
) -> LaidOut:
    """A backend with these stacks in `scratch`, and for a command that reads configuration a copy of the stack's.

    Raises:
        WrongUse: the command needs a stack, and none is named and none can be told.
        InvalidFile: a state or a configuration cannot be read.
    """
    backend = scratch / "backend"
    backend.mkdir()
    own = throw_away_environment(environment, backend.as_uri(), scratch)
    if project is None:
        return LaidOut(given.arguments, own, ())
    for name, baseline in stacks.items():
        write_backend(backend, project.name, name, read_export(baseline) if baseline is not None else None)
    stack = _stack_of(project, given)
    if stack:
        own[_STACK_VARIABLE] = stack
    if not stack or not given.takes_config_file:
        return LaidOut(given.arguments, own, ())
    config_file = scratch / f"Pulumi.{stack}.yaml"
    replaced = write_config(config_file, project.stack_file(stack))
    notes = tuple(f"{PLACEHOLDER!r} stands in for the secret {key}" for key in replaced)
    return LaidOut(given.with_config_file(config_file), own, notes)


def _stack_of(project: Project, given: PulumiArguments) -> str:
    """The stack's own name; empty where the command needs none and none can be told."""
    stack = given.stack or os.environ.get(_STACK_VARIABLE, "")
    if not stack and given.takes_config_file:
        stack = selected_stack(project)
    elif not stack:
        with suppress(WrongUse):
            stack = selected_stack(project)
    return stack.rpartition("/")[2]
