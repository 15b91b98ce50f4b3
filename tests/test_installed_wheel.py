"""What a user gets: the built wheel holds what it should, and works where nothing of this repository is near."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent
UV = ROOT / ".ci/uv"
PACKAGES = {"outlay", "outlay_components", "outlay_policy_pack", "outlay_automation"}

OF_THIS_ENVIRONMENT = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}

NAT_GATEWAY: dict[str, object] = {
    "type": "aws:ec2/natGateway:NatGateway",
    "name": "nat",
    "region": "us-east-1",
    "inputs": {},
    "usage": None,
}


def run(*command: str | Path, cwd: Path, given: str = "") -> str:
    """Run a command without anything of this environment, and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_THIS_ENVIRONMENT}
    result = subprocess.run(
        command, cwd=cwd, env=environment, input=given, capture_output=True, text=True, check=False, timeout=300
    )
    assert result.returncode == 0, f"{command} exited with {result.returncode}:\n{result.stdout}\n{result.stderr}"
    return result.stdout


def build(folder: Path, *options: str) -> Path:
    """Build the project into a folder; the one wheel that lies there afterwards."""
    run(UV, "build", "--quiet", *options, "--out-dir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def contents(wheel: Path) -> dict[str, int]:
    """Path and checksum of each file in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.CRC for entry in archive.infolist() if not entry.is_dir()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"), "--wheel")


def test_the_wheel_holds_four_typed_packages_the_licence_and_nothing_else(wheel: Path) -> None:
    paths = {PurePosixPath(name) for name in contents(wheel)}
    (metadata,) = {path.parts[0] for path in paths if path.parts[0].endswith(".dist-info")}

    assert {path.parts[0] for path in paths} == PACKAGES | {metadata}
    assert {path.parent.name for path in paths if path.name == "py.typed"} == PACKAGES
    assert {path.name for path in paths if path.parent == PurePosixPath(metadata, "licenses")} == {"LICENSE", "NOTICE"}
    assert [path for path in paths if "tests" in path.parts or path.name.startswith(("test_", "conftest"))] == []
    assert [path for path in paths if "__pycache__" in path.parts or path.suffix == ".pyc"] == []


def test_the_wheel_holds_the_prices_in_one_file_and_not_the_sheets(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        prices = archive.getinfo("outlay/prices/prices.sqlite")
    assert [name for name in contents(wheel) if "/sheets/" in name or "prices.sqlite." in name] == []
    assert prices.file_size < 5_000_000
    assert prices.compress_size < 2_000_000


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    from_source_distribution = build(tmp_path)  # without --wheel, uv builds the wheel from the archive

    assert [path.name for path in tmp_path.glob("*.tar.gz")] == [f"outlay-{wheel.name.split('-')[1]}.tar.gz"]
    assert contents(from_source_distribution) == contents(wheel)


def environment(folder: Path, *packages: str) -> Path:
    """A fresh environment with these packages, in the versions of the lock; returns where its commands are."""
    locked = folder / "locked.txt"
    extra = ("--all-extras", "--no-dev", "--no-emit-project", "--no-hashes", "--frozen")
    run(UV, "export", "--quiet", "--project", ROOT, *extra, "--output-file", locked, cwd=folder)
    run(UV, "venv", "--quiet", "--python", sys.executable, folder / "venv", cwd=folder)
    binaries = folder / "venv/bin"
    install = ("pip", "install", "--quiet", "--python", binaries / "python", "--constraint", locked)
    run(UV, *install, *packages, cwd=folder)
    return binaries


@pytest.fixture(scope="module")
def binaries(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands of the installed wheel are."""
    return environment(tmp_path_factory.mktemp("installed"), f"outlay[automation] @ {wheel.as_uri()}")


def test_the_installed_command_prices_a_resource_far_from_the_repository(binaries: Path, tmp_path: Path) -> None:
    imported = run(binaries / "python", "-c", "import outlay; print(outlay.__file__)", cwd=tmp_path)
    assert Path(imported.strip()).is_relative_to(binaries.parent)

    assert "preview" in run(binaries / "outlay", "--help", cwd=tmp_path)

    (line,) = run(
        binaries / "outlay", "estimate", "-", "--format", "jsonl", cwd=tmp_path, given=json.dumps(NAT_GATEWAY) + "\n"
    ).splitlines()
    priced = json.loads(line)
    assert priced["name"] == "nat"
    assert priced["monthly"]["expected"] == "32.85"  # 730 hours of $0.045; data processed depends on use

    (prices,) = binaries.parent.glob("lib/*/site-packages/outlay/prices/prices.sqlite")
    before = prices.stat()
    shown = run(
        binaries / "outlay", "prices", "show", "AmazonEC2", "m5.large", "--region", "eu-central-1", cwd=tmp_path
    )
    assert "0.115" in shown
    run(binaries / "outlay", "prices", "verify", cwd=tmp_path)
    after = prices.stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)
    beside = {path.name for path in prices.parent.glob("prices.sqlite*")}
    assert beside == {"prices.sqlite"}


PROGRAM = """\
import importlib.util

import pulumi

assert importlib.util.find_spec("outlay") is None, "Outlay is not installed here"
pulumi.CustomResource("aws:ec2/natGateway:NatGateway", "nat", {"subnetId": "subnet-1"})
"""


def test_the_installed_command_previews_a_program_whose_environment_has_never_heard_of_it(
    binaries: Path, tmp_path: Path
) -> None:
    environment(tmp_path, "pulumi")
    project = tmp_path / "shop"
    project.mkdir()
    options = f"{{toolchain: pip, virtualenv: {tmp_path / 'venv'}}}"
    (project / "Pulumi.yaml").write_text(f"name: shop\nruntime: {{name: python, options: {options}}}\n", "utf-8")
    (project / "Pulumi.dev.yaml").write_text("config: {aws:region: us-east-1}\n", "utf-8")
    (project / "__main__.py").write_text(PROGRAM, "utf-8")

    previewed = run(binaries / "outlay", "preview", project, "--engine", "embedded", "--format", "json", cwd=tmp_path)

    document = json.loads(previewed)
    assert document["engine"] == "embedded"
    assert document["after"]["monthly"]["expected"] == "32.85"  # 730 hours of $0.045
    assert sorted(path.name for path in project.iterdir()) == ["Pulumi.dev.yaml", "Pulumi.yaml", "__main__.py"]


def test_the_plug_in_for_pytest_runs_the_example_far_from_the_repository(wheel: Path, tmp_path: Path) -> None:
    python = tmp_path / "venv/bin/python"
    locked = tmp_path / "locked.txt"
    extras = [part for extra in ("automation", "aws", "gcp") for part in ("--extra", extra)]
    exported = ("--no-emit-project", "--no-hashes", "--frozen", "--output-file", locked)
    run(UV, "export", "--quiet", "--project", ROOT, *extras, *exported, cwd=tmp_path)
    run(UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv", cwd=tmp_path)
    what = (f"outlay[automation,aws,gcp] @ {wheel.as_uri()}", "pytest")
    run(UV, "pip", "install", "--quiet", "--python", python, "--constraint", locked, *what, cwd=tmp_path)
    example = tmp_path / "cost-tests"
    shutil.copytree(ROOT / "examples/cost-tests", example, ignore=shutil.ignore_patterns("__pycache__"))

    pytest_ = (python, "-m", "pytest", "-p", "no:cacheprovider")
    passed = run(*pytest_, "tests/test_costs.py", cwd=example)
    assert "outlay-" in passed.partition("plugins: ")[2].partition("\n")[0]
    assert "8 passed" in passed

    # nothing is imported in a session without such a test, also where pytest rewrites the asserts of its plug-ins
    (tmp_path / "test_nothing.py").write_text(
        "import sys\n"
        "def test_nothing_heavy_is_imported():\n"
        "    heavy = {'pulumi', 'pydantic', 'grpc', 'rich', 'outlay.money'} & sys.modules.keys()\n"
        "    assert heavy == set()\n"
    )
    assert "1 passed" in run(*pytest_, "test_nothing.py", cwd=tmp_path)
