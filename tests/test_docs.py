"""The generated parts of the documentation are those that the code gives: `make docs` writes them."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_types_is_in_step_with_the_pricers(generate):
    assert generate.TYPES.read_text(encoding="utf-8") == generate.types_page()


def test_the_page_of_the_standard_is_in_step_with_its_models(generate):
    assert generate.STANDARD.read_text(encoding="utf-8") == generate.standard_page()


def test_the_page_of_the_rules_is_in_step_with_what_they_say_of_themselves(generate):
    assert generate.RULES.read_text(encoding="utf-8") == generate.rules_page()


def test_the_page_of_the_components_is_in_step_with_their_schema(generate):
    assert generate.COMPONENTS.read_text(encoding="utf-8") == generate.components_page()


def test_every_relative_link_of_the_documentation_leads_somewhere():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    pages += (ROOT / "examples").rglob("README.md")
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []
