"""`outlay policy bundle`: what it lists and says, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay.errors import ExitCode

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay


@pytest.fixture(autouse=True)
def wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel that is none: building one takes longer than all that is tested here."""
    written = "outlay_policy_pack.bundle.pack_folder.write_own_wheel"
    monkeypatch.setattr(written, lambda folder: (folder / "a.whl").touch())


def test_it_lists_what_it_wrote_and_says_what_comes_next(outlay: Outlay) -> None:
    done = outlay("policy", "bundle", "pack")

    assert done.returncode == ExitCode.FINE
    assert done.stdout.splitlines() == [
        "pack/.gitignore",
        "pack/PulumiPolicy.yaml",
        "pack/__main__.py",
        "pack/requirements.txt",
        "pack/wheels/a.whl",
    ]
    assert "note: `pulumi install` in pack makes its environment" in done.stderr
    assert "--standard gives them one" in done.stderr


def test_a_standard_travels(outlay: Outlay) -> None:
    (outlay.directory / "house.yaml").write_text("{}", encoding="utf-8")
    done = outlay("policy", "bundle", "pack", "--standard", "house.yaml")
    assert "pack/finops.yaml" in done.stdout.splitlines()
    assert "--standard gives them one" not in done.stderr


def test_a_folder_that_holds_something_is_refused(outlay: Outlay) -> None:
    Path(outlay.directory, "pack").mkdir()
    Path(outlay.directory, "pack", "notes.txt").touch()
    done = outlay("policy", "bundle", "pack")
    assert done.returncode == ExitCode.WRONG_USE
    assert "error: pack is no empty folder" in done.stderr
