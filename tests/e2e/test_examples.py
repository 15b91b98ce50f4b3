"""What the READMEs of the examples show is what a newcomer sees who runs their commands."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]


def _printed() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_printed", ROOT / "docs" / "printed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DOCS: Final = _printed()
SHOWN: Final = [(page.parent.name, *block) for page in DOCS.PAGES for block in DOCS.blocks(page)]


def test_each_way_of_use_is_shown_with_what_it_prints():
    assert {example for example, _, _ in SHOWN} == {"components", "cost-tests", "govern", "policy-pack", "yaml"}


@pytest.mark.engine
@pytest.mark.parametrize(("example", "command", "shown"), SHOWN, ids=[f"{each[0]}-{n}" for n, each in enumerate(SHOWN)])
def test_a_command_of_an_examples_readme_prints_what_the_readme_shows(
    example: str, command: str, shown: str, pulumi_env: Mapping[str, str]
) -> None:
    del example
    without_backend = {name: value for name, value in pulumi_env.items() if name != "PULUMI_BACKEND_URL"}

    assert shown == DOCS.printed(command, without_backend), "run `make docs`"
