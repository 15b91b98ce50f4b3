"""Runs the command `outlay` in this process and writes what the process took by itself to the file named first.

A process that waits for another is told the other's figures together with those of its children, so that the command
has to say its own. Not here: timing from outside.
"""

import atexit
import json
import resource
import sys
from pathlib import Path


def main() -> None:
    report = Path(sys.argv.pop(1))
    atexit.register(lambda: report.write_text(json.dumps(taken()), encoding="utf-8"))
    from outlay_automation.cli import main as outlay

    outlay()


def taken() -> dict[str, float]:
    """CPU seconds (user and system) and peak memory in MB (10⁶ bytes) of this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {"cpu_seconds": usage.ru_utime + usage.ru_stime, "peak_mb": _peak_bytes(usage.ru_maxrss) / 1e6}


def _peak_bytes(reported: int) -> int:
    """The peak of this program alone: what the kernel reports may stem from the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return reported if sys.platform == "darwin" else reported * 1024
    line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
