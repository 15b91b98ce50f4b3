"""`outlay pulumi` around a double of the CLI that says how it was called. The genuine one: tests/e2e."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from tests.automation.cli.conftest import OutlayProcess

DOUBLE = f"""#!{sys.executable}
import json, os, pathlib, sys
backend = os.environ.get("PULUMI_BACKEND_URL", "").removeprefix("file://")
call = {{
    "arguments": sys.argv[1:],
    "directory": os.getcwd(),
    "environment": {{name: value for name, value in os.environ.items() if name.startswith("PULUMI")}},
    "stacks": sorted(path.name for path in pathlib.Path(backend or "nowhere").glob(".pulumi/stacks/*/*")),
    "config": [pathlib.Path(each).read_text() for each in sys.argv if each.endswith(".yaml")],
}}
with open(os.environ["CALLS"], "a") as calls:
    calls.write(json.dumps(call) + "\\n")
sys.exit(7)
"""

Calls = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def outlay(outlay_process: OutlayProcess) -> OutlayProcess:
    """In a process of its own: it may become the CLI's."""
    return outlay_process


@pytest.fixture
def calls(outlay: OutlayProcess, tmp_path: Path) -> Calls:
    """A project with two stacks and a double of the CLI; returns how the double was called."""
    (outlay.directory / "Pulumi.yaml").write_text("name: shop\nruntime: yaml\n")
    (outlay.directory / "Pulumi.dev.yaml").write_text("encryptionsalt: v1:x\nconfig: {shop:token: {secure: CANARY}}\n")
    (outlay.directory / "Pulumi.prod.yaml").write_text("{}\n")
    double, log = tmp_path / "pulumi", tmp_path / "calls"
    double.write_text(DOUBLE)
    double.chmod(0o755)
    (tmp_path / "tmp").mkdir()
    outlay.environment.update({"OUTLAY_PULUMI": str(double), "CALLS": str(log), "TMPDIR": str(tmp_path / "tmp")})
    return lambda: [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def test_without_flags_the_cli_is_run_as_it_is(outlay: OutlayProcess, calls: Calls) -> None:
    done = outlay("pulumi", "--", "stack", "init", "dev")

    [call] = calls()
    assert done.returncode == 7
    assert call["arguments"] == ["stack", "init", "dev"]
    assert call["environment"] == {}


def test_scratch_has_the_stacks_of_the_project_and_a_copy_of_the_configuration(
    outlay: OutlayProcess, calls: Calls, tmp_path: Path
) -> None:
    done = outlay("pulumi", "--scratch", "--", "preview", "--stack", "dev", "--diff")

    [call] = calls()
    *arguments, flag, config_file = call["arguments"]
    assert done.returncode == 7
    assert arguments == ["preview", "--stack", "dev", "--diff"]
    assert flag == "--config-file"
    assert call["stacks"] == ["dev.json", "prod.json"]
    assert [YAML(typ="safe").load(each) for each in call["config"]] == [
        {"config": {"shop:token": "outlay-placeholder"}}
    ]
    assert Path(config_file).is_relative_to(tmp_path / "tmp")
    assert call["environment"]["PULUMI_STACK"] == "dev"
    assert list((tmp_path / "tmp").iterdir()) == []
    assert done.stderr == "note: 'outlay-placeholder' stands in for the secret shop:token\n"


def test_scratch_starts_with_the_state_that_the_standard_names(outlay: OutlayProcess, calls: Calls) -> None:
    (outlay.directory / "finops.yaml").write_text("offline: {baseline: 'states/{stack}.json'}\n")
    (outlay.directory / "states").mkdir()
    (outlay.directory / "states" / "dev.json").write_text('{"deployment": {"resources": [')

    done = outlay("pulumi", "--offline", "--scratch", "--", "preview", "--stack", "dev")

    assert done.returncode == 2
    assert "states/dev.json:1: is no JSON" in done.stderr
    assert calls() == []


def test_offline_attaches_both_clouds_and_what_the_standard_names(outlay: OutlayProcess, calls: Calls) -> None:
    (outlay.directory / "finops.yaml").write_text("offline: {packages: [random]}\n")

    outlay("pulumi", "--offline", "--", "stack", "ls")

    [call] = calls()
    attached = call["environment"]["PULUMI_DEBUG_PROVIDERS"].split(",")
    assert [each.partition(":")[0] for each in attached] == ["aws", "gcp", "random"]
    assert "PULUMI_BACKEND_URL" not in call["environment"]


@pytest.mark.parametrize("flags", [[], ["--scratch"]])
def test_what_needs_uv_is_named_where_there_is_none(
    outlay: OutlayProcess, calls: Calls, tmp_path: Path, flags: list[str]
) -> None:
    """In an environment that is in no clone of Outlay, which would have a uv of its own."""
    elsewhere = tmp_path / "outlay"
    elsewhere.write_text(
        f"#!{sys.executable}\nimport sys\nsys.prefix = '/nowhere'\nfrom outlay_automation.cli import main\nmain()\n"
    )
    elsewhere.chmod(0o755)
    pack, plugin = tmp_path / "pack", tmp_path / "plugin"
    for folder, name in ((pack, "PulumiPolicy.yaml"), (plugin, "PulumiPlugin.yaml")):
        folder.mkdir()
        (folder / name).write_text("runtime:\n  name: python\n  options:\n    toolchain: uv\n")
    with (outlay.directory / "Pulumi.yaml").open("a") as project:
        project.write(f"plugins: {{providers: [{{name: ours, path: {plugin}}}]}}\n")
    command = ("preview", "--stack", "prod", "--policy-pack", "../pack")

    done = replace(outlay, command=elsewhere)("pulumi", *flags, "--", *command, environment={"PATH": str(tmp_path)})

    [call] = calls()
    assert done.returncode == 7
    assert call["arguments"][:5] == list(command)
    assert done.stderr == "".join(
        f"note: {folder} needs uv, and there is none. Install uv and have it on PATH: pip install uv\n"
        for folder in (pack, plugin)
    )


def test_stack_has_to_be_named_where_several_could_be_meant(outlay: OutlayProcess, calls: Calls) -> None:
    done = outlay("pulumi", "--scratch", "--", "preview")

    assert done.returncode == 2
    assert done.stderr == "error: no stack is selected in shop\nChoose one with --stack: dev, prod.\n"
    assert calls() == []


@pytest.mark.parametrize(
    ("flags", "arguments", "why"),
    [
        (["--scratch"], ["stack", "rm", "dev", "--yes"], "`pulumi stack rm` writes into the project's folder"),
        (["--scratch"], ["up", "--yes"], "would create resources for real, and --scratch would forget them"),
        (["--offline"], ["destroy"], "would write what --offline makes up into the stack's real state"),
    ],
)
def test_what_would_do_harm_is_refused(
    outlay: OutlayProcess, calls: Calls, flags: list[str], arguments: list[str], why: str
) -> None:
    done = outlay("pulumi", *flags, "--", *arguments)

    assert done.returncode == 2
    assert why in done.stderr
    assert calls() == []


def test_made_up_state_may_go_into_a_folder_for_trying_things_out(
    outlay: OutlayProcess, calls: Calls, tmp_path: Path
) -> None:
    outlay("pulumi", "--offline", "--", "up", environment={"PULUMI_BACKEND_URL": (tmp_path / "tmp").as_uri()})

    assert [call["arguments"] for call in calls()] == [["up"]]


def test_missing_cli_and_missing_folder_are_told(outlay: OutlayProcess) -> None:
    no_cli = outlay("pulumi", "--scratch", "--", "version")
    no_folder = outlay("pulumi", "-C", "nowhere", "--", "version")

    assert (no_cli.returncode, no_folder.returncode) == (4, 2)
    assert no_cli.stderr.startswith("error: no Pulumi CLI was found\n")
    assert no_folder.stderr.startswith("error: nowhere is no folder\n")
