"""House rules of the repository that no linter knows: what may stand in its files, and what the targets promise."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = (
    Path("core/outlay"),
    Path("components/outlay_components"),
    Path("policy_pack/outlay_policy_pack"),
    Path("automation/outlay_automation"),
)
APACHE_2_0_SHA256 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"

# A folder of somebody's machine; a path inside the repository or a URL has something else before its first slash.
MACHINE_PATH = re.compile(r"(?:file://|(?<![\w./}-]))/(?:work|home|root|Users|tmp/bash_jobs)/[\w.]")
# Twelve digits that stand alone, neither decimals of a number nor the end of a UUID.
ACCOUNT_ID = re.compile(r"(?<![\w.])(?<![\da-f]{4}-)\d{12}(?!\w|\.\d)")
# Those of AWS's own documentation, and the project number that the offline provider answers with: nobody's.
INVENTED_ACCOUNTS = {"123456789012", "000000000000", "111122223333", "100000000000"}
FORBIDDEN_NAME = re.compile(r"(^|_)(utils?|helpers?|common|managers?)(_|$)")


def tracked_files() -> list[Path]:
    """Files that git tracks and that are there, relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def occurrences(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """(file:line, match) of a pattern over every tracked text file."""
    found = []
    for path in tracked_files():
        content = (ROOT / path).read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode().splitlines(), start=1):
            found += [(f"{path}:{number}", match.group()) for match in pattern.finditer(line)]
    return found


def docstring(module: Path) -> str:
    return (ast.get_docstring(ast.parse((ROOT / module).read_text())) or "").strip()


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert occurrences(MACHINE_PATH) == []


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ('path = "' + "/" + 'home/ada/outlay"', True),
        ("file:///" + "root/.cache", True),
        ("docs/" + "work/notes.md", False),
        ("https://example.com/" + "home/page", False),
    ],
)
def test_what_counts_as_a_machine_path(line: str, is_one: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) is is_one


def test_account_ids_are_nobodys() -> None:
    assert [found for found in occurrences(ACCOUNT_ID) if found[1] not in INVENTED_ACCOUNTS] == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("arn:aws:iam::" + "9" * 12 + ":role/web", ["9" * 12]),
        ("9" * 12 + ".dkr.ecr.eu-west-1.amazonaws.com", ["9" * 12]),
        ("bucket-" + "9" * 12, ["9" * 12]),
        ("0." + "9" * 12, []),
        ("9" * 13, []),
        ("6fa459ea-ee8a-3ca4-894e-" + "9" * 12, []),
    ],
)
def test_what_counts_as_an_account_id(line: str, found: list[str]) -> None:
    assert ACCOUNT_ID.findall(line) == found


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_module_says_what_it_is_for(package: Path) -> None:
    modules = [path for path in tracked_files() if path.suffix == ".py" and path.is_relative_to(package)]

    assert package / "__init__.py" in modules
    assert [str(path) for path in modules if not docstring(path)] == []


def test_no_module_is_named_after_nothing() -> None:
    modules = [path.with_suffix("") for path in tracked_files() if path.suffix == ".py"]

    assert [str(module) for module in modules if any(map(FORBIDDEN_NAME.search, module.parts))] == []


def test_make_alone_explains_every_target() -> None:
    printed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    explained = dict(re.findall(r"^  make (\w+) +(\S.*)$", printed, flags=re.MULTILINE))

    assert explained.keys() == make_targets()
    assert {"demo", "test", "lint", "bench", "docs", "pulumi"} <= explained.keys()


def test_ci_runs_the_linters_and_the_test_command_of_the_readme() -> None:
    commands = re.findall(r"^(?:\w+=\w+ )*(make \w+)$", (ROOT / ".ci/run").read_text(), flags=re.MULTILINE)

    assert commands == ["make lint", "make test"]
    assert "make test" in (ROOT / "README.md").read_text()


def test_news_fragments_are_of_a_known_type_and_say_something() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["towncrier"]
    types = {entry["directory"] for entry in settings["type"]}
    name = re.compile(rf"(\d+|\+[\w-]+)\.({'|'.join(sorted(types))})(\.\d+)?\.md")
    fragments = [path for path in tracked_files() if path.parent == Path("news") and path.name != "README.md"]

    assert [path.name for path in fragments if not name.fullmatch(path.name)] == []
    assert [path.name for path in fragments if not (ROOT / path).read_text().strip()] == []


def test_the_licence_is_the_text_of_apache_2_0() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE_2_0_SHA256


def test_the_lock_file_takes_packages_from_the_public_index_only() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    sources = [tuple(package["source"].items()) for package in lock["package"] if package["name"] != "outlay"]

    assert set(sources) == {(("registry", "https://pypi.org/simple"),)}
