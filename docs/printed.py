"""Keeps what READMEs of examples show as what their commands print: `make docs` writes it, tests compare it.

A block begins with `<!-- printed -->`, and its first line is the command, run by a shell in the repository's root. Not
here: the demo's output in the main README, and generated tables (`generate.py`).
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = tuple(sorted((ROOT / "examples").glob("*/README.md")))
_BLOCK = re.compile(r"<!-- printed -->\n```\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```\n", re.DOTALL)


def blocks(page: Path) -> list[tuple[str, str]]:
    """The commands of a page, each with what the page says that it prints."""
    return [(found["command"], found["output"]) for found in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def printed(command: str, environment: Mapping[str, str] = os.environ) -> str:
    """What a command prints, with Outlay's own environment first on the path.

    Raises:
        RuntimeError: it prints nothing; then what it says of errors is the message.
    """
    path = os.pathsep.join((str(Path(sys.executable).parent), str(ROOT / ".uv" / "bin"), environment.get("PATH", "")))
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env={**environment, "PATH": path}, capture_output=True, text=True, check=False
    )
    if not done.stdout:
        raise RuntimeError(f"{command}\n{done.stderr}")
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines()) + "\n"


def renewed(page: Path) -> str:
    """The page with what its commands print now."""

    def block(found: re.Match[str]) -> str:
        command = found["command"]
        return f"<!-- printed -->\n```\n$ {command}\n{printed(command)}```\n"

    return _BLOCK.sub(block, page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for each in PAGES:
        each.write_text(renewed(each), encoding="utf-8")
