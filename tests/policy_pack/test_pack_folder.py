"""The folders that Pulumi installs from git: their locks agree with what they ask for, so that a clone runs at once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("folder", ["policy_pack", "components"])
def test_the_lock_is_in_step(folder: str) -> None:
    command = [ROOT / ".ci" / "uv", "lock", "--check", "--project", ROOT / folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
