"""The engine `pulumi`: the user's own project through the genuine CLI, in one run.

One `pulumi preview` yields the digest (states, dependencies, detailed diffs) and, in its event log, what the digest
leaves out (policy violations, progress). Offline, providers are served from a process of ours. Not here: reading the
two documents (`digest`, `events`) and preparing the run (`workspace`).
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from outlay.errors import WrongUse
from outlay.step import Preview
from outlay.wire import load_json

from outlay_automation.engine.assembly import assembled, fallbacks
from outlay_automation.engine.events import EventLog, EventReader
from outlay_automation.engine.failure import failure, too_long
from outlay_automation.engine.guarded import Ended, Guarded
from outlay_automation.engine.inline import inline_project, serve_program
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest, configuration_from
from outlay_automation.engine.offline.report import OfflineReport
from outlay_automation.engine.project import (
    ALWAYS_WANTED,
    Project,
    find_project,
    installed_version,
    wanted_packages,
)
from outlay_automation.engine.pulumi_cli import PulumiCli, find_cli, no_cli
from outlay_automation.engine.scratch import read_export
from outlay_automation.engine.seam import EngineOptions, StackSource
from outlay_automation.engine.uv import find_uv
from outlay_automation.engine.workspace import Workspace, baseline_of, own_environment, prepare

_FLAGS: Final = ("preview", "--json", "--show-sames", "--non-interactive", "--color", "never")
_SOME_VERSION: Final = "999.0.0"
"""Reported for a package whose SDK's version is not known: a lower one than the SDK's would only cause a warning."""


class PulumiEngine:
    """Previews stacks through the Pulumi CLI that is found on this machine, or through `cli`."""

    name = "pulumi"

    def __init__(self, cli: PulumiCli | None = None) -> None:
        self._cli = cli

    def preview(self, source: StackSource, options: EngineOptions) -> Preview:
        """The stack's resources before and after, and the steps between.

        Raises:
            WrongUse: no such project or stack, a file that cannot be read, or a state that is to be saved.
            EngineUnavailable: there is no CLI.
            PreviewFailed: the program, a provider or the engine failed; the message is theirs.
        """
        cli = self._cli or find_cli(own_environment(options))
        if cli is None:
            raise no_cli(own_environment(options))
        if options.save_state is not None:
            raise WrongUse(
                "the Pulumi engine has the stack's own state, and saves none of a preview",
                "Write it with `pulumi stack export`; or preview with --engine embedded.",
            )
        for pack in options.policy_packs:
            if not pack.exists():
                raise WrongUse(f"no policy pack at {pack}")
        with ExitStack() as stack:
            # both start at once: the guard and the provider come up while the run is prepared
            guarded = stack.enter_context(Guarded())
            if source.program is None:
                project = find_project(source.directory)
            else:
                project = inline_project(source, guarded.scratch)
            baseline = baseline_of(project, source, options) if options.offline else None
            provider = stack.enter_context(offline_provider(project, options, (baseline,) if baseline else ()))
            workspace = prepare(project, source, options, cli, guarded.scratch)
            return _run(guarded, cli, project, source, options, workspace, provider)


def _run(
    guarded: Guarded,
    cli: PulumiCli,
    project: Project,
    source: StackSource,
    options: EngineOptions,
    workspace: Workspace,
    provider: OfflineProvider | None,
) -> Preview:
    log = guarded.scratch / "events.json"
    reader = EventReader(log)

    started = time.monotonic()

    def listen() -> None:
        for progress in reader.read():
            if options.on_progress is not None:
                options.on_progress(progress)
        if options.time_limit is not None and time.monotonic() - started > options.time_limit:
            raise too_long(options.time_limit, reader.last)

    environment = dict(workspace.environment)
    if provider is not None:
        environment["PULUMI_DEBUG_PROVIDERS"] = provider.debug_providers()
    command = [
        str(cli.path),
        *_FLAGS,
        *("--stack", workspace.stack, "--config-file", str(workspace.config_file), "--event-log", str(log)),
        *(argument for pack in options.policy_packs for argument in ("--policy-pack", str(pack.resolve()))),
    ]
    with serve_program(source.program) as client:
        ended = guarded.run(
            [*command, *client],
            directory=project.directory,
            environment=environment,
            while_running=listen,
        )
    digest = _digest(ended, reader.log, offline=options.offline, has_uv=find_uv(environment) is not None)
    report = provider.stop() if provider is not None else None
    return _preview(digest, reader.log, project, workspace, report)


def _digest(ended: Ended, log: EventLog, *, offline: bool, has_uv: bool) -> Mapping[str, Any]:
    """The digest, also of a run that a policy blocked; a failed run raises what the user has to see."""
    try:
        digest = load_json(ended.output)
    except ValueError:
        digest = None
    # a program that failed after a violation leaves half of a digest, which is worse than none
    was_blocked = log.is_finished and not log.errors and any(each.is_mandatory for each in log.violations)
    if isinstance(digest, dict) and (ended.code == 0 or was_blocked):
        return digest
    output = "" if isinstance(digest, dict) else ended.output.decode("utf-8", errors="replace")
    errors = log.errors or (*log.written, *log.last_words)
    raise failure(errors, ended.errors, output, offline=offline, has_uv=has_uv)


def _preview(
    digest: Mapping[str, Any],
    log: EventLog,
    project: Project,
    workspace: Workspace,
    report: OfflineReport | None,
) -> Preview:
    return assembled(
        digest,
        project.name,
        workspace.stack_name,
        log.besides(fallbacks(configuration_from(workspace.environment), offline=report is not None)),
        report,
        engine=PulumiEngine.name,
        assumptions=workspace.assumptions,
        diagnostics=log.diagnostics,
        violations=log.violations,
        notices=workspace.notices,
    )


@contextmanager
def offline_provider(
    project: Project | None, options: EngineOptions, baselines: Iterable[Path]
) -> Iterator[OfflineProvider | None]:
    """The running offline provider; None where none is asked for.

    It serves every package that the project may want, and those that the baselines were written with: what a program
    has given up is deleted by the provider that made it.
    """
    if not options.offline:
        yield None
        return
    environment = own_environment(options)
    more = [*options.answers.packages, *(name for path in baselines for name in _packages_of(read_export(path)))]
    if project is None:
        versions = dict.fromkeys((*ALWAYS_WANTED, *more), _SOME_VERSION)
    else:
        packages = wanted_packages(project, more, environment)
        versions = {each: installed_version(project, each, environment) or _SOME_VERSION for each in packages}
    request = OfflineRequest(versions, options.answers.answers, configuration_from(environment))
    with OfflineProvider.start(request) as provider:
        yield provider


def _packages_of(export: Mapping[str, Any]) -> Sequence[str]:
    """The provider packages that a state was written with."""
    types = (str(each.get("type", "")) for each in export["deployment"].get("resources") or ())
    return [type_.removeprefix("pulumi:providers:") for type_ in types if type_.startswith("pulumi:providers:")]
