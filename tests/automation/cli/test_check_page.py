"""What docs/tasks/check-without-an-engine.md shows is what the command prints; `…` stands for lines left out."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "tasks" / "check-without-an-engine.md"
EXAMPLES = dict(re.findall(r"```\n\$ outlay ([^\n]+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))


@pytest.mark.parametrize("command", EXAMPLES)
def test_example_is_what_is_printed(command: str, outlay: Outlay) -> None:
    shutil.copy(ROOT / "examples" / "webshop" / "finops.yaml", outlay.directory)
    shutil.copytree(ROOT / "examples" / "webshop" / "baseline", outlay.directory / "baseline")

    done = outlay(*shlex.split(command))

    parts = re.split(r"^(…)\n", EXAMPLES[command], flags=re.MULTILINE)
    shown = "".join(".*" if part == "…" else re.escape(part) for part in parts)
    assert re.fullmatch(shown, done.stdout + done.stderr, re.DOTALL), done.stdout + done.stderr


def test_page_shows_a_check_and_a_baseline() -> None:
    assert {command.split()[0] for command in EXAMPLES} == {"check", "baseline"}
