"""Components in programs of another language, and what a clone of the repository serves once Pulumi installed it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest

if TYPE_CHECKING:
    from outlay_automation.engine.pulumi_cli import PulumiCli

pytestmark = pytest.mark.engine

ROOT: Final = Path(__file__).resolve().parents[2]
STANDARD: Final = """\
tags: {required: [owner, {key: environment, values: [dev, prod]}]}
owners: {team-shop: {contact: [shop@example.com]}}
budgets: {stacks: {shop/*: {monthly: 500}}, aws: {active_tags: [outlay-budget]}}
"""
PROGRAM: Final = """\
name: shop
runtime: yaml
plugins: {{providers: [{{name: outlay, path: {plugin}}}]}}
resources:
  web:
    type: outlay:index:AwsInstance
    properties:
      instanceType: t4g.small
      imageId: ami-0abcdef1234567890
      overrides: {{instance: {{ebsOptimized: true}}}}
  batch:
    type: outlay:index:AwsInstance
    properties:
      instanceType: m7g.large
      imageId: ami-0abcdef1234567890
      rootVolumeGb: 20
      budget: {{headroomPercent: 20}}
outputs: {{id: '${{web.instanceId}}'}}
"""

RunYaml = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def yaml_program(tmp_path: Path, pulumi_env: Mapping[str, str], pulumi_cli: PulumiCli) -> RunYaml:
    """Runs the CLI on a YAML program that uses the components of this working tree."""
    plugin, project = tmp_path / "plugin", tmp_path / "shop"
    plugin.mkdir()
    project.mkdir()
    shutil.copy(ROOT / "components" / "__main__.py", plugin)
    options = f"{{toolchain: pip, virtualenv: {sys.prefix}}}"
    (plugin / "PulumiPlugin.yaml").write_text(f"runtime: {{name: python, options: {options}}}\n")
    (project / "Pulumi.yaml").write_text(PROGRAM.format(plugin=plugin))
    (project / "finops.yaml").write_text(STANDARD)

    def run(*arguments: str, **config: str) -> subprocess.CompletedProcess[str]:
        values = {"aws:region": "eu-west-1", **{f"outlay:{key}": value for key, value in config.items()}}
        (project / "Pulumi.dev.yaml").write_text(json.dumps({"config": values}))
        with OfflineProvider.start(OfflineRequest({"aws": "999.0.0", "gcp": "999.0.0"})) as provider:
            return subprocess.run(
                [str(pulumi_cli.path), *arguments, "--stack", "dev", "--non-interactive"],
                cwd=project,
                env={**pulumi_env, "PULUMI_DEBUG_PROVIDERS": provider.debug_providers()},
                capture_output=True,
                text=True,
                timeout=180,
            )

    created = run("stack", "init")
    assert created.returncode == 0, created.stderr
    return run


def test_a_yaml_program_gets_governed_resources_and_one_budget_of_the_stack(yaml_program: RunYaml) -> None:
    done = yaml_program("preview", "--json", owner="team-shop")

    document = json.loads(done.stdout)
    assert done.returncode == 0, document.get("diagnostics")
    made: dict[str, Mapping[str, Any]] = {
        "::".join(step["urn"].split("::")[2:]): step["newState"].get("inputs", {}) for step in document["steps"]
    }
    tags = {"owner": "team-shop", "environment": "dev"}
    web = made["outlay:index:AwsInstance$aws:ec2/instance:Instance::web"]
    assert web["tags"] == {**tags, "outlay-budget": "shop_dev"}
    assert (web["ebsOptimized"], web["creditSpecification"]) == (True, {"cpuCredits": "standard"})
    batch = made["outlay:index:AwsInstance$aws:ec2/instance:Instance::batch"]
    assert batch["tags"] == {**tags, "outlay-budget": "shop_dev_batch"}
    assert made["aws:budgets/budget:Budget::outlay-budget"]["limitAmount"] == "500"
    # m7g.large in Ireland is $0.0910 an hour, gp3 there $0.088 a GB-month: 68.19 a month, and a fifth more
    assert made["outlay:index:AwsInstance$aws:budgets/budget:Budget::batch-budget"]["limitAmount"] == "82"


def test_a_yaml_program_without_an_owner_fails_with_a_message_to_act_on(yaml_program: RunYaml) -> None:
    done = yaml_program("preview")

    assert done.returncode != 0
    assert 'AwsInstance "web" is not owned as the financial standard requires:\n' in done.stdout
    assert "owner: missing; allowed: any text (required by " in done.stdout
    assert "→ pulumi config set outlay:owner VALUE" in done.stdout
    assert "Traceback" not in done.stdout
    assert "File " not in done.stdout


def test_a_clone_whose_components_were_installed_serves_their_schema(
    tmp_path: Path, pulumi_env: Mapping[str, str], pulumi_cli: PulumiCli
) -> None:
    clone = tmp_path / "outlay"
    environment = {**pulumi_env, "PATH": f"{ROOT / '.uv' / 'bin'}:{pulumi_env['PATH']}"}  # where uv is our own
    commands = (
        ["git", "clone", "--quiet", "--depth", "1", ROOT.as_uri(), str(clone)],
        [str(ROOT / ".ci" / "uv"), "sync", "--quiet", "--frozen", "--project", str(clone / "components")],
        [str(pulumi_cli.path), "package", "get-schema", str(clone / "components")],
    )
    for command in commands:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr

    served = json.loads(done.stdout)
    committed = json.loads((clone / "components" / "schema.json").read_text(encoding="utf-8"))
    assert served["name"] == "outlay"
    assert served["resources"].keys() == committed["resources"].keys()
    for token, resource in committed["resources"].items():
        assert served["resources"][token]["inputProperties"].keys() == resource["inputProperties"].keys()
