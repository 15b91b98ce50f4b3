"""What the command imports before it does anything: a person who asks for help waits for nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from outlay_automation.priced_lines import LEAST_LINES, VARIABLE

LINE = '{"type": "aws:ec2/natGateway:NatGateway", "name": "nat", "region": "us-east-1", "inputs": {}}\n'
LOADED = """\
import contextlib, json, sys
from outlay_automation.cli import main
sys.argv = ["outlay", *{arguments!r}]
with contextlib.suppress(SystemExit):
    main()
print(json.dumps(sorted({{*sys.modules}} & {{*{of!r}}})))
"""
HEAVY = ["pulumi", "grpc", "google", "rich", "pydantic", "typer", "ruamel", "platformdirs"]


def loaded(arguments: list[str], given: str = "", *, directory: Path, of: Sequence[str] = HEAVY) -> set[str]:
    """Which of these modules a command imports; of the heavy packages by default."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(arguments=arguments, of=of)],
        input=given,
        cwd=directory,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


TYPERS_OWN = {"typer", "pydantic"}
"""Typer reads the options of a subcommand with pydantic."""


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    assert loaded(["--help"], directory=tmp_path) == {"typer"}


@pytest.mark.parametrize("arguments", [["preview", "--help"], ["pulumi", "--help"], ["version"]])
def test_help_of_a_subcommand_imports_nothing_of_ours(arguments: list[str], tmp_path: Path) -> None:
    assert loaded(arguments, directory=tmp_path) <= TYPERS_OWN


def test_pricing_for_machines_imports_no_engine_and_no_terminal(tmp_path: Path) -> None:
    assert loaded(["estimate", "-", "--format", "json"], LINE, directory=tmp_path) <= TYPERS_OWN


def test_pricing_lines_imports_no_parser_of_command_lines_either(tmp_path: Path) -> None:
    assert loaded(["estimate", "-", "--format", "jsonl"], LINE, directory=tmp_path) == set()


def test_lines_that_were_priced_before_need_nothing_that_prices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    command, given = ["estimate", "-", "--format", "jsonl"], LINE * LEAST_LINES
    first = loaded(command, given, directory=tmp_path, of=["outlay.estimate.stack"])

    assert first == {"outlay.estimate.stack"}
    assert loaded(command, given, directory=tmp_path, of=["outlay.estimate"]) == set()


@pytest.mark.parametrize("output", ["csv", "json"])
def test_types_for_machines_import_no_terminal(output: str, tmp_path: Path) -> None:
    assert loaded(["types", "--format", output], directory=tmp_path) <= TYPERS_OWN


def test_pricing_for_people_imports_no_engine(tmp_path: Path) -> None:
    assert loaded(["estimate", "-"], LINE, directory=tmp_path) <= {*TYPERS_OWN, "rich"}


def test_checking_for_machines_imports_no_engine_and_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "finops.yaml").write_text("tags: {required: [owner]}\n", encoding="utf-8")
    given = '{"deployment": {"resources": []}}'
    command = ["check", "-", "--project", "shop", "--stack", "prod", "--format", "json"]

    assert loaded(command, given, directory=tmp_path) <= {*TYPERS_OWN, "ruamel", "platformdirs"}


def test_without_arguments_the_help_is_shown(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("outlay")
    bare = subprocess.run([command], capture_output=True, text=True, cwd=tmp_path, check=False)
    asked = subprocess.run([command, "--help"], capture_output=True, text=True, cwd=tmp_path, check=True)

    assert asked.stdout in (bare.stdout, bare.stderr)
    assert "What a change to your infrastructure costs a month" in asked.stdout
