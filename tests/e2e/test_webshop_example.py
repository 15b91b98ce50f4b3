"""The example web shop: its committed baseline is what the genuine engine makes of the previous program, and the
difference to the current one is what the example's README promises. What the changes cost is tested elsewhere.
"""

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_automation.engine.pulumi_cli import PulumiCli, find_cli
from ruamel.yaml import YAML

WEBSHOP = Path(__file__).resolve().parents[2] / "examples" / "webshop"
STACKS = ("dev", "prod")

Steps = dict[str, set[str]]


@pytest.fixture(scope="module")
def cli() -> PulumiCli:
    found = find_cli()
    if found is None or "python" not in found.language_hosts:
        pytest.skip("no Pulumi CLI that runs Python programs; `make pulumi` provides one")
    return found


@pytest.mark.engine
@pytest.mark.parametrize("stack", STACKS)
def test_baseline_is_what_the_engine_makes_of_the_previous_program(cli: PulumiCli, stack: str, tmp_path: Path) -> None:
    make = WEBSHOP / "baseline" / "make.py"
    subprocess.run([sys.executable, make, "--into", tmp_path, stack], check=True, capture_output=True)

    made, committed = ((folder / f"{stack}.json").read_bytes() for folder in (tmp_path, WEBSHOP / "baseline"))
    assert made == committed, f"run `python examples/webshop/baseline/make.py {stack}` and commit what it writes"


@pytest.mark.engine
def test_pull_request_changes_prod_as_the_readme_says(cli: PulumiCli, tmp_path: Path) -> None:
    steps = _preview(cli, "prod", tmp_path)

    assert steps["create"] == {
        "aws:ec2/eip:Eip nat-b",
        "aws:ec2/natGateway:NatGateway nat-b",
        "aws:ec2/routeTable:RouteTable private-b",
        "gcp:cloudrunv2/service:Service recommendations",
    }
    assert steps["update"] == {
        "aws:ebs/volume:Volume search-index",
        "aws:ec2/instance:Instance search",
        "aws:ec2/routeTableAssociation:RouteTableAssociation private-b",
        "aws:ecs/service:Service shop",
        "aws:rds/instance:Instance orders",
        "gcp:compute/disk:Disk digester-events",
    }
    assert steps["replace"] == {"gcp:compute/instance:Instance digester"}
    assert steps["delete"] == {"aws:ec2/instance:Instance reports", "aws:s3/bucket:Bucket reports"}
    assert "aws:lb/loadBalancer:LoadBalancer storefront" in steps["same"]


@pytest.mark.engine
def test_pull_request_is_milder_in_dev(cli: PulumiCli, tmp_path: Path) -> None:
    steps = _preview(cli, "dev", tmp_path)

    assert steps["create"] == {"gcp:cloudrunv2/service:Service recommendations"}
    assert steps["update"] == {
        "aws:ebs/volume:Volume search-index",
        "aws:rds/instance:Instance orders",
    }
    assert steps["replace"] == {"gcp:compute/instance:Instance digester"}
    assert steps["delete"] == {"aws:ec2/instance:Instance reports", "aws:s3/bucket:Bucket reports"}


@pytest.mark.parametrize("stack", STACKS)
def test_baseline_holds_nothing_of_the_machine_it_was_made_on(stack: str) -> None:
    state = json.loads((WEBSHOP / "baseline" / f"{stack}.json").read_text(encoding="utf-8"))

    positions = [position for resource in state["deployment"]["resources"] for position in _positions(resource)]
    assert positions
    assert {position.partition("#")[0] for position in positions} <= {
        f"project:///{path.name}" for path in (*WEBSHOP.glob("*.py"), *(WEBSHOP / "previous").glob("*.py"))
    }


@pytest.mark.parametrize("stack", STACKS)
def test_baseline_holds_no_secret_so_that_any_passphrase_imports_it(stack: str) -> None:
    text = (WEBSHOP / "baseline" / f"{stack}.json").read_text(encoding="utf-8")

    assert "secrets_providers" not in text
    assert "ciphertext" not in text
    assert "plaintext" not in text


def _preview(cli: PulumiCli, stack: str, scratch: Path) -> Steps:
    """The resources of a bare `pulumi preview` against the committed baseline, by operation."""
    program = scratch / "webshop"
    shutil.copytree(WEBSHOP, program, ignore=shutil.ignore_patterns("__pycache__", ".venv"))
    (scratch / "state").mkdir()
    answers = YAML(typ="safe").load(program / "finops.yaml")["offline"]["answers"]
    packages = {package: version(f"pulumi-{package}") for package in ("aws", "gcp")}
    with OfflineProvider.start(OfflineRequest(packages, answers)) as provider:
        environment = cli.environment(
            {
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "PULUMI_HOME": str(scratch / "home"),
                "PULUMI_BACKEND_URL": (scratch / "state").as_uri(),
                "PULUMI_CONFIG_PASSPHRASE": "not the one of the baseline",
                "PULUMI_SKIP_UPDATE_CHECK": "true",
                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
                "PULUMI_DEBUG_PROVIDERS": provider.debug_providers(),
            }
        )

        def pulumi(*arguments: str) -> str:
            command = [str(cli.path), *arguments, "--stack", stack, "--non-interactive"]
            done = subprocess.run(command, cwd=program, env=environment, check=True, stdout=subprocess.PIPE, text=True)
            return done.stdout

        pulumi("stack", "init")
        pulumi("stack", "import", "--file", f"baseline/{stack}.json")
        digest = json.loads(pulumi("preview", "--json", "--show-sames"))
    steps: Steps = {op: set() for op in ("create", "update", "replace", "delete", "same")}
    for step in digest["steps"]:
        _, _, type_, name = step["urn"].split("::")
        steps.setdefault(step["op"], set()).add(f"{type_} {name}")
    return steps


def _positions(value: Any) -> list[str]:
    """Every source position at any depth."""
    if isinstance(value, list):
        return [position for one in value for position in _positions(one)]
    if isinstance(value, dict):
        own = [value["sourcePosition"]] if "sourcePosition" in value else []
        return own + [position for one in value.values() for position in _positions(one)]
    return []
