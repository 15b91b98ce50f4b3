"""Runs the user's program: in its own interpreter, or, if it is a function, in this one.

Not here: what it is told and what becomes of its resources (`monitor`).
"""

import asyncio
import json
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from outlay.errors import PreviewFailed, WrongUse

from outlay_automation.engine.embedded.configuration import Configuration
from outlay_automation.engine.embedded.runner.run_program import NO_SDK, RAISED
from outlay_automation.engine.embedded.sdk_settings import keep_apart
from outlay_automation.engine.embedded.server import in_process
from outlay_automation.engine.embedded.stack_run import StackRun
from outlay_automation.engine.embedded.urns import Namespace
from outlay_automation.engine.failure import users_part
from outlay_automation.engine.guarded import Ended, Guarded
from outlay_automation.engine.project import Project, interpreter_prefix
from outlay_automation.engine.seam import Program

_RUNNER: Final = Path(__file__).parent / "runner" / "run_program.py"
_PARALLEL: Final = 8
"""How many registrations a program may have under way; it has four threads for each."""
ORGANIZATION: Final = "organization"
"""What the organisation of a stack is called where no backend has another."""


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


def run_project(
    project: Project,
    run: Run,
    addresses: tuple[str, str],
    environment: Mapping[str, str],
    guarded: Guarded,
    while_running: Callable[[], None],
) -> Ended:
    """Run a project's program to its end, in its own interpreter.

    Raises:
        PreviewFailed: it did not end in time, was killed, or has no Pulumi SDK.
        WrongUse: there is no interpreter for it.
    """
    monitor, engine = addresses
    order = {"program": str(project.program), "settings": {**run.settings(), "monitor": monitor, "engine": engine}}
    started = time.monotonic()

    def watch() -> None:
        while_running()
        if time.monotonic() - started > run.seconds:
            raise _too_long(run)

    ended = guarded.run(
        [str(interpreter(project, environment)), "-u", str(_RUNNER), json.dumps(order)],
        directory=project.program,
        environment={
            **environment,
            "PULUMI_CONFIG": json.dumps(dict(run.configuration.values)),
            "PULUMI_CONFIG_SECRET_KEYS": "[]",
        },
        while_running=watch,
    )
    if ended.code == NO_SDK:
        raise PreviewFailed(
            f"the program's Python has no Pulumi SDK: {ended.errors.strip()}",
            "Install the program's requirements into its environment: pip install -r requirements.txt",
        )
    if ended.code < 0:
        raise PreviewFailed(f"the program was ended by signal {-ended.code} before it had declared everything")
    if ended.code not in (0, RAISED):
        told = users_part(ended.errors.strip()) or f"the program ended with exit code {ended.code}"
        raise PreviewFailed(told, "A program that ends by itself, as by sys.exit(), has not declared everything.")
    return ended


def run_function(program: Program, run: Run, stack_run: StackRun) -> str | None:
    """Run an inline program in this process, on a thread of its own; returns the traceback of what it raised.

    The thread has a context of its own, in which alone the SDK's settings hold.

    Raises:
        PreviewFailed: it did not end in time. Its thread cannot be ended and goes on without being heard.
    """
    raised: list[str] = []
    thread = threading.Thread(target=_run_here, args=(program, run, stack_run, raised), name="program", daemon=True)
    thread.start()
    thread.join(run.seconds)
    if thread.is_alive():
        raise _too_long(run)
    return raised[0] if raised else None


def _run_here(program: Program, run: Run, stack_run: StackRun, raised: list[str]) -> None:
    from pulumi.runtime import Settings, configure, run_in_stack, set_all_config

    monitor: Any = in_process(stack_run.monitor.methods())
    engine: Any = in_process(stack_run.engine.methods())
    keep_apart()
    configure(Settings(monitor=monitor, engine=engine, **run.settings()))
    set_all_config(dict(run.configuration.values))
    loop = asyncio.new_event_loop()
    executor = ThreadPoolExecutor(max_workers=_PARALLEL)
    loop.set_default_executor(executor)
    try:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(run_in_stack(cast(Any, program)))
    except BaseException:  # whatever a program raises, also SystemExit, is told to whoever called it
        raised.append(traceback.format_exc())
    finally:
        _let_go(loop)
        executor.shutdown(wait=False, cancel_futures=True)
        asyncio.set_event_loop(None)
        loop.close()


def _let_go(loop: asyncio.AbstractEventLoop) -> None:
    """End what a program that failed left waiting, so that nothing complains of it later in this process."""
    if left := asyncio.all_tasks(loop):
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.wait(left, timeout=1))


def _too_long(run: Run) -> PreviewFailed:
    return PreviewFailed(
        f"the program did not end within {run.seconds:g} seconds",
        "Does it wait for something that never comes, or for its own output? Give it longer: --time-limit SECONDS.",
    )
