"""What docs/tasks/look-up-prices.md shows is what the commands print; `…` in it stands for lines left out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.automation.cli.conftest import OutlayProcess

PAGE = Path(__file__).parents[4] / "docs" / "tasks" / "look-up-prices.md"
EXAMPLES = dict(re.findall(r"```\n\$ outlay ([^\n]+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))


def test_page_has_examples() -> None:
    assert {command.split()[1] for command in EXAMPLES} == {"show", "list", "verify", "export"}


@pytest.mark.parametrize("command", EXAMPLES)
def test_example_is_what_is_printed(command: str, outlay_process: OutlayProcess, overlays: Path) -> None:
    done = outlay_process(*shlex.split(command), environment={"OUTLAY_PRICES": str(overlays)})

    parts = re.split(r"^(…)\n", EXAMPLES[command], flags=re.MULTILINE)
    shown = "".join(".*" if part == "…" else re.escape(part) for part in parts)
    assert re.fullmatch(shown, done.stdout + done.stderr, re.DOTALL), done.stdout + done.stderr
