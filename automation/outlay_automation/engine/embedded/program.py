"""Runs the user's program: in its own interpreter, or, if it is a function, in this one.

Not here: what it is told and what becomes of its resources (`monitor`).
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from outlay.errors import InvalidFile, PreviewFailed, WrongUse

from outlay_automation.engine.embedded.configuration import Configuration
from outlay_automation.engine.embedded.outcome import Told, failure_of, reported, too_long
from outlay_automation.engine.embedded.runner.run_program import Workers, declare, loop_with, whereabouts
from outlay_automation.engine.embedded.sdk_settings import keep_apart
from outlay_automation.engine.embedded.server import in_process
from outlay_automation.engine.embedded.stack_run import StackRun
from outlay_automation.engine.embedded.urns import ORGANIZATION, Namespace
from outlay_automation.engine.guarded import Ended, Guarded
from outlay_automation.engine.project import Project, interpreter_prefix
from outlay_automation.engine.seam import Program

_RUNNER: Final = Path(__file__).parent / "runner" / "run_program.py"
_PARALLEL: Final = 8
"""How many registrations a program may have under way; it has four threads for each."""
TIME_LIMIT: Final = 600.0
"""How long a program may take where nobody says otherwise, in seconds."""
_GRACE_SECONDS: Final = 3.0
"""How long after its limit a program may take to say where it is."""
_REQUIREMENTS: Final = "requirements.txt"
_MEGABYTE: Final = 1_000_000
_MOST_PRINTED: Final = 200 * _MEGABYTE
_MOST_KEPT: Final = 100_000
"""How much of what a program prints is kept, in bytes: of more, its beginning and its end."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a program is run with: the stack, its configuration, and how long it may take, in seconds."""

    namespace: Namespace
    configuration: Configuration
    directory: Path
    seconds: float

    def settings(self) -> dict[str, Any]:
        """The settings of the SDK's runtime, but for monitor and engine."""
        return {
            "project": self.namespace.project,
            "stack": self.namespace.stack,
            "parallel": _PARALLEL,
            "dry_run": True,
            "organization": ORGANIZATION,
            "root_directory": str(self.directory),
        }


def interpreter(project: Project, environment: Mapping[str, str]) -> Path:
    """The Python that runs a project's program: of its virtual environment, else the one that is active, else ours.

    Raises:
        WrongUse: the virtual environment that the project names is not there.
    """
    prefix = interpreter_prefix(project, environment)
    for path in (prefix / "bin" / "python", prefix / "bin" / "python3", prefix / "Scripts" / "python.exe"):
        if path.exists():
            return path
    how = "uv sync" if project.options.get("toolchain") == "uv" else f"python3 -m venv {prefix}"
    raise WrongUse(
        f"{project.name} runs in the virtual environment {prefix}, and there is none",
        f"Make it and install the program's requirements: {how}; or `pulumi install`, with a CLI.",
    )


def program_of(project: Project) -> tuple[Path, Path]:
    """The folder that a project's program runs in, and what of it Python runs: the folder itself, or its file.

    Raises:
        InvalidFile: Pulumi.yaml names a program that is not there.
        WrongUse: there is no program in the folder.
    """
    program = project.program
    if program.is_file():
        return program.parent, program
    if not program.is_dir():
        raise InvalidFile(
            project.file, None, f"names the program {program}, and there is none", "Correct it there: main: FOLDER."
        )
    if not (program / "__main__.py").is_file():
        raise WrongUse(
            f"no program in {program}: it has no __main__.py",
            "Write it there, or name its folder or file in Pulumi.yaml: main: FOLDER.",
        )
    return program, program


def run_project(
    project: Project,
    run: Run,
    addresses: tuple[str, str],
    environment: Mapping[str, str],
    guarded: Guarded,
    stack_run: StackRun,
    while_running: Callable[[], None],
) -> Ended:
    """Run a project's program to its end, in its own interpreter.

    Raises:
        PreviewFailed: it raised, ended early or not in time, was killed, or has no Pulumi SDK.
        WrongUse: there is no program, or no interpreter for it.
    """
    monitor, engine = addresses
    folder, program = program_of(project)
    python = interpreter(project, environment)
    report = guarded.scratch / "report.json"
    order = {
        "program": str(program),
        "settings": {**run.settings(), "monitor": monitor, "engine": engine},
        "report": str(report),
        "seconds": run.seconds,
    }
    ends = time.monotonic() + run.seconds + _GRACE_SECONDS

    def watch() -> None:
        while_running()
        if time.monotonic() > ends:  # it holds its own interpreter up, so that the runner could not end it
            raise too_long(whereabouts(None, None), told())
        if (printed := guarded.written()) > _MOST_PRINTED:
            raise PreviewFailed(
                f"the program printed {printed // _MEGABYTE} MB, and was ended for that",
                "Does it print in a loop that never ends?",
            )

    def told() -> Told:
        return _told(run, stack_run, str(python), project.directory / _REQUIREMENTS)

    ended = guarded.run(
        [str(python), "-u", str(_RUNNER), json.dumps(order)],
        directory=folder,
        environment={
            **environment,
            "PULUMI_CONFIG": json.dumps(dict(run.configuration.values)),
            "PULUMI_CONFIG_SECRET_KEYS": "[]",
        },
        while_running=watch,
        most=_MOST_KEPT,
    )
    failure = failure_of(reported(report), ended, told(), stack_run.failure())
    if failure is not None:
        raise failure
    return ended


def run_function(program: Program, run: Run, stack_run: StackRun) -> None:
    """Run an inline program in this process, on a thread of its own.

    The thread has a context of its own, in which alone the SDK's settings hold.

    Raises:
        PreviewFailed: it raised, or did not end in time. Its thread cannot be ended and goes on without being heard.
    """
    report: dict[str, Any] = {}
    thread = threading.Thread(target=_run_here, args=(program, run, stack_run, report), name="program", daemon=True)
    thread.start()
    thread.join(run.seconds)
    told = _told(run, stack_run)
    if thread.is_alive():
        place = whereabouts(None, thread.ident)
        stack_run.monitor.close()
        raise too_long(place, told)
    failure = failure_of(report, Ended(0, b"", ""), told, stack_run.failure())
    if failure is not None:
        raise failure


def _told(run: Run, stack_run: StackRun, python: str = "", requirements: Path | None = None) -> Told:
    return Told(
        run.seconds,
        run.namespace.stack,
        python=python,
        has_requirements=requirements is not None and requirements.is_file(),
        registered=stack_run.registered,
        read_outputs=stack_run.read_outputs,
        warnings=stack_run.warnings,
    )


def _run_here(program: Program, run: Run, stack_run: StackRun, report: dict[str, Any]) -> None:
    from pulumi.runtime import Settings, configure, set_all_config

    monitor: Any = in_process(stack_run.monitor.methods())
    engine: Any = in_process(stack_run.engine.methods())
    keep_apart()
    configure(Settings(monitor=monitor, engine=engine, **run.settings()))
    set_all_config(dict(run.configuration.values), [])
    workers = Workers(_PARALLEL)
    loop = loop_with(workers)
    # a program that fails leaves futures behind, of which asyncio would complain besides
    loop.set_exception_handler(lambda _loop, _context: None)
    try:
        report.update(declare(loop, program))
    finally:
        _let_go(loop)
        workers.shutdown(wait=False, cancel_futures=True)
        asyncio.set_event_loop(None)
        loop.close()
        stack_run.monitor.close()


def _let_go(loop: asyncio.AbstractEventLoop) -> None:
    """End what a program that failed left waiting, so that nothing complains of it later in this process."""
    if left := asyncio.all_tasks(loop):
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.wait(left, timeout=1))
