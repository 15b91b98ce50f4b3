"""Components under the genuine engine: what they take over, what stops them, and how they stand with `govern`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from conftest import UserProject

pytestmark = pytest.mark.engine

STANDARD: Final = """\
tags: {required: [owner, {key: environment, values: [dev, prod]}]}
owners: {team-shop: {contact: [shop@example.com]}}
budgets: {stacks: {shop/*: {monthly: 500}}, aws: {active_tags: [outlay-budget]}}
"""
INSTANCE: Final = "aws:ec2/instance:Instance"
SMALL: Final = "'instance_type': 't4g.small', 'image_id': 'ami-1'"
COMPONENT: Final = "from outlay_components import MonthlyBudget, aws as components, govern\n"


@pytest.fixture
def governed(user_project: Callable[..., UserProject]) -> Callable[..., UserProject]:
    """A project with a financial standard, owned by its configuration."""

    def make(program: str, **config: str) -> UserProject:
        values = {"aws:region": "eu-west-1", **{f"outlay:{key}": value for key, value in config.items()}}
        project = user_project(program, config=values)
        (project.directory / "finops.yaml").write_text(STANDARD, encoding="utf-8")
        return project

    return make


def previewed(project: UserProject) -> dict[str, Mapping[str, Any]]:
    """The steps of a preview, by type and name."""
    done = project.run("preview", "--json", "--show-sames", "--stack", "dev")
    document = json.loads(done.stdout)
    assert done.returncode == 0, document.get("diagnostics")
    found = {}
    for step in document["steps"]:
        *_, type_, name = step["urn"].split("::")
        found[f"{type_.rpartition('$')[2]} {name}"] = step
    return found


def deployed(project: UserProject) -> list[str]:
    """The types and names of all that is deployed."""
    exported = json.loads(project.pulumi("stack", "export", "--stack", "dev"))["deployment"].get("resources", [])
    return ["::".join(each["urn"].split("::")[2:]).rpartition("$")[2] for each in exported]


def test_a_component_takes_a_raw_resource_over_without_replacing_it(governed):
    raw = (
        "aws('ec2/instance:Instance', 'web', {'instanceType': 't4g.small', 'ami': 'ami-1', "
        "'rootBlockDevice': {'encrypted': False, 'volumeType': 'gp3'}, 'associatePublicIpAddress': True})\n"
    )
    project = governed(raw, owner="team-shop")
    project.up()

    project.write(COMPONENT + f"components.Instance('shop', {{{SMALL}, 'adopt': {{'instance': 'web'}}}})\n")
    steps = previewed(project)

    assert {name: step["op"] for name, step in steps.items() if "Stack" not in name} == {
        "outlay:index:AwsInstance shop": "create",
        "aws:budgets/budget:Budget outlay-budget": "create",
        f"{INSTANCE} shop": "update",
    }
    inputs = steps[f"{INSTANCE} shop"]["newState"]["inputs"]
    assert (inputs["rootBlockDevice"]["encrypted"], inputs["associatePublicIpAddress"]) == (False, True)
    assert inputs["tags"] == {"owner": "team-shop", "environment": "dev", "outlay-budget": "shop_dev"}

    project.up()
    assert {step["op"] for step in previewed(project).values()} == {"same"}


def test_taking_the_owner_away_fails_with_a_message_to_act_on(governed):
    project = governed(COMPONENT + f"components.Instance('web', {{{SMALL}}})\n", environment="production")

    done = project.run("preview", "--stack", "dev")

    standard = project.directory / "finops.yaml"
    assert done.returncode != 0
    assert (
        'error: AwsInstance "web" (__main__.py:3) is not owned as the financial standard requires:\n'
        f"      owner: missing; allowed: any text (required by {standard}:1)\n"
        "        → pulumi config set outlay:owner VALUE, govern(owner=…) or the component's argument owner\n"
        "      environment: 'production' from config outlay:environment is not allowed; did you mean 'prod'? "
        f"allowed: dev, prod (required by {standard}:1)\n"
    ) in done.stdout
    assert "Traceback" not in done.stdout


def test_a_value_that_resolves_to_an_invalid_one_stops_the_deployment_before_the_resource_is_made(governed):
    project = governed(
        COMPONENT + "queue = aws('sqs/queue:Queue', 'queue')\n"
        "stage = queue.id.apply(lambda id: 'staging')\n"
        f"components.Instance('web', {{{SMALL}, 'environment': stage}})\n",
        owner="team-shop",
    )

    assert f"{INSTANCE} web" in previewed(project)
    done = project.run("up", "--yes", "--skip-preview", "--stack", "dev")

    assert done.returncode != 0
    assert (
        "error: AwsInstance \"web\" (__main__.py:5): environment: 'staging' is not allowed; allowed: dev, prod"
        in done.stdout
    )
    assert "aws:sqs/queue:Queue::queue" in deployed(project)
    assert "aws:ec2/instance:Instance::web" not in deployed(project)


def test_beside_govern_a_component_keeps_its_own_owner_and_its_own_budget(governed):
    steps = previewed(
        governed(
            COMPONENT + "govern(owner='team-shop')\n"
            "aws('sqs/queue:Queue', 'raw')\n"
            f"components.Instance('plain', {{{SMALL}}})\n"
            f"components.Instance('own', {{{SMALL}, 'owner': 'team-search', 'budget': MonthlyBudget(60)}})\n"
        )
    )

    def tags(name: str) -> Mapping[str, str]:
        found: Mapping[str, str] = steps[name]["newState"]["inputs"]["tags"]
        return found

    assert tags("aws:sqs/queue:Queue raw") == tags(f"{INSTANCE} plain")
    assert tags(f"{INSTANCE} plain") == {"owner": "team-shop", "environment": "dev", "outlay-budget": "shop_dev"}
    assert tags(f"{INSTANCE} own") == {"owner": "team-search", "environment": "dev", "outlay-budget": "shop_dev_own"}
    budgets = {name: step["newState"]["inputs"]["limitAmount"] for name, step in steps.items() if "budget:B" in name}
    assert budgets == {
        "aws:budgets/budget:Budget outlay-budget": "500",
        "aws:budgets/budget:Budget own-budget": "60",
    }


REMOTE: Final = """\
from typing import Optional, TypedDict
import pulumi
from pulumi.provider.experimental import component_provider_host

class Resource(pulumi.CustomResource):
    pass

class PairArgs(TypedDict):
    note: pulumi.Input[str]

class Pair(pulumi.ComponentResource):
    def __init__(self, name: str, args: PairArgs, opts: Optional[pulumi.ResourceOptions] = None):
        super().__init__("house:index:Pair", name, {}, opts)
        inside, tags = pulumi.ResourceOptions(parent=self), {"note": args["note"]}
        Resource("aws:sqs/queue:Queue", f"{name}-in", {"tags": tags}, inside)
        self.register_outputs({})

component_provider_host(name="house", components=[Pair])
"""


def test_govern_reaches_what_is_inside_a_remote_component(governed, tmp_path):
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    options = f"{{toolchain: pip, virtualenv: {sys.prefix}}}"
    (plugin / "PulumiPlugin.yaml").write_text(f"runtime: {{name: python, options: {options}}}\n")
    (plugin / "__main__.py").write_text(REMOTE)
    project = governed(
        COMPONENT + "govern(owner='team-shop')\n"
        "class Pair(pulumi.ComponentResource):\n"
        "    def __init__(self, name):\n"
        "        super().__init__('house:index:Pair', name, {'note': 'remote'}, remote=True)\n"
        "Pair('pair')\n"
    )
    description = project.directory / "Pulumi.yaml"
    described = description.read_text() + f"plugins: {{providers: [{{name: house, path: {plugin}}}]}}\n"
    description.write_text(described)

    steps = previewed(project)

    tags = {"note": "remote", "owner": "team-shop", "environment": "dev", "outlay-budget": "shop_dev"}
    assert steps["aws:sqs/queue:Queue pair-in"]["newState"]["inputs"]["tags"] == tags
    assert "aws:budgets/budget:Budget outlay-budget" in steps
