"""`python -m bench` still measures: its quick mode gives every figure of the parts that need no engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent


def _bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=_ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("part", "figures"),
    [
        ("start", ["outlay --help"]),
        ("estimate", ["estimate 300 mixed resources", "read and estimate 300 mixed resources"]),
        ("lines", ["outlay estimate, 500 lines", "outlay estimate, 500 lines: peak memory"]),
        ("policy", ["Analyze, a resource of 100 mixed ones", "AnalyzeStack of 100 mixed resources"]),
        (
            "testing",
            ["a cost test in process, a resource", "the same in CPU time", "the same against mocks"],
        ),
        (
            "refresh",
            [
                "refresh 6 MB from the file to an overlay in use",
                "refresh 6 MB of it reading the file",
                "refresh 6 MB: peak memory of the pass",
                "outlay prices refresh, 6 MB: peak memory",
            ],
        ),
    ],
)
def test_a_part_prints_a_line_a_figure(part: str, figures: list[str]) -> None:
    done = _bench("--quick", part)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.partition("  ")[0] for line in lines] == figures
    assert all("×" in line or "MB" in line or " ms" in line for line in lines), (
        "each is a ratio, a size, or of a resource"
    )


def test_a_part_that_there_is_not_is_wrong_use() -> None:
    done = _bench("no-such-part")
    assert done.returncode == 2
    parts = ("start", "prices", "estimate", "lines", "preview", "embedded", "policy", "policy-preview", "components")
    assert f"there are {', '.join((*parts, 'testing', 'refresh'))}" in done.stderr
