"""What the driver itself does for a preview: one run of the CLI, and nothing heavy of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker

pytestmark = pytest.mark.engine

QUEUE = 'aws("sqs/queue:Queue", "orders")\n'
HEAVY = ("grpc", "google.protobuf", "pulumi", "pulumi_policy", "rich", "typer", "jsonschema", "pytest")


@pytest.mark.parametrize("extra", [(), ("--baseline", "state.json")], ids=["own backend", "baseline"])
def test_a_preview_is_one_run_of_the_cli(user_project: ProjectMaker, extra: tuple[str, ...]) -> None:
    project = user_project(QUEUE)
    (project.directory / "state.json").write_text(project.pulumi("stack", "export"), encoding="utf-8")
    runs = project.directory.parent / "runs"
    wrapper = project.directory.parent / "pulumi"
    wrapper.write_text(f'#!/bin/sh\necho "$1" >> {runs}\nexec {project.cli.path} "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    path = project.environment["PATH"]

    done = project.outlay(
        *("preview", "--stack", "dev", "--offline", *extra), environment={"OUTLAY_PULUMI": str(wrapper), "PATH": path}
    )

    assert done.returncode == 0, done.stderr
    assert runs.read_text(encoding="utf-8") == "preview\n"


def test_the_driver_imports_nothing_heavy(user_project: ProjectMaker) -> None:
    project = user_project(QUEUE)
    program = (
        "import sys\n"
        "from outlay_automation import PreviewOptions, preview\n"
        "result = preview('.', stack='dev', options=PreviewOptions(offline=True))\n"
        "result.to_json()\n"
        f"print(sorted({HEAVY!r} & sys.modules.keys()))\n"
    ).replace(repr(HEAVY), repr(set(HEAVY)))

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project.directory,
        env=project.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_progress_is_told_while_the_engine_works(user_project: ProjectMaker) -> None:
    project = user_project("for number in range(5):\n    " + QUEUE.replace('"orders"', 'f"orders-{number}"'))
    heard = []

    project.preview(on_progress=heard.append)

    assert [each.resources for each in heard] == list(range(1, len(heard) + 1))
    assert {f"orders-{number}" for number in range(5)} <= {each.last for each in heard}
