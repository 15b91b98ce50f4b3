"""Every command looks for the standard alike: the one that is named, that of OUTLAY_STANDARD, the nearest upwards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay, StackFiles

NAT = '{"type": "aws:ec2/natGateway:NatGateway", "name": "nat", "region": "us-east-1", "inputs": {}}\n'


def stating(gigabytes: int) -> str:
    return f'usage: {{types: {{"aws:ec2/natGateway:NatGateway": {{monthly_data_processed_gb: {gigabytes}}}}}}}\n'


def estimated(outlay: Outlay, *arguments: str) -> str:
    done = outlay("estimate", "nat.jsonl", "--format", "jsonl", *arguments)
    expected: str = json.loads(done.stdout)["monthly"]["expected"]
    return expected


def test_estimate(outlay: Outlay, files: StackFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write("nat.jsonl", NAT)
    files.standard(stating(100))
    files.write("named.yaml", stating(200))
    variable = files.write("org/variable.yaml", stating(300))

    # 730 hours and each GB at $0.045
    assert estimated(outlay) == "37.35"
    monkeypatch.setenv("OUTLAY_STANDARD", str(variable))
    assert estimated(outlay) == "46.35"
    assert estimated(outlay, "--standard", "named.yaml") == "41.85"


@pytest.mark.parametrize(
    "command",
    [
        ("doctor",),
        ("prices", "list"),
        ("estimate", "nat.jsonl"),
        ("check", "state.json"),
        ("baseline", "write", "--file", "state.json"),
        ("budget", "suggest", "--file", "state.json"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_broken_one_that_the_environment_names_is_told(
    outlay: Outlay, files: StackFiles, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    files.write("nat.jsonl", NAT)
    files.state(files.volume("data", 1))
    monkeypatch.setenv("OUTLAY_STANDARD", str(files.write("org/broken.yaml", "version: 1\ntag: {}\n")))

    done = outlay(*command)

    assert "broken.yaml:2: tag: no such key" in done.stdout + done.stderr
    assert command == ("doctor",) or done.returncode == 2
