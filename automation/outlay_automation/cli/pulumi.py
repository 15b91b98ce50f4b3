"""`outlay pulumi`: the found CLI on the user's terminal, with the offline provider or a throw-away backend or both.

For trying a program or a policy pack by hand. The CLI runs once and its exit code is passed on. With `--scratch`
nothing of the user's is written: stacks lie in a throw-away backend, and their configuration is a copy. Not here:
previews that are read by a program (`outlay_automation.engine.pulumi_engine`).
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from outlay.errors import OutlayError, WrongUse

from outlay_automation.cli.pulumi_arguments import PulumiArguments, read_arguments
from outlay_automation.engine.pulumi_cli import PulumiCli, find_cli, no_cli
from outlay_automation.engine.uv import UV_ADVICE, find_uv, wants_uv, with_uv

if TYPE_CHECKING:
    from outlay_automation.engine.guarded import Guarded
    from outlay_automation.engine.offline.report import OfflineReport

_SIGNALLED: Final = 128
"""What a shell adds to the number of the signal that ended a command."""


def run_pulumi(arguments: Sequence[str], *, directory: Path, offline: bool, scratch: bool) -> int:
    """Run the CLI in `directory` to its end; returns its exit code. Does not return where nothing is to be attached.

    Raises:
        EngineUnavailable: there is no CLI.
        WrongUse: the command would do harm in this combination; the message says which.
    """
    if not directory.is_dir():
        raise WrongUse(f"{directory} is no folder", "Name the folder that holds Pulumi.yaml.")
    given = read_arguments(arguments)
    _refuse_harm(given, offline=offline, scratch=scratch)
    cli = find_cli()
    if cli is None:
        raise no_cli()
    if not offline and not scratch:
        environment = with_uv(cli.environment(os.environ))
        _say(_without_uv(given, directory, environment))
        os.chdir(directory)
        os.execve(cli.path, [str(cli.path), *arguments], environment)
    return _run_attached(cli, given, directory, offline=offline, scratch=scratch)


def _refuse_harm(given: PulumiArguments, *, offline: bool, scratch: bool) -> None:
    backend = os.environ.get("PULUMI_BACKEND_URL", "")
    if scratch and given.writes_project:
        raise WrongUse(
            f"`pulumi {given.name}` writes into the project's folder, and --scratch leaves nothing behind",
            "Every stack that the project configures is in the throw-away backend; --stack NAME adds another.",
        )
    if scratch and given.deploys and not offline:
        raise WrongUse(
            f"`pulumi {given.name}` would create resources for real, and --scratch would forget them",
            "Add --offline, or leave --scratch out.",
        )
    if offline and given.writes_state and not scratch and not backend.startswith("file://"):
        raise WrongUse(
            f"`pulumi {given.name}` would write what --offline makes up into the stack's real state",
            "Add --scratch, or set PULUMI_BACKEND_URL=file://… to a folder for trying things out.",
        )


def _run_attached(cli: PulumiCli, given: PulumiArguments, directory: Path, *, offline: bool, scratch: bool) -> int:
    # imported late: a mistake on the command line is told at once
    from outlay_automation.cli.pulumi_scratch import lay_out, options_of, project_of, stacks_of
    from outlay_automation.engine.guarded import Guarded
    from outlay_automation.engine.pulumi_engine import offline_provider
    from outlay_automation.engine.workspace import command_environment

    project = project_of(directory / given.directory)
    options = options_of(directory / given.directory, offline=offline)
    with ExitStack() as stack:
        guarded = stack.enter_context(Guarded())
        stacks = stacks_of(project, given, options) if scratch else {}
        baselines = [path for path in stacks.values() if path is not None]
        provider = stack.enter_context(offline_provider(project, options, baselines))
        environment = command_environment(project, options, cli)
        arguments = given.arguments
        if scratch:
            laid_out = lay_out(project, given, stacks, environment, guarded.scratch)
            arguments, environment = laid_out.arguments, dict(laid_out.environment)
            _say(laid_out.notes)
        _say(_without_uv(given, directory, environment))
        if provider is not None:
            environment["PULUMI_DEBUG_PROVIDERS"] = provider.debug_providers()
        code = _on_the_terminal(guarded, [str(cli.path), *arguments], directory, environment)
        if provider is not None:
            _say(_made_up(provider.stop()))
        return code


def _on_the_terminal(guarded: "Guarded", command: list[str], directory: Path, environment: Mapping[str, str]) -> int:
    """Run the command with our own terminal and in our process group, so that it is interactive as ever."""
    process = subprocess.Popen(command, cwd=directory, env=environment)
    with guarded.watching(process), _passing_signals_to(process):
        code = process.wait()
    return code if code >= 0 else _SIGNALLED - code


@contextmanager
def _passing_signals_to(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Leave it to the command what a signal means: it ends in order, and then we do.

    Ctrl-C reaches it by itself, as part of the terminal's foreground group; a second one would end it the hard way.
    """

    def passed_on(signum: int, _frame: FrameType | None) -> None:
        if signum != signal.SIGINT or not sys.stdin.isatty():
            process.send_signal(signum)

    before = {signum: signal.signal(signum, passed_on) for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def _made_up(report: "OfflineReport") -> Iterator[str]:
    """What the offline provider answered in a cloud's stead, each function once."""
    for token, source in sorted({(answer.token, answer.source.value) for answer in report.answers}):
        yield f"{token} was answered offline: {source}"


def _without_uv(given: PulumiArguments, directory: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """What is going to fail for want of uv, before the engine tells it in its way, or not at all."""
    if find_uv(environment) is not None:
        return
    from outlay_automation.engine.project import find_project

    here = directory / given.directory
    folders = [here / pack for pack in given.policy_packs]
    with suppress(OutlayError):  # a project that is missing or broken is told by the CLI
        folders += find_project(here).plugin_folders
    for folder in filter(wants_uv, folders):
        yield f"{folder.resolve()} needs uv, and there is none. {UV_ADVICE}"


def _say(notes: Iterable[str]) -> None:
    for note in notes:
        sys.stderr.write(f"note: {note}\n")
