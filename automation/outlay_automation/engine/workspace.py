"""What one preview runs in: which stack, which backend and configuration file, which environment.

Chooses between the user's own backend and a throw-away one, and never writes into the user's tree: configuration is
copied, bytecode goes to the cache. Not here: the run itself (`pulumi_engine`).
"""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any, Final

from outlay.errors import StackNotFound, WrongUse
from outlay.step import Assumption

from outlay_automation.engine.project import Project, interpreter_prefix
from outlay_automation.engine.pulumi_cli import PulumiCli, cache_dir
from outlay_automation.engine.scratch import PLACEHOLDER, read_export, secrets_in, write_backend, write_config
from outlay_automation.engine.seam import EngineOptions, StackSource
from outlay_automation.engine.uv import with_uv

SECRETS_OF_STATE: Final = f"{PLACEHOLDER!r} stands in for the secrets of its state: whether they change is not told"
NO_STATE: Final = "no state of the stack is at hand, so that everything counts as new"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A stack ready to be previewed: what the CLI is called with, and what was made up on the way."""

    stack: str
    config_file: Path
    environment: Mapping[str, str]
    assumptions: tuple[Assumption, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def stack_name(self) -> str:
        """The stack's own name, without organisation and project."""
        return self.stack.rpartition("/")[2]


def prepare(project: Project, source: StackSource, options: EngineOptions, cli: PulumiCli, scratch: Path) -> Workspace:
    """Everything that the run needs, laid out in `scratch`.

    Raises:
        WrongUse: no stack is named and none can be told.
        StackNotFound: the stack exists neither in a backend nor in the project's folder.
        InvalidFile: the baseline or the configuration cannot be read.
    """
    environment = command_environment(project, options, cli)
    environment["PULUMI_DEBUG_COMMANDS"] = "true"  # without it the CLI does not know --event-log
    stack = source.stack or selected_stack(project, environment)
    baseline = baseline_of(project, source, options)
    # an inline program has no backend that would go without saying, and offline it needs none
    has_state = baseline is None and _has_backend(project, environment) and source.program is None
    if baseline is None and (has_state or not options.offline):
        config_file = _copied_config(project, source, stack, scratch)
        return Workspace(stack, config_file, environment)
    return _throw_away(project, source, stack, baseline, environment, scratch)


def _throw_away(
    project: Project,
    source: StackSource,
    stack: str,
    baseline: Path | None,
    environment: Mapping[str, str],
    scratch: Path,
) -> Workspace:
    name = stack.rpartition("/")[2]
    stack_file = project.stack_file(stack)
    if stack_file is None and baseline is None and source.program is None:
        raise not_found(project, stack)
    config_file = scratch / f"Pulumi.{name}.yaml"
    replaced = write_config(config_file, stack_file, source.config)
    export = read_export(baseline) if baseline is not None else None
    url = write_backend(scratch / "backend", project.name, name, export)
    return Workspace(
        name,
        config_file,
        throw_away_environment(environment, url, scratch),
        (
            *(Assumption(f"config {key}", f"{PLACEHOLDER!r} stands in for the secret") for key in replaced),
            *(Assumption(urn, SECRETS_OF_STATE) for urn in (secrets_in(export) if export is not None else ())),
        ),
        (NO_STATE,) if export is None else tuple(of_another(export, project.name, name)),
    )


_OF_THE_USERS_BACKEND: Final = frozenset({"PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE_FILE", "PULUMI_STACK"})


def throw_away_environment(environment: Mapping[str, str], url: str, scratch: Path) -> dict[str, str]:
    """The environment with a backend, a passphrase and a PULUMI_HOME of its own in `scratch`.

    The home sees the plugins that the user has installed, and nothing else of the user's.
    """
    home = scratch / "home"
    home.mkdir()
    plugins = Path(environment.get("PULUMI_HOME") or Path.home() / ".pulumi") / "plugins"
    if plugins.is_dir():
        (home / "plugins").symlink_to(plugins)
    kept = {key: value for key, value in environment.items() if key not in _OF_THE_USERS_BACKEND}
    return {
        **kept,
        "PULUMI_BACKEND_URL": url,
        "PULUMI_HOME": str(home),
        "PULUMI_CONFIG_PASSPHRASE": secrets.token_hex(16),
    }


def own_environment(options: EngineOptions) -> dict[str, str]:
    """This process's environment with what the caller lays over it."""
    return {**os.environ, **options.environment}


def command_environment(project: Project | None, options: EngineOptions, cli: PulumiCli) -> dict[str, str]:
    """The environment that the CLI runs in, whatever the command: nothing is written into the user's tree."""
    environment = with_uv(cli.environment(own_environment(options)))
    environment["PULUMI_SKIP_UPDATE_CHECK"] = "true"
    if "PYTHONPYCACHEPREFIX" not in environment:
        # bytecode goes to the cache instead of the user's tree, also where the user wants none in the tree
        environment["PYTHONPYCACHEPREFIX"] = str(cache_dir() / "pycache")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if options.offline:
        environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true"
    if project is not None and project.runtime == "python" and not project.virtual_environment:
        environment["PATH"] = os.pathsep.join(
            (str(interpreter_prefix(project, environment) / "bin"), environment["PATH"])
        )
    return environment


def baseline_of(project: Project, source: StackSource, options: EngineOptions) -> Path | None:
    """The state export to preview against: the given one, else the standard's; None where the backend has the state.

    Raises:
        WrongUse: no stack is named and none can be told.
    """
    if options.baseline is not None:
        return options.baseline
    return standing_baseline(project, options, source.stack or selected_stack(project, own_environment(options)))


def standing_baseline(project: Project, options: EngineOptions, stack: str) -> Path | None:
    """The baseline that the standard names for offline previews, where the file exists."""
    pattern = options.answers.baseline
    if not options.offline or not pattern:
        return None
    path = project.directory / pattern.replace("{stack}", stack.rpartition("/")[2])
    return path if path.is_file() else None


def _has_backend(project: Project, environment: Mapping[str, str]) -> bool:
    """Whether the user has said where stacks' states are: by variable, in Pulumi.yaml, or by logging in."""
    return bool(_backend(project, environment) or environment.get("PULUMI_ACCESS_TOKEN"))


def _backend(project: Project, environment: Mapping[str, str]) -> str:
    """The URL of the user's backend as Pulumi finds it; empty where nothing tells it."""
    logged_in = _home_document(environment, "credentials.json").get("current")
    return environment.get("PULUMI_BACKEND_URL") or project.backend_url or str(logged_in or "")


def selected_stack(project: Project, environment: Mapping[str, str] = os.environ) -> str:
    """The stack that PULUMI_STACK names or `pulumi stack select` chose, else the only one that the project configures.

    Raises:
        WrongUse: there is neither.
    """
    digest = sha1(str(project.file).encode(), usedforsecurity=False).hexdigest()
    workspace = _home_document(environment, f"workspaces/{project.name}-{digest}-workspace.json")
    selected = workspace.get("stacks") or {}
    # older CLIs remember one stack whatever the backend
    if chosen := (
        environment.get("PULUMI_STACK") or selected.get(_backend(project, environment)) or workspace.get("stack")
    ):
        return str(chosen)
    if len(project.stacks) == 1:
        return project.stacks[0]
    known = f"Choose one with --stack: {', '.join(project.stacks)}." if project.stacks else "Name one with --stack."
    raise WrongUse(f"no stack is selected in {project.name}", known)


def _home_document(environment: Mapping[str, str], name: str) -> Mapping[str, Any]:
    home = Path(environment.get("PULUMI_HOME") or Path.home() / ".pulumi")
    try:
        document = json.loads((home / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _copied_config(project: Project, source: StackSource, stack: str, scratch: Path) -> Path:
    target = scratch / f"Pulumi.{stack.rpartition('/')[2]}.yaml"
    write_config(target, project.stack_file(stack), source.config, keep_secrets=True)
    return target


def not_found(project: Project, stack: str) -> StackNotFound:
    """The error for a stack that the project does not configure, with the stacks that it does."""
    known = ", ".join(project.stacks)
    name = stack.rpartition("/")[2]
    file = Path(os.path.relpath(project.configuration, project.directory)) / f"Pulumi.{name}.yaml"
    none = (
        "The project has no Pulumi.STACK.yaml yet. Make one in its folder: "
        f"`pulumi stack init {name}`, or `touch {file}` for an offline preview."
    )
    hint = f"The project configures: {known}." if known else none
    return StackNotFound(f"no stack {stack!r} in {project.name}", hint)


def of_another(export: Mapping[str, Any], project: str, stack: str) -> Iterator[str]:
    """A notice where a baseline was exported from another project or stack than it stands for."""
    urns = (str(each.get("urn", "")).split("::") for each in export["deployment"].get("resources") or ())
    for found in dict.fromkeys((parts[1], parts[0].rpartition(":")[2]) for parts in urns if len(parts) > 2):
        if found != (project, stack):
            yield f"the baseline was exported from {'/'.join(found)}, and stands for {project}/{stack} here"
