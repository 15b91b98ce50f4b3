"""Whoever is interrupted or killed in the middle of a preview by the embedded engine: no process and no file stays."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from outlay.errors import ExitCode

from tests.automation.embedded.conftest import OUTLAY, EmbeddedProject, ProjectMaker

INTERRUPTED = 130
SLOW = """
import subprocess, time
from pathlib import Path

subprocess.Popen(["sleep", "120"])
Path("started").touch()
time.sleep(120)
"""


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


class Running:
    """A preview that is in the middle of its program."""

    def __init__(self, project: EmbeddedProject) -> None:
        self.project = project
        self.process = subprocess.Popen(
            [OUTLAY, "preview", "--engine", "embedded"],
            cwd=project.directory,
            env={**os.environ, **project.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        wait_for(lambda: (project.directory / "started").exists())

    def others(self) -> list[psutil.Process]:
        return [each for each in self.project.processes() if each.pid != self.process.pid]

    def one(self, file: str) -> psutil.Process:
        """The process that runs a file of the engine."""
        (found,) = [each for each in self.others() if any(Path(part).name == file for part in each.cmdline())]
        return found

    def assert_all_goes(self) -> None:
        wait_for(lambda: not self.others() and not self.project.leftovers(), seconds=10)
        assert self.project.tree() == ["Pulumi.dev.yaml", "Pulumi.yaml", "__main__.py", "short.py", "started"]


@pytest.fixture
def running(embedded_project: ProjectMaker) -> Iterator[Running]:
    preview = Running(embedded_project(SLOW))
    yield preview
    for process in (*preview.others(), preview.process):
        process.kill()
    preview.process.communicate()


def test_ctrl_c_ends_everything_within_seconds(running: Running) -> None:
    assert len(running.others()) == 3, "the guard, the program and its child"
    began = time.monotonic()

    os.killpg(running.process.pid, signal.SIGINT)  # as a terminal does
    _, errors = running.process.communicate(timeout=20)

    assert time.monotonic() - began < 10
    assert running.process.returncode == INTERRUPTED
    assert errors == "interrupted\n"
    running.assert_all_goes()


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_preview_leaves_nothing(running: Running, signum: signal.Signals) -> None:
    running.process.send_signal(signum)

    assert running.process.wait(timeout=20) == -signum
    running.assert_all_goes()


def test_a_killed_program_is_told_and_leaves_nothing(running: Running) -> None:
    running.one("run_program.py").kill()

    output, errors = running.process.communicate(timeout=20)

    assert running.process.returncode == ExitCode.PREVIEW_FAILED
    assert output == ""
    assert errors.splitlines() == [
        "error: the program was ended by SIGKILL before it had declared everything",
        "Was it killed by hand, or for want of memory?",
    ]
    running.assert_all_goes()


def test_a_killed_guard_leaves_nothing(running: Running) -> None:
    running.one("guard.py").kill()

    _, errors = running.process.communicate(timeout=20)

    assert running.process.returncode == ExitCode.PREVIEW_FAILED
    assert errors.startswith("error: the process that looks after the preview has ended\n")
    running.assert_all_goes()
