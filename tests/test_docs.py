"""The generated parts of the documentation are those that the code gives: `make docs` writes them."""

import csv
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from outlay.estimate.registry import OURS
from outlay.estimate.type_verdicts import sdk_verdicts

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "docs"))
        spec.loader.exec_module(module)
    return module


def test_the_table_of_types_is_in_step_with_the_pricers(generate):
    assert generate.TYPES.read_text(encoding="utf-8") == generate.types_page()


def test_the_page_of_types_has_line_items_of_every_priced_type_and_reads_well(generate):
    lines = generate.types_page().splitlines()
    titles = [number for number, line in enumerate(lines) if line.startswith("**")]
    assert len(titles) == sum(each.status == "priced" for each in sdk_verdicts())
    assert [lines[number] for number in titles if lines[number + 2] == "- Line items: "] == []
    assert max(map(len, lines)) < 2000


def test_line_items_are_there_for_every_type_that_we_price_and_for_no_other():
    with (ROOT / "docs" / "line_items.csv").open(encoding="utf-8", newline="") as lines:
        rows = [tuple(row) for row in list(csv.reader(lines))[1:]]
    assert {type_ for type_, _, _ in rows} == set(OURS.types()), "run: python docs/collect_line_items.py TESTS"
    assert rows == sorted(set(rows))


def test_the_page_of_the_standard_is_in_step_with_its_models(generate):
    assert generate.STANDARD.read_text(encoding="utf-8") == generate.standard_page()


def test_the_page_of_the_rules_is_in_step_with_what_they_say_of_themselves(generate):
    assert generate.RULES.read_text(encoding="utf-8") == generate.rules_page()


def test_the_page_of_the_components_is_in_step_with_their_schema(generate):
    assert generate.COMPONENTS.read_text(encoding="utf-8") == generate.components_page()


def test_the_table_of_the_embedded_engine_is_in_step_with_its_differences(generate):
    assert generate.EMBEDDED.read_text(encoding="utf-8") == generate.embedded_page()


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
