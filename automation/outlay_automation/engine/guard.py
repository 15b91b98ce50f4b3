"""The guard: runs one command for a driver and leaves nothing behind, whatever happens to either.

Started as a script of its own with nothing but the standard library. It makes a scratch folder and prints its path,
then reads orders from its standard input, a line each: a JSON object starts the command (`command`, `directory`,
`environment`, `output` and `errors` as file paths), `interrupt` interrupts it in order. When the command ends, its
exit code is printed. The end of the input means that the driver is done or gone: then every process of the command is
ended and the folder removed. The command gets a session of its own, so that all its descendants can be found.
Not here: what is run and why.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 8.0
"""How long an interrupted command may take to end by itself."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Serve a driver until its end of the input closes."""
    for signum in _SIGNALS:
        signal.signal(signum, signal.SIG_IGN)
    scratch = tempfile.mkdtemp(prefix="outlay-")
    process: subprocess.Popen[bytes] | None = None
    try:
        _say(scratch)
        for line in sys.stdin:
            if line.strip() != "interrupt":
                process = _start(json.loads(line))
                threading.Thread(target=lambda started: _say(started.wait()), args=(process,), daemon=True).start()
            elif process is not None and process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                patience = threading.Timer(PATIENCE_SECONDS, _end_session, args=(process.pid,))
                patience.daemon = True
                patience.start()
    finally:
        if process is not None:
            _end_session(process.pid)
        shutil.rmtree(scratch, ignore_errors=True)


def _start(order: dict[str, Any]) -> "subprocess.Popen[bytes]":
    with Path(order["output"]).open("wb") as output, Path(order["errors"]).open("wb") as errors:
        return subprocess.Popen(
            order["command"],
            cwd=order["directory"],
            env=order["environment"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            start_new_session=True,
            preexec_fn=_listen_to_signals,
        )


def _listen_to_signals() -> None:
    """Undo for the command what the guard does for itself: children inherit ignored signals."""
    for signum in _SIGNALS:
        signal.signal(signum, signal.SIG_DFL)


def _say(what: object) -> None:
    # the driver may be gone already
    with contextlib.suppress(BrokenPipeError, ValueError):
        sys.stdout.write(f"{what}\n")
        sys.stdout.flush()


def _end_session(session: int) -> None:
    """Kill every process of the session, those in process groups of their own included."""
    for _ in range(50):
        members = _members(session)
        if not members:
            return
        for member in members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(member, signal.SIGKILL)
        time.sleep(0.01)


def _members(session: int) -> list[int]:
    """The living processes of a session."""
    processes = Path("/proc")
    if not (processes / "self" / "stat").exists():
        listed = subprocess.run(["ps", "-A", "-o", "pid=,sess="], capture_output=True, text=True, check=False)
        rows = (line.split() for line in listed.stdout.splitlines())
        return [int(row[0]) for row in rows if len(row) == 2 and row[1] == str(session)]
    found = []
    for entry in processes.iterdir():
        if entry.name.isdigit():
            try:
                # pid (name) state ppid pgrp session …; the name may hold spaces and brackets
                state, _, _, sid = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            except (OSError, ValueError):
                continue
            if sid == str(session) and state != "Z":
                found.append(int(entry.name))
    return found


if __name__ == "__main__":
    main()
