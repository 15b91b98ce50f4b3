"""What tests of the command share: the command, run in this process or in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import pytest
from outlay_automation.cli.application import run

OUTLAY = Path(sys.executable).with_name("outlay")
Finished: TypeAlias = "subprocess.CompletedProcess[str]"


@dataclass(frozen=True)
class Outlay:
    """The command, run in `directory` in this very process: the same lines as a person runs, in a moment."""

    directory: Path
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, given: str | bytes = b"") -> Finished:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
        content = given.encode() if isinstance(given, str) else given
        with self.monkeypatch.context() as patch:
            patch.chdir(self.directory)
            patch.setattr(sys, "argv", [str(OUTLAY), *arguments])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            with pytest.raises(SystemExit) as ended:
                run()
        code = ended.value.code or 0
        assert isinstance(code, int)
        output, errors = (_content(stream) for stream in streams)
        return subprocess.CompletedProcess(arguments, code, output, errors)


@dataclass(frozen=True)
class OutlayProcess:
    """The command in a process of its own, run in `directory`; nothing of the machine's Pulumi shows."""

    directory: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: Path = OUTLAY

    def __call__(
        self, *arguments: str, given: str = "", environment: Mapping[str, str] = MappingProxyType({})
    ) -> Finished:
        return subprocess.run(
            [self.command, *arguments],
            input=given,
            cwd=self.directory,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def outlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outlay:
    directory = tmp_path / "here"
    directory.mkdir()
    return Outlay(directory, monkeypatch)


@pytest.fixture
def outlay_process(tmp_path: Path) -> OutlayProcess:
    directory, home = tmp_path / "here", tmp_path / "home"
    directory.mkdir()
    home.mkdir()
    passed_on = ("LANG", "TMPDIR", "PYTHONPYCACHEPREFIX", "OUTLAY_PRICES", "SOURCE_DATE_EPOCH")
    kept = {name: os.environ[name] for name in passed_on if name in os.environ}
    return OutlayProcess(directory, {**kept, "HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "error"})


def _content(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
