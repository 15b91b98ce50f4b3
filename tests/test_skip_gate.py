"""The gate in tests/conftest.py: skipped tests fail a run exactly where they must not be skipped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")

PASSES = "def test_passes(): pass"
SKIPS = "import pytest\ndef test_skips(): pytest.skip('no tool')"
SKIPS_ENGINE = "import pytest\n@pytest.mark.engine\n@pytest.mark.skip(reason='no CLI')\ndef test_engine(): pass"
SKIPS_MODULE = "import pytest\npytest.skip('no module', allow_module_level=True)"
EXPECTED_TO_FAIL = "import pytest\n@pytest.mark.xfail(reason='known')\ndef test_known(): assert False"
FAILS = "def test_fails(): assert False"


def run_pytest(
    folder: Path, *sources: str, gate: str = "1", processes: int = 0, may_skip: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run pytest over the sources, as test_0.py, test_1.py …, with the project's conftest.py."""
    conftest = CONFTEST.read_text()
    if may_skip is not None:
        conftest += f"\nMAY_SKIP = {may_skip!r}\n"
    (folder / "conftest.py").write_text(conftest)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = engine: needs a CLI\n")
    for number, source in enumerate(sources):
        (folder / f"test_{number}.py").write_text(source + "\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "OUTLAY_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "xdist", "-n", str(processes), "-p", "no:cacheprovider"],
        cwd=folder,
        # Plugins that have no part in this would take most of the time.
        env=environment | {"OUTLAY_REQUIRE_ENGINE": gate, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("processes", [0, 2])
def test_skipped_tests_fail_the_run_and_are_named(tmp_path: Path, processes: int) -> None:
    result = run_pytest(tmp_path, PASSES, SKIPS, SKIPS_ENGINE, SKIPS_MODULE, processes=processes)

    assert result.returncode == pytest.ExitCode.TESTS_FAILED
    _, _, summary = result.stdout.partition("skipped, but should have run")
    assert summary.splitlines()[1:4] == [
        "test_1.py::test_skips: Skipped: no tool",
        "test_2.py::test_engine: Skipped: no CLI",
        "test_3.py: Skipped: no module",
    ]


@pytest.mark.parametrize("gate", ["", "0"])
def test_without_the_gate_a_skipped_test_is_only_skipped(tmp_path: Path, gate: str) -> None:
    result = run_pytest(tmp_path, PASSES, SKIPS_ENGINE, gate=gate)

    assert result.returncode == pytest.ExitCode.OK
    assert "should have run" not in result.stdout


@pytest.mark.parametrize("processes", [0, 2])
def test_a_run_without_skips_passes_and_an_expected_failure_is_no_skip(tmp_path: Path, processes: int) -> None:
    result = run_pytest(tmp_path, PASSES, EXPECTED_TO_FAIL, processes=processes)

    assert result.returncode == pytest.ExitCode.OK
    assert "should have run" not in result.stdout


def test_a_listed_test_may_be_skipped(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, SKIPS, may_skip={"test_0.py::test_skips": "needs another system"})

    assert result.returncode == pytest.ExitCode.OK


@pytest.mark.parametrize("source", [SKIPS_ENGINE, SKIPS_MODULE], ids=["engine", "module"])
def test_a_test_of_the_engine_and_a_whole_module_cannot_be_listed(tmp_path: Path, source: str) -> None:
    result = run_pytest(tmp_path, PASSES, source, may_skip={"test_1.py::test_engine": "…", "test_1.py": "…"})

    assert result.returncode == pytest.ExitCode.TESTS_FAILED


def test_a_failing_test_still_fails(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, FAILS).returncode == pytest.ExitCode.TESTS_FAILED
