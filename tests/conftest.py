"""What holds for every test: where the environment promises an engine, a skipped test is a failed run.

Fixtures of one area live in the conftest.py of that area's folder, not here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

REQUIRE_ENGINE = "OUTLAY_REQUIRE_ENGINE"
NO_OVERLAYS = str(Path(__file__).with_name("no-overlays"))
"""A folder that is not there: prices that a developer's machine refreshed are no part of a test."""
TODAY = str(int(datetime(2026, 8, 1, tzinfo=UTC).timestamp()))
"""The day of every test: prices do not grow old while tests stay."""

MAY_SKIP: Mapping[str, str] = {}
"""Node ids of tests that may be skipped even where everything is there, each with its reason; never of the engine."""


class SkipGate:
    """Fails a session in which a test that should have run was skipped.

    A skip looks like success in a summary, so a machine that lost its Pulumi CLI would go on reporting green. The gate
    reads reports only, so it works the same in one process and in the controller of pytest-xdist. Expected failures
    (`xfail`) are not skips.
    """

    def __init__(self, may_skip: Mapping[str, str]) -> None:
        self._may_skip = may_skip
        self._refused: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that was skipped, at set-up or from inside."""
        if not hasattr(report, "wasxfail"):
            self._note(report, may_be_excused="engine" not in report.keywords)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a module that skipped itself as a whole; nothing excuses it: what would it have tested?"""
        self._note(report, may_be_excused=False)

    def _note(self, report: pytest.TestReport | pytest.CollectReport, *, may_be_excused: bool) -> None:
        excused = may_be_excused and report.nodeid in self._may_skip
        if report.skipped and not excused:
            _file, _line, reason = cast(tuple[str, int, str], report.longrepr)  # what a skip leaves there
            self._refused[report.nodeid] = reason

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn a success that rests on skipped tests into a failure; leave any other outcome as it is."""
        if self._refused and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name each refused skip and say what to do."""
        if not self._refused:
            return
        terminalreporter.section("skipped, but should have run", red=True, bold=True)
        for nodeid, reason in sorted(self._refused.items()):
            terminalreporter.line(f"{nodeid}: {reason}")
        terminalreporter.line(
            f"{REQUIRE_ENGINE} is set, so this run counts as failed. Provide what is missing (`make pulumi`), "
            "or list the test with its reason in MAY_SKIP of tests/conftest.py."
        )


def pytest_configure(config: pytest.Config) -> None:
    """Keep this machine's prices, its standard and its clock out of tests, and attach the gate.

    The gate goes into the process that decides the exit status, and only where it was asked for.
    """
    os.environ["OUTLAY_PRICES"] = NO_OVERLAYS
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    os.environ.pop("OUTLAY_STANDARD", None)
    is_xdist_worker = hasattr(config, "workerinput")
    if os.environ.get(REQUIRE_ENGINE) == "1" and not is_xdist_worker:
        config.pluginmanager.register(SkipGate(MAY_SKIP), "outlay-skip-gate")
