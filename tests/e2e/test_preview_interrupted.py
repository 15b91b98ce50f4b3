"""Whoever is interrupted or killed in the middle of a preview: no process and no file stays."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import ProjectMaker, UserProject

pytestmark = pytest.mark.engine

MARK = "OUTLAY_TEST_MARK"
INTERRUPTED = 130
SLOW = """
import time
from pathlib import Path

Path("started").touch()
time.sleep(120)
"""


class Running:
    """A preview that is in the middle of its program, with all its processes marked."""

    def __init__(self, project: UserProject, outlay: str) -> None:
        self.mark = str(project.directory)
        self.process = subprocess.Popen(
            [outlay, "preview", "--stack", "dev", "--offline"],
            cwd=project.directory,
            env={**project.environment, MARK: self.mark},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        wait_for(lambda: (project.directory / "started").exists())

    def others(self) -> list[psutil.Process]:
        """Every other process that the preview started, wherever it hangs."""
        found = []
        for process in psutil.process_iter():
            try:
                is_ours = process.environ().get(MARK) == self.mark and process.status() != psutil.STATUS_ZOMBIE
            except psutil.Error:
                continue
            if is_ours and process.pid != self.process.pid:
                found.append(process)
        return found


@pytest.fixture
def slow_project(user_project: ProjectMaker) -> UserProject:
    return user_project(SLOW)


@pytest.fixture
def running(slow_project: UserProject, outlay: str) -> Iterator[Running]:
    preview = Running(slow_project, outlay)
    yield preview
    for process in (*preview.others(), preview.process):
        process.kill()
    preview.process.communicate()


def wait_for(condition: object, seconds: float = 60) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_ctrl_c_ends_everything_within_seconds(running: Running, slow_project: UserProject) -> None:
    assert len(running.others()) >= 4, "the guard, the provider, the CLI, the language host and the program"
    began = time.monotonic()

    os.killpg(running.process.pid, signal.SIGINT)  # as a terminal does
    _, errors = running.process.communicate(timeout=20)

    assert time.monotonic() - began < 10
    assert running.process.returncode == INTERRUPTED
    assert errors == "interrupted\n"
    assert running.others() == []
    assert slow_project.leftovers() == []


def test_a_second_ctrl_c_does_not_wait(running: Running, slow_project: UserProject) -> None:
    os.killpg(running.process.pid, signal.SIGINT)
    time.sleep(0.3)
    if running.process.poll() is None:
        os.killpg(running.process.pid, signal.SIGINT)

    # a shell calls both 130: an exit in order, and one by the signal where it met Python on its way out
    assert running.process.wait(timeout=20) in (INTERRUPTED, -signal.SIGINT)
    wait_for(lambda: not running.others() and not slow_project.leftovers(), seconds=10)


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_preview_leaves_nothing(running: Running, slow_project: UserProject, signum: signal.Signals) -> None:
    running.process.send_signal(signum)

    assert running.process.wait(timeout=20) == -signum
    wait_for(lambda: not running.others() and not slow_project.leftovers(), seconds=10)


def test_a_killed_guard_leaves_nothing(running: Running, slow_project: UserProject) -> None:
    (guard,) = [each for each in running.others() if any(Path(part).name == "guard.py" for part in each.cmdline())]
    guard.kill()

    _, errors = running.process.communicate(timeout=20)

    assert running.process.returncode == 4
    assert errors.startswith("error: the process that looks after the preview has ended\n")
    assert running.others() == []
    assert slow_project.leftovers() == []
