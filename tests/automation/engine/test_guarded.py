"""The guard: a folder and a command that do not outlive their driver, whatever ends either."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from outlay.errors import EngineUnavailable
from outlay_automation.engine.guarded import Guarded

FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], process_group=0)
print(child.pid, flush=True)
time.sleep(60)
"""


def run(guarded, *code, while_running=lambda: None):
    command = [sys.executable, "-c", *code]
    return guarded.run(command, directory="/", environment=dict(os.environ), while_running=while_running)


def is_running(pid):
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def wait_until_gone(pid):
    end = time.monotonic() + 10
    while is_running(pid):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_command_tells_how_it_ended_and_the_folder_goes():
    with Guarded() as guarded:
        scratch = guarded.scratch
        assert scratch.is_dir()
        ended = run(guarded, "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")

    assert (ended.code, ended.output, ended.errors) == (3, b"out\n", "err\n")
    assert not scratch.exists()


def test_of_much_output_the_beginning_and_the_end_are_kept():
    with Guarded() as guarded:
        code = "import sys; print('a' * 50 + 'b' * 900 + 'c' * 50, end=''); print('short', end='', file=sys.stderr)"
        command = [sys.executable, "-c", code]
        ended = guarded.run(command, directory="/", environment=dict(os.environ), while_running=lambda: None, most=100)
        assert guarded.written() == 1005

    assert ended.output == b"a" * 50 + b"\n[900 bytes left out]\n" + b"c" * 50
    assert ended.errors == "short"


def test_a_command_that_cannot_be_started(tmp_path):
    with Guarded() as guarded, pytest.raises(EngineUnavailable, match="cannot be started"):
        guarded.run([str(tmp_path / "none")], directory=tmp_path, environment={}, while_running=lambda: None)


def test_no_place_for_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("outlay_automation.engine.guarded.guard.__file__", str(tmp_path / "guard.py"))
    (tmp_path / "guard.py").write_text('print(\'{"failed": "no space"}\')', encoding="utf-8")

    with Guarded() as guarded, pytest.raises(EngineUnavailable, match="no temporary folder can be made: no space"):
        _ = guarded.scratch


def test_an_error_of_the_driver_ends_the_whole_family():
    def fail():
        if (text := (guarded.scratch / "stdout").read_text(encoding="utf-8")).endswith("\n"):
            children.append(int(text))
            raise ValueError("of the driver")

    children: list[int] = []
    with pytest.raises(ValueError, match="of the driver"), Guarded() as guarded:
        run(guarded, FAMILY, while_running=fail)

    wait_until_gone(children[0])


def test_an_interrupted_command_ends_in_order():
    patient = (
        "import time\ntry:\n    print('x', flush=True); time.sleep(60)\nexcept KeyboardInterrupt:\n    print('bye')"
    )

    def interrupt():
        if (guarded.scratch / "stdout").read_text(encoding="utf-8"):
            raise KeyboardInterrupt

    with Guarded() as guarded:
        with pytest.raises(KeyboardInterrupt):
            run(guarded, patient, while_running=interrupt)
        assert (guarded.scratch / "stdout").read_text(encoding="utf-8") == "x\nbye\n"


def test_a_killed_guard_is_noticed_and_tidied_up_after():
    def kill():
        if (text := (guarded.scratch / "stdout").read_text(encoding="utf-8")).endswith("\n"):
            children.append(int(text))
            guarded._guard.kill()

    children: list[int] = []
    with Guarded() as guarded:
        scratch = guarded.scratch
        with pytest.raises(EngineUnavailable, match="looks after the preview has ended"):
            run(guarded, FAMILY, while_running=kill)

    assert not scratch.exists()
    wait_until_gone(children[0])


DRIVER = """
import subprocess, sys, time
from outlay_automation.engine.guarded import Guarded
with Guarded() as guarded:
    process = subprocess.Popen([sys.executable, "-c", FAMILY])
    with guarded.watching(process):
        print(guarded.scratch, process.pid, flush=True)
        time.sleep(60)
""".replace("FAMILY", repr(FAMILY))


def test_a_watched_process_ends_with_its_driver():
    with subprocess.Popen([sys.executable, "-c", DRIVER], stdout=subprocess.PIPE, text=True) as driver:
        assert driver.stdout is not None
        lines = [driver.stdout.readline().split(), driver.stdout.readline().split()]
        driver.send_signal(signal.SIGKILL)
    scratch, watched = next(line for line in lines if len(line) == 2)
    (child,) = next(line for line in lines if len(line) == 1)

    wait_until_gone(int(watched))
    wait_until_gone(int(child))
    end = time.monotonic() + 10
    while Path(scratch).exists():
        assert time.monotonic() < end
        time.sleep(0.02)
