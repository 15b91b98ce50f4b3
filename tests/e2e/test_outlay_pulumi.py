"""`outlay pulumi`: the genuine CLI on the user's terminal, with our providers and a backend that is gone afterwards."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker, UserProject

pytestmark = pytest.mark.engine

OUTLAY = Path(sys.executable).with_name("outlay")
BUCKET = 'aws("s3/bucket:Bucket", "assets", {"tags": {"owner": "shop"}})\n'
SCRATCH = ("pulumi", "--offline", "--scratch", "--")
PACK = """\
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy


def no_buckets(args, report):
    if args.resource_type == "aws:s3/bucket:Bucket":
        report("buckets are not ours to make")


rule = ResourceValidationPolicy("no-buckets", "No buckets.", no_buckets, enforcement_level=EnforcementLevel.MANDATORY)
PolicyPack("house", policies=[rule])
"""
SLEEPER = BUCKET + "import os, pathlib, time\npathlib.Path(os.environ['STARTED']).write_text('yes')\ntime.sleep(300)\n"


def tree(project: UserProject) -> dict[str, bytes]:
    return {
        str(path.relative_to(project.directory)): path.read_bytes()
        for path in project.directory.rglob("*")
        if path.is_file()
    }


def processes_of(project: UserProject) -> list[psutil.Process]:
    """Those whose environment names the project's temporary folder: the CLI, its plugins, the program."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("TMPDIR") == project.environment["TMPDIR"]:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return found


def assert_nothing_is_left(project: UserProject) -> None:
    deadline = time.monotonic() + 15
    while (project.leftovers() or processes_of(project)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert project.leftovers() == []
    assert processes_of(project) == []


def test_program_is_tried_without_a_backend_a_cloud_or_a_trace(user_project: ProjectMaker) -> None:
    project = user_project(BUCKET)
    before = tree(project)
    without_backend = {"PULUMI_BACKEND_URL": "", "PULUMI_CONFIG_PASSPHRASE": ""}

    done = project.outlay(*SCRATCH, "preview", "--stack", "dev", environment=without_backend)

    assert done.returncode == 0, done.stderr
    assert "aws:s3:Bucket assets create" in done.stdout
    assert tree(project) == before
    assert_nothing_is_left(project)


def test_up_deploys_to_the_offline_provider_alone_and_the_next_run_knows_nothing_of_it(
    user_project: ProjectMaker,
) -> None:
    project = user_project(BUCKET)
    before = tree(project)

    done = project.outlay(*SCRATCH, "up", "--yes", "--skip-preview", "--stack", "dev")
    assert done.returncode == 0, done.stderr
    assert "+ 2 created" in done.stdout
    again = project.outlay(*SCRATCH, "stack", "--stack", "dev")

    assert "Current stack resources (0)" in again.stdout
    assert tree(project) == before


def test_stack_that_nothing_configures_can_be_named(user_project: ProjectMaker) -> None:
    project = user_project(BUCKET, stack="")

    done = project.outlay(*SCRATCH, "preview", "-s", "anything")

    assert "Previewing update (anything)" in done.stdout
    assert "aws:s3:Bucket assets create" in done.stdout
    assert not list(project.directory.glob("Pulumi.*.yaml"))


def test_secrets_of_the_configuration_are_stood_in_for(user_project: ProjectMaker) -> None:
    project = user_project('pulumi.Config().require_secret("token").apply(lambda token: print("token:", token))\n')
    project.pulumi("config", "set", "token", "CANARY", "--secret", "--stack", "dev")
    before = tree(project)

    done = project.outlay(*SCRATCH, "preview", "--stack", "dev", environment={"PULUMI_CONFIG_PASSPHRASE": "forgotten"})

    assert done.returncode == 0, done.stderr
    assert "note: 'outlay-placeholder' stands in for the secret shop:token" in done.stderr
    assert "CANARY" not in done.stdout + done.stderr
    assert tree(project) == before


def test_policy_pack_named_from_the_project_blocks(user_project: ProjectMaker, tmp_path: Path) -> None:
    project = user_project(BUCKET)
    pack = tmp_path / "pack"
    pack.mkdir()
    options = f"{{toolchain: pip, virtualenv: {sys.prefix}}}"
    (pack / "PulumiPolicy.yaml").write_text(f"runtime: {{name: python, options: {options}}}\n")
    (pack / "__main__.py").write_text(PACK)

    done = project.outlay(*SCRATCH, "preview", "--stack", "dev", "--policy-pack", "../pack")

    assert done.returncode == 1, done.stderr
    assert "buckets are not ours to make" in done.stdout
    assert_nothing_is_left(project)


def test_failing_program_ends_as_it_does_with_the_bare_cli(user_project: ProjectMaker) -> None:
    project = user_project("raise SystemExit(3)\n")
    bare = subprocess.run(
        [project.cli.path, "preview", "--stack", "dev", "--non-interactive"],
        cwd=project.directory,
        env=dict(project.environment),
        capture_output=True,
        check=False,
        timeout=120,
    )

    done = project.outlay(*SCRATCH, "preview", "--stack", "dev")

    assert done.returncode == bare.returncode != 0


def test_what_was_answered_in_a_clouds_stead_is_said(user_project: ProjectMaker) -> None:
    project = user_project('pulumi.runtime.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {})\n')

    done = project.outlay(*SCRATCH, "preview", "--stack", "dev")

    assert "note: aws:index/getAvailabilityZones:getAvailabilityZones was answered offline: invented\n" in done.stderr


def test_user_is_asked_on_the_terminal_and_may_interrupt(user_project: ProjectMaker) -> None:
    project = user_project(BUCKET)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [OUTLAY, *SCRATCH, "up", "--stack", "dev"],
        cwd=project.directory,
        env={**project.environment, "TERM": "xterm"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # the terminal becomes the session's, so that Ctrl-C on it reaches the foreground group
        preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),
    )
    os.close(theirs)
    try:
        said = _read_until(ours, b"Do you want to perform this update")
        os.write(ours, b"\x03")
        code = process.wait(30)
    finally:
        process.kill()
        os.close(ours)

    assert b"aws:s3:Bucket" in said
    assert code != 0
    assert_nothing_is_left(project)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_killed_run_leaves_neither_process_nor_folder(
    user_project: ProjectMaker, tmp_path: Path, number: signal.Signals
) -> None:
    project = user_project(SLEEPER)
    started = tmp_path / "started"
    process = subprocess.Popen(
        [OUTLAY, *SCRATCH, "preview", "--stack", "dev"],
        cwd=project.directory,
        env={**project.environment, "STARTED": str(started)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not started.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert started.exists()
        process.send_signal(number)
        assert process.wait(30) != 0
    finally:
        process.kill()

    assert_nothing_is_left(project)


def _read_until(terminal: int, wanted: bytes) -> bytes:
    said = b""
    deadline = time.monotonic() + 60
    while wanted not in said:
        assert time.monotonic() < deadline, said
        if select.select([terminal], [], [], 0.5)[0]:
            said += os.read(terminal, 65536)
    return said
