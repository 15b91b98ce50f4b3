"""What tests of the command share: the command as a person runs it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

OUTLAY = Path(sys.executable).with_name("outlay")


@dataclass(frozen=True)
class Outlay:
    """The command, run in `directory`; nothing of the machine's Pulumi shows."""

    directory: Path
    environment: dict[str, str]

    def __call__(
        self, *arguments: str, given: str | bytes = b"", environment: Mapping[str, str] = MappingProxyType({})
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [OUTLAY, *arguments],
            input=given.encode() if isinstance(given, str) else given,
            cwd=self.directory,
            env={**self.environment, **environment},
            capture_output=True,
            timeout=60,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def outlay(tmp_path: Path) -> Outlay:
    directory, home = tmp_path / "here", tmp_path / "home"
    directory.mkdir()
    home.mkdir()
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR", "PYTHONPYCACHEPREFIX") if name in os.environ}
    return Outlay(directory, {**kept, "HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "error"})
