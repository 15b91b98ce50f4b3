"""The guide to the standard shows what is really printed, of the files that it shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

PAGE = Path(__file__).parents[3] / "docs" / "tasks" / "write-the-standard.md"


def on_page(pattern: str) -> list[str]:
    return re.findall(rf"{pattern}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def shop(outlay: Outlay) -> Outlay:
    """The command, in a folder with the files of the guide."""
    files = dict(zip(("finops.yaml", "misspelt.yaml", "budget.yaml"), on_page("```yaml"), strict=True))
    files.update(zip(("webshop.json", "unknown.json"), on_page("```json"), strict=True))
    for name, text in files.items():
        (outlay.directory / name).write_text(text, encoding="utf-8")
    return outlay


@pytest.mark.parametrize(
    ("command", "exit_code"),
    [
        ("check webshop.json", 3),
        ("check webshop.json --standard misspelt.yaml", 2),
        ("check unknown.json --standard budget.yaml", 5),
    ],
)
def test_the_guide_shows_what_is_printed(shop: Outlay, command: str, exit_code: int) -> None:
    (shown,) = on_page(re.escape(f"$ outlay {command}"))
    done = shop(*command.split())
    assert f"{(done.stdout + done.stderr).rstrip()}\n" == shown
    assert done.returncode == exit_code


@pytest.mark.parametrize(("on_unknown", "exit_code"), [("block", 5), ("warn", 0), ("assume_high", 3)])
def test_what_follows_from_the_unknown_is_as_the_guide_says(shop: Outlay, on_unknown: str, exit_code: int) -> None:
    standard = shop.directory / "budget.yaml"
    standard.write_text(
        f"{standard.read_text(encoding='utf-8')}limits: {{on_unknown: {on_unknown}}}\n", encoding="utf-8"
    )
    assert shop("check", "unknown.json", "--standard", "budget.yaml").returncode == exit_code
