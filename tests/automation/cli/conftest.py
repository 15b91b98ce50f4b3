"""What tests of the command share: the command, run in this process or in one of its own, and stacks in files."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import pytest
from outlay_automation.cli import main

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
                main()
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


@dataclass(frozen=True)
class StackFiles:
    """Files of a stack `shop/prod` in us-east-1, in the folder where the command runs.

    Resources are as Pulumi writes them into a state or a digest; a volume costs $0.08 a GB-month.
    """

    directory: Path

    def write(self, name: str, text: str | bytes) -> Path:
        """A file with this content."""
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def standard(self, text: str) -> Path:
        """The standard, by a finops.yaml beside the files."""
        return self.write("finops.yaml", text)

    def state(self, *resources: Mapping[str, Any], stack: str = "prod", name: str = "state.json") -> Path:
        """A stack export."""
        states = [_PROVIDER, *resources]
        return self.write(name, _of_stack(json.dumps({"version": 3, "deployment": {"resources": states}}), stack))

    def change(
        self, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], name: str = "preview.json"
    ) -> Path:
        """A digest of `pulumi preview --json --show-sames` that leads from some resources to others."""
        sides = [{each["urn"]: each for each in side} for side in (before, after)]
        steps = []
        for urn in dict.fromkeys((*sides[0], *sides[1])):
            old, new = (side.get(urn) for side in sides)
            op = "create" if old is None else "delete" if new is None else "same" if old == new else "update"
            states = {"oldState": old, "newState": new}
            steps.append({"op": op, "urn": urn, **{key: each for key, each in states.items() if each is not None}})
        return self.write(name, json.dumps({"config": {"aws:region": "us-east-1"}, "steps": steps}))

    @staticmethod
    def resource(type_: str, name: str, inputs: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """One resource."""
        urn = f"urn:pulumi:prod::shop::{type_}::{name}"
        provider = f"{_PROVIDER['urn']}::some-id"
        return {"urn": urn, "type": type_, "custom": True, "inputs": inputs, "provider": provider, **more}

    def volume(self, name: str, size: Any, tags: Any = MappingProxyType({"owner": "shop"}), **more: Any) -> Any:
        """A gp3 volume that main.py declares in line 12."""
        inputs = {"type": "gp3", "size": size, "availabilityZone": "us-east-1a", "tags": _plain(tags)}
        return self.resource("aws:ebs/volume:Volume", name, inputs, sourcePosition="project:///main.py#12,4", **more)


_PROVIDER = {
    "urn": "urn:pulumi:prod::shop::pulumi:providers:aws::default",
    "type": "pulumi:providers:aws",
    "custom": True,
    "inputs": {"region": "us-east-1"},
}


def _of_stack(text: str, stack: str) -> str:
    return text.replace("urn:pulumi:prod::", f"urn:pulumi:{stack}::")


def _plain(tags: Any) -> Any:
    return dict(tags) if isinstance(tags, Mapping) else tags


@pytest.fixture
def files(outlay: Outlay) -> StackFiles:
    return StackFiles(outlay.directory)


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
