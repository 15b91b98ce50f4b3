"""`outlay doctor`: what it finds in a made-up machine, and what it says to do."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Finished, Outlay, OutlayProcess


@pytest.fixture
def bin_folder(outlay_process: OutlayProcess, tmp_path: Path) -> Path:
    """A folder in front of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    outlay_process.environment["PATH"] = f"{folder}:{outlay_process.environment['PATH']}"
    return folder


def executable(path: Path, script: str = "") -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def said(done: Finished, label: str) -> str:
    """What stands behind a label, with the advice below it."""
    lines = done.stdout.splitlines()
    [number] = [number for number, line in enumerate(lines) if line.startswith(f"  {label}  ")]
    found = lines[number].removeprefix(f"  {label}").strip()
    following = lines[number + 1].strip() if number + 1 < len(lines) else ""
    return f"{found} {following}" if following.startswith("→") else found


def test_machine_with_a_cli_can_preview(outlay_process: OutlayProcess, bin_folder: Path) -> None:
    executable(bin_folder / "pulumi", "echo v3.200.1")
    executable(bin_folder / "pulumi-language-python")
    executable(bin_folder / "uv")
    plugins = Path(outlay_process.environment["HOME"]) / ".pulumi" / "plugins"
    for plugin in ("resource-aws-v7.9.0", "resource-aws-v7.10.0", "resource-aws-native-v1.0.0"):
        (plugins / plugin).mkdir(parents=True)

    done = outlay_process("doctor")

    assert (done.returncode, done.stderr) == (0, "")
    assert said(done, "Pulumi CLI") == f"3.200.1, on PATH: {bin_folder / 'pulumi'}"
    assert said(done, "language hosts") == "python"
    assert said(done, "uv") == str(bin_folder / "uv")
    assert said(done, "aws plugin") == "7.9.0, 7.10.0"
    assert said(done, "gcp plugin").startswith(f"none in {plugins} → Previews with --offline need none.")
    assert said(done, "pulumi-aws") == version("pulumi-aws")
    assert said(done, "Python").endswith(f": {sys.executable}")
    assert said(done, "cache").endswith(".cache/outlay (not there yet)")
    assert said(done, "history").startswith("none")
    assert "Previews can run" in done.stdout


def test_machine_without_a_cli_is_told_how_to_get_one(outlay_process: OutlayProcess) -> None:
    done = outlay_process("doctor")

    assert (done.returncode, done.stderr) == (0, "")
    assert said(done, "Pulumi CLI").startswith("missing → Python programs are previewed by the embedded engine.")
    assert "Previews of Python programs can run, on the embedded engine" in done.stdout


def test_machine_whose_cli_is_not_where_it_is_said_to_be_cannot_preview(
    outlay_process: OutlayProcess, tmp_path: Path
) -> None:
    done = outlay_process("doctor", environment={"OUTLAY_PULUMI": str(tmp_path / "pulumi")})

    assert (done.returncode, done.stderr) == (4, "")
    assert "Previews cannot run: see Engine." in done.stdout


def test_machine_without_uv_is_told_what_needs_it(
    outlay: Outlay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))

    assert said(outlay("doctor"), "uv") == (
        "missing → Outlay's policy pack and its components as a plugin need it: Pulumi installs them by uv. "
        "Install uv and have it on PATH: pip install uv."
    )


def test_given_cli_that_is_none_is_named(outlay_process: OutlayProcess) -> None:
    done = outlay_process("doctor", environment={"OUTLAY_PULUMI": "/nowhere/pulumi"})

    assert done.returncode == 4
    assert said(done, "Pulumi CLI") == "missing → OUTLAY_PULUMI names /nowhere/pulumi, which is no executable file."


def test_cli_that_does_not_answer_cannot_preview(outlay_process: OutlayProcess, bin_folder: Path) -> None:
    executable(bin_folder / "pulumi", "exit 1")

    done = outlay_process("doctor")

    assert done.returncode == 4
    assert said(done, "Pulumi CLI").startswith(f"{bin_folder / 'pulumi'} does not answer")


def test_project_and_standard_here_are_named(outlay_process: OutlayProcess, bin_folder: Path) -> None:
    executable(bin_folder / "pulumi", "echo v3.200.1")
    executable(bin_folder / "pulumi-language-python")
    here = outlay_process.directory
    (here / "Pulumi.yaml").write_text("name: shop\nruntime: nodejs\n")
    (here / "Pulumi.prod.yaml").write_text("{}\n")
    (here / "finops.yaml").write_text("version: 1\nbudget: {}\n")

    done = outlay_process("doctor")

    assert said(done, "Pulumi.yaml") == f"{here / 'Pulumi.yaml'} (shop, nodejs; stacks: prod)"
    assert said(done, "language host").startswith("none for nodejs")
    assert said(done, "finops.yaml").startswith(f"{here / 'finops.yaml'}:2: budget: no such key → Did you mean")


def test_program_without_its_packages_is_told_what_to_run(outlay_process: OutlayProcess, tmp_path: Path) -> None:
    options = f"{{virtualenv: {tmp_path / 'empty'}}}"
    (outlay_process.directory / "Pulumi.yaml").write_text(
        f"name: shop\nruntime: {{name: python, options: {options}}}\n"
    )

    done = outlay_process("doctor")

    assert said(done, "program's Python") == (
        f"{tmp_path / 'empty'}, without pulumi → Run `pulumi install` in the project."
    )
