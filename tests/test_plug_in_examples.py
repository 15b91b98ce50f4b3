"""What the page on plug-ins promises: the examples, installed beside the built wheel, price far from the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UV = ROOT / ".ci/uv"
PAGE = ROOT / "docs/tasks/price-your-own-resource.md"
TEMPLATE = ROOT / "examples/pricer-plugin"
DATADOG = ROOT / "examples/datadog-pricer"
OF_THIS_ENVIRONMENT = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
BLOCK = re.compile(r"```\n\$ (outlay [^\n]+)\n(.*?)```", re.DOTALL)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Elsewhere:
    """An environment outside the repository with the built wheel in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.binaries = folder / "venv/bin"
        locked = folder / "locked.txt"
        self.run(UV, "build", "--quiet", "--wheel", "--out-dir", folder / "dist", ROOT)
        extra = ("--extra", "automation", "--no-emit-project", "--no-hashes", "--frozen")
        self.run(UV, "export", "--quiet", "--project", ROOT, *extra, "--output-file", locked)
        self.run(UV, "venv", "--quiet", "--python", sys.executable, folder / "venv")
        (wheel,) = (folder / "dist").glob("*.whl")
        self.install("--constraint", locked, f"outlay[automation] @ {wheel.as_uri()}", "pytest", "hatchling")

    def run(self, *command: str | Path, cwd: Path | None = None) -> str:
        """Run a command without anything of this environment, and return what it printed."""
        given = {name: value for name, value in os.environ.items() if name not in OF_THIS_ENVIRONMENT}
        given |= {"XDG_CACHE_HOME": str(self.folder / "cache"), "COLUMNS": "110"}
        result = subprocess.run(
            command, cwd=cwd or self.folder, env=given, capture_output=True, text=True, check=False, timeout=300
        )
        assert result.returncode == 0, f"{command} exited with {result.returncode}:\n{result.stdout}\n{result.stderr}"
        return result.stdout

    def install(self, *what: str | Path) -> None:
        """Install into the environment."""
        self.run(UV, "pip", "install", "--quiet", "--python", self.binaries / "python", *what)

    def outlay(self, *arguments: str, cwd: Path) -> str:
        """What `outlay` prints."""
        return self.run(self.binaries / "outlay", *arguments, cwd=cwd)

    def with_example(self, example: Path) -> Path:
        """A copy of an example, installed as a user would; the copy's folder."""
        copy = self.folder / example.name
        shutil.copytree(example, copy, ignore=shutil.ignore_patterns("__pycache__"))
        self.install("--no-build-isolation", copy)
        return copy


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    return Elsewhere(tmp_path_factory.mktemp("elsewhere"))


def promised() -> Iterator[tuple[str, str]]:
    """Each command of the page with what it is said to print."""
    yield from BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def without_days(text: str) -> list[str]:
    """The lines of an output without what moves with the price book: its date."""
    return [DAY.sub("DAY", line.rstrip()) for line in text.strip().splitlines()]


def test_the_commands_of_the_page_print_what_it_says_and_the_examples_pass_their_own_tests(
    elsewhere: Elsewhere,
) -> None:
    *of_template, (datadog, printed) = promised()
    template = elsewhere.with_example(TEMPLATE)
    assert [command for command, _ in of_template] == [
        "outlay estimate resources.jsonl",
        "outlay prices list AcmeCache",
    ]
    for command, said in of_template:
        assert without_days(elsewhere.outlay(*command.split()[1:], cwd=template)) == without_days(said)
    assert "plug-in acme (outlay-acme 0.1.0): 1 type priced" in elsewhere.outlay("types", cwd=template)
    elsewhere.run(elsewhere.binaries / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=template)

    elsewhere.run(UV, "pip", "uninstall", "--quiet", "--python", elsewhere.binaries / "python", "outlay-acme")
    copy = elsewhere.with_example(DATADOG)
    assert without_days(elsewhere.outlay(*datadog.split()[1:], cwd=copy)) == without_days(printed)
    elsewhere.run(elsewhere.binaries / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=copy)


@pytest.mark.parametrize(("example", "package"), [(TEMPLATE, "outlay_acme"), (DATADOG, "outlay_datadog")])
def test_what_an_example_says_it_is_can_be_copied_whole(example: Path, package: str) -> None:
    paths = {path.relative_to(example).as_posix() for path in example.rglob("*") if path.is_file()}
    assert {
        "pyproject.toml",
        "resources.jsonl",
        f"{package}/__init__.py",
        f"{package}/pricers.py",
        f"{package}/usage.py",
        f"{package}/sheets/sources.csv",
    } <= paths
    assert any(path.startswith("tests/test_") for path in paths)
    assert f'= "{package}:plug_in"' in (example / "pyproject.toml").read_text(encoding="utf-8")
