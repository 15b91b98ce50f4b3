"""The program's own environment: one that has never heard of Outlay, an older SDK, and what is missing in it."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import pytest
from outlay.errors import ExitCode, WrongUse

from tests.automation.embedded.conftest import ProjectMaker

ROOT = Path(__file__).parents[3]
UV = ROOT / ".ci/uv"


def uv(*arguments: str | Path, cwd: Path) -> None:
    hidden = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run([UV, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def foreign_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with Pulumi's SDKs and without Outlay."""
    folder = tmp_path_factory.mktemp("foreign") / "venv"
    uv("venv", "--quiet", "--python", sys.executable, folder, cwd=folder.parent)
    packages = [f"{each}=={version(each)}" for each in ("pulumi", "pulumi-aws", "protobuf")]
    uv("pip", "install", "--quiet", "--python", folder / "bin" / "python", *packages, cwd=folder.parent)
    return folder


def bare_environment(folder: Path) -> Path:
    """A virtual environment with nothing in it; returns where packages go."""
    venv.create(folder, symlinks=True, with_pip=False)
    (packages,) = folder.glob("lib/python*/site-packages")
    return packages


def test_a_program_whose_environment_has_never_heard_of_outlay(
    embedded_project: ProjectMaker, foreign_environment: Path
) -> None:
    project = embedded_project(
        """
import sys
import pulumi_aws

for name in ("outlay", "outlay_automation", "typer"):
    try:
        __import__(name)
    except ModuleNotFoundError:
        print(f"no {name}")
print(sys.prefix)
pulumi_aws.ec2.Instance("web", ami="ami-1", instance_type="t3.micro")
"""
    )
    project.runs_in(foreign_environment)
    before = project.tree()

    result = project.preview()

    told = [each.message for each in result.preview.diagnostics]
    assert told == ["no outlay", "no outlay_automation", "no typer", str(foreign_environment)]
    (web,) = [each for each in result.diff.after.resources.values() if each.name == "web"]
    # 730 hours of $0.0114 (a t3.micro in Ireland), and 8 GB of gp2 at $0.11 a month
    assert web.cost.expected == Decimal("9.202")
    assert project.tree() == before
    assert project.leftovers() == []


OLDER_SDK = """
class RunError(Exception):
    pass

class log:
    debug = error = staticmethod(print)
"""
OLDER_RUNTIME = """
import json, os

class Settings:
    def __init__(self, project, stack, monitor, engine, parallel, dry_run):
        print(f"{project}/{stack}, dry run {dry_run}")

def configure(settings):
    pass

def set_all_config(config, secret_keys):
    print(config["aws:region"], secret_keys)

def get_config_env():
    return json.loads(os.environ["PULUMI_CONFIG"])

def get_config_secret_keys_env():
    return json.loads(os.environ["PULUMI_CONFIG_SECRET_KEYS"])

async def run_in_stack(program):
    program()
"""


def test_an_older_sdk_that_knows_fewer_settings(embedded_project: ProjectMaker, tmp_path: Path) -> None:
    project = embedded_project()
    packages = bare_environment(tmp_path / "older")
    (packages / "pulumi").mkdir()
    (packages / "pulumi/__init__.py").write_text(OLDER_SDK, encoding="utf-8")
    (packages / "pulumi/runtime.py").write_text(OLDER_RUNTIME, encoding="utf-8")
    (packages / "pulumi/__init__.py").write_text(OLDER_SDK, encoding="utf-8")
    project.program.write_text("print('run')\n", encoding="utf-8")
    project.runs_in(tmp_path / "older")

    told = [each.message for each in project.preview().preview.diagnostics]

    assert told == ["eu-west-1 []", "shop/dev, dry run True", "run"]


def test_a_virtual_environment_that_is_not_there(embedded_project: ProjectMaker) -> None:
    project = embedded_project()
    project.runs_in("venv")

    done = project.outlay("preview", "--engine", "embedded")

    place = project.directory / "venv"
    assert done.returncode == ExitCode.WRONG_USE
    assert done.stderr.splitlines() == [
        f"error: shop runs in the virtual environment {place}, and there is none",
        f"Make it and install the program's requirements: python3 -m venv {place}; or `pulumi install`, with a CLI.",
    ]


def test_a_virtual_environment_that_uv_would_make(embedded_project: ProjectMaker) -> None:
    project = embedded_project()
    (project.directory / "Pulumi.yaml").write_text(
        "name: shop\nruntime: {name: python, options: {toolchain: uv}}\n", encoding="utf-8"
    )

    with pytest.raises(WrongUse) as caught:
        project.preview()

    assert "uv sync" in caught.value.hint


def test_an_environment_without_the_sdk(embedded_project: ProjectMaker, tmp_path: Path) -> None:
    bare_environment(tmp_path / "bare")
    project = embedded_project()
    project.runs_in(tmp_path / "bare")

    failure = project.failure()

    python = tmp_path / "bare" / "bin" / "python"
    assert failure.message == (
        f"the program's Python ({python}) has no Pulumi SDK that can be used: "
        "ModuleNotFoundError: No module named 'pulumi'"
    )
    assert failure.hint == f"Install what it misses there: {python} -m pip install pulumi"


def test_an_interpreter_that_is_broken(embedded_project: ProjectMaker, tmp_path: Path) -> None:
    python = tmp_path / "broken" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho no libpython >&2\nexit 127\n", encoding="utf-8")
    python.chmod(0o755)
    project = embedded_project()
    project.runs_in(tmp_path / "broken")

    failure = project.failure()

    assert failure.message == "the program ended itself with exit code 127\nno libpython"
    python.write_text("#!/no/such/interpreter\n", encoding="utf-8")
    assert project.failure().message.startswith("python cannot be started: ")
    assert project.leftovers() == []
