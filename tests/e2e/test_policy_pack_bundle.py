"""`outlay policy bundle`: the written pack blocks a stack where nothing of this repository is near."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest

from tests.e2e.policy_pack_runs import Till, uv_folder

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker

pytestmark = pytest.mark.engine


def python_with(folder: Path, *packages: str, cwd: Path) -> Path:
    """A fresh environment with these packages and nothing of this one."""
    hidden = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["PATH"] = f"{uv_folder()}:{environment['PATH']}"
    for command in (["venv", "--quiet", folder], ["pip", "install", "--quiet", "--python", folder, *packages]):
        done = subprocess.run(["uv", *map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return folder


def test_bundle_blocks_a_stack_of_people_who_never_heard_of_outlay(user_project: ProjectMaker, tmp_path: Path) -> None:
    project = user_project('aws("s3/bucket:Bucket", "files")\n')
    (tmp_path / "house.yaml").write_text("tags: {required: [owner]}", encoding="utf-8")
    written = project.outlay("policy", "bundle", str(tmp_path / "written"), "--standard", str(tmp_path / "house.yaml"))
    assert written.returncode == 0, written.stderr
    assert "`pulumi install` in" in written.stderr

    pack = tmp_path / "elsewhere" / "pack"
    shutil.copytree(tmp_path / "written", pack)
    shutil.rmtree(tmp_path / "written")
    python_with(pack / "venv", "-r", "requirements.txt", cwd=pack)
    program = python_with(tmp_path / "environment", "pulumi", "protobuf<6", cwd=tmp_path)
    options = f"{{toolchain: pip, virtualenv: {program}}}"
    yaml = f"name: shop\nruntime: {{name: python, options: {options}}}\n"
    (project.directory / "Pulumi.yaml").write_text(yaml, encoding="utf-8")
    # neither our interpreter nor uv on the way: only the CLI and its language hosts
    path = project.cli.environment({"PATH": "/usr/bin:/bin"})["PATH"]
    bare = replace(project, environment={**project.environment, "PATH": path})

    with OfflineProvider.start(OfflineRequest({"aws": "999.0.0"})) as provider:
        done = Till(bare, provider.debug_providers()).preview(pack=pack)

    assert done.returncode != 0
    assert "[mandatory] [severity: high]  required-tags  (aws:s3:Bucket: files)" in done.stdout, (
        done.stdout + done.stderr
    )
    assert "without owner" in done.stdout
