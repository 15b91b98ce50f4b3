"""All components in one program, under the genuine engine: each resource tagged, and each cloud's budget there.

The program is that of examples/components.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from outlay.tagging.effective import tag_property
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_components.aws.cost_allocation_tags import AwsCostAllocationTags
from outlay_components.catalogue import components
from outlay_components.component import token

if TYPE_CHECKING:
    from outlay_automation.engine.pulumi_cli import PulumiCli

pytestmark = pytest.mark.engine

EXAMPLE: Final = Path(__file__).resolve().parents[2] / "examples" / "components"
OF_THE_PAYER: Final = AwsCostAllocationTags
"""The one component that belongs into no stack but the payer account's."""

Steps = Mapping[str, Mapping[str, Mapping[str, Any]]]


@pytest.fixture(scope="module")
def steps(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Steps:
    """The inputs of all that the program makes in production, by type and name."""
    cli: PulumiCli = request.getfixturevalue("pulumi_cli")
    folder = tmp_path_factory.mktemp("all-components")
    program = folder / "shop"
    shutil.copytree(EXAMPLE, program, ignore=shutil.ignore_patterns("__pycache__"))
    text = (program / "Pulumi.yaml").read_text(encoding="utf-8")
    (program / "Pulumi.yaml").write_text(
        text.replace("toolchain: pip", f"toolchain: pip\n    virtualenv: {sys.prefix}"), encoding="utf-8"
    )
    (folder / "state").mkdir()
    with OfflineProvider.start(OfflineRequest(dict.fromkeys(("aws", "gcp"), "999.0.0"))) as provider:
        environment = {
            **cli.environment({"PATH": "/usr/bin:/bin", "HOME": str(folder)}),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "test",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DEBUG_PROVIDERS": provider.debug_providers(),
        }
        for arguments in (["stack", "init"], ["preview", "--json", "--show-sames"]):
            done = subprocess.run(
                [str(cli.path), *arguments, "--stack", "prod", "--non-interactive"],
                cwd=program,
                env=environment,
                capture_output=True,
                text=True,
                timeout=180,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for step in json.loads(done.stdout)["steps"]:
        *_, type_, name = step["urn"].split("::")
        found.setdefault(type_.rpartition("$")[2], {})[name] = step["newState"].get("inputs", {})
    return found


def test_the_program_has_every_component_for_a_stack(steps: Steps) -> None:
    assert {type_ for type_ in steps if type_.startswith("outlay:")} == {
        token(component) for component in components() if component is not OF_THE_PAYER
    }


def test_every_resource_that_takes_tags_has_those_of_the_standard(steps: Steps) -> None:
    tagged = 0
    for type_, resources in steps.items():
        where = tag_property(type_)
        for name, inputs in resources.items() if where else ():
            assert where is not None
            scope = "shop_prod_search" if name.startswith("search") else "shop_prod"
            centre = "cost-centre" if type_.startswith("aws:") else "cost_centre"
            tags = where.within(inputs[where.input])
            expected = {"owner": "shop-team", centre: "4100", "environment": "prod", "outlay-budget": scope}
            assert tags == expected, f"{type_} {name}"
            tagged += 1
    assert tagged > 25


def test_the_disks_that_machines_start_from_are_tagged_too(steps: Steps) -> None:
    volume = steps["aws:ec2/instance:Instance"]["search"]["rootBlockDevice"]
    disk = steps["gcp:compute/instance:Instance"]["digester"]["bootDisk"]["initializeParams"]

    assert volume["tags"]["outlay-budget"] == "shop_prod_search"
    assert disk["labels"]["outlay-budget"] == "shop_prod"


def test_each_cloud_has_the_stacks_budget_and_the_search_its_own(steps: Steps) -> None:
    on_aws = steps["aws:budgets/budget:Budget"]
    (on_google,) = steps["gcp:billing/budget:Budget"].values()

    assert {name: (each["limitAmount"], each["costFilters"]) for name, each in on_aws.items()} == {
        "outlay-budget": ("500", [{"name": "TagKeyValue", "values": ["user:outlay-budget$shop_prod"]}]),
        "search-budget": ("60", [{"name": "TagKeyValue", "values": ["user:outlay-budget$shop_prod_search"]}]),
    }
    assert on_google["budgetFilter"]["labels"] == {"outlay-budget": "shop_prod"}
    assert on_google["amount"]["specifiedAmount"]["units"] == "500"
