"""The guide to savings shows what is really printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

PAGE = Path(__file__).parents[3] / "docs" / "tasks" / "find-savings.md"


@pytest.mark.parametrize("name", ["web", "orders"])
def test_the_guide_shows_what_is_printed(outlay: Outlay, name: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    (given,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (shown,) = re.findall(rf"\$ outlay explain {name} --file servers.jsonl\n…\n(.*?)```", page, re.DOTALL)
    (outlay.directory / "servers.jsonl").write_text(given, encoding="utf-8")

    assert f"\n\n{shown}\n" in outlay("explain", name, "--file", "servers.jsonl").stdout
