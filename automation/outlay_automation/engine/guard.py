"""The guard: runs one command for a driver and leaves nothing behind, whatever happens to either.

Started as a script of its own with nothing but the standard library. It makes a scratch folder, then reads orders from
its standard input and says on its standard output what came of them, a JSON object a line each:

    says    {"scratch": PATH}, or {"failed": WHY}
    hears   {"start": {"command", "directory", "environment", "output", "errors"}}   output, errors: file paths
    says    {"started": PID}, or {"failed": WHY}
    hears   {"interrupt": true}          the command is interrupted in order, and ended if it takes too long
    says    {"ended": EXIT_CODE}
    hears   {"watch": PID or null}       a process that the driver started itself is to end with the driver

When the input ends or the driver is gone, every process of the command is ended and the folder removed. The command
gets a session of its own, so that all its descendants can be found. Not here: what is run and why.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 3.0
"""How long an interrupted command may take to end by itself."""
_PARENT_CHECK_SECONDS = 0.5
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Serve the driver until it is done or gone."""
    parent = os.getppid()
    for signum in _SIGNALS:
        signal.signal(signum, signal.SIG_IGN)
    try:
        scratch = tempfile.mkdtemp(prefix="outlay-")
    except OSError as error:
        _say("failed", str(error))
        return
    process: subprocess.Popen[bytes] | None = None
    watched: int | None = None
    try:
        _say("scratch", scratch)
        for order in _orders(parent):
            if "start" in order:
                process = _started(order["start"])
            elif "watch" in order:
                watched = order["watch"]
            elif process is not None and process.poll() is None:
                _interrupt(process)
    finally:
        if process is not None:
            end_session(process.pid)
        if watched is not None:
            _kill(_family(watched))
        shutil.rmtree(scratch, ignore_errors=True)


def end_session(session: int) -> None:
    """Kill every process of the session, those in process groups of their own included."""
    for _ in range(50):
        members = _members(session)
        if not members:
            return
        _kill(members)
        time.sleep(0.01)


def _kill(processes: Iterable[int]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _orders(parent: int) -> Iterator[dict[str, Any]]:
    """The driver's orders until the input ends, or until the driver is gone and a fork of it holds the input open."""
    heard = b""
    while True:
        # what was ordered counts, also when the driver has gone since
        if not select.select([0], [], [], _PARENT_CHECK_SECONDS)[0]:
            if os.getppid() != parent:
                return
            continue
        more = os.read(0, 65536)
        if not more:
            return
        *lines, heard = (heard + more).split(b"\n")
        for line in lines:
            yield json.loads(line)


def _started(order: dict[str, Any]) -> "subprocess.Popen[bytes] | None":
    try:
        with Path(order["output"]).open("wb") as output, Path(order["errors"]).open("wb") as errors:
            process = subprocess.Popen(
                order["command"],
                cwd=order["directory"],
                env=order["environment"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                start_new_session=True,
                preexec_fn=_listen_to_signals,
            )
    except OSError as error:
        _say("failed", str(error))
        return None
    _say("started", process.pid)
    threading.Thread(target=lambda: _say("ended", process.wait()), daemon=True).start()
    return process


def _listen_to_signals() -> None:
    """Undo for the command what the guard does for itself: children inherit ignored signals."""
    for signum in _SIGNALS:
        signal.signal(signum, signal.SIG_DFL)


def _interrupt(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    patience = threading.Timer(PATIENCE_SECONDS, end_session, args=(process.pid,))
    patience.daemon = True
    patience.start()


def _say(what: str, value: object) -> None:
    # the driver may be gone already
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps({what: value}) + "\n")
        sys.stdout.flush()


def _members(session: int) -> list[int]:
    return [each.pid for each in _processes() if each.session == session]


def _family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    processes = list(_processes())
    found = [each.pid for each in processes if each.pid == pid]
    for parent in found:
        found.extend(each.pid for each in processes if each.parent == parent)
    return found


@dataclass(frozen=True)
class _Process:
    pid: int
    parent: int
    session: int


def _processes() -> Iterator[_Process]:
    """The living processes of this machine, as far as they can be seen."""
    if not Path("/proc/self/stat").exists():
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,sess="], capture_output=True, text=True, check=False)
        rows = (line.split() for line in listed.stdout.splitlines())
        yield from (_Process(*map(int, row)) for row in rows if len(row) == 3 and all(map(str.isdigit, row)))
        return
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # pid (name) state ppid pgrp session …; the name may hold spaces and brackets
                state, parent, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            except (OSError, ValueError):
                continue
            if state != "Z":
                yield _Process(int(entry.name), int(parent), int(session))


if __name__ == "__main__":
    main()
