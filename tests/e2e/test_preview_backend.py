"""Which state a preview is held against: the user's own backend, a baseline, or nothing; and what is left untouched."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

import pytest
from outlay.diff import CostDiff
from outlay.errors import ExitCode, StackNotFound
from outlay.standard.model import Standard
from outlay.standard.offline import Offline
from outlay.step import Assumption, Op
from outlay_automation.engine.workspace import NO_STATE

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker, UserProject

pytestmark = pytest.mark.engine

GATEWAY = "ec2/natGateway:NatGateway"
ONE = f'aws("{GATEWAY}", "first", {{"subnetId": "subnet-1"}})\n'
TWO = ONE + f'aws("{GATEWAY}", "second", {{"subnetId": "subnet-1"}})\n'
HOURS_IN_DUBLIN = Decimal("0.048") * 730
NO_BACKEND = {"PULUMI_BACKEND_URL": "", "PULUMI_ACCESS_TOKEN": ""}


def operations(diff: CostDiff) -> dict[str, Op]:
    return {row.cost.name: row.op for row in diff.rows}


def export(project: UserProject, stack: str = "dev") -> Path:
    path = project.directory / "state.json"
    path.write_text(project.pulumi("stack", "export", "--stack", stack), encoding="utf-8")
    return path


@pytest.mark.parametrize("stack", ["", "dev", "organization/shop/dev"])
def test_the_user_s_own_backend_and_stack(user_project: ProjectMaker, stack: str) -> None:
    project = user_project(ONE)
    project.up()
    project.write(TWO)
    project.configure("live", {})
    project.pulumi("stack", "select", "dev")

    result = project.preview(stack)

    assert result.stack == "dev"
    assert operations(result.diff) == {"first": Op.SAME, "second": Op.CREATE}
    assert result.diff.delta.expected == HOURS_IN_DUBLIN
    assert result.notices == ()


def test_a_stack_named_by_pulumi_s_own_variable(user_project: ProjectMaker) -> None:
    project = user_project(ONE)
    project.configure("live", {})

    assert project.preview("", environment={"PULUMI_STACK": "dev"}).stack == "dev"


def test_a_stack_without_a_configuration_file(user_project: ProjectMaker) -> None:
    project = user_project(ONE)
    (project.directory / "Pulumi.dev.yaml").unlink()

    result = project.preview(environment={"AWS_REGION": "eu-west-1"})

    assert result.diff.after.total.expected == HOURS_IN_DUBLIN
    assert not (project.directory / "Pulumi.dev.yaml").exists()


def test_configuration_that_lies_in_a_folder_of_its_own(user_project: ProjectMaker) -> None:
    project = user_project(ONE)
    with (project.directory / "Pulumi.yaml").open("a", encoding="utf-8") as file:
        file.write("stackConfigDir: stacks\n")
    (project.directory / "stacks").mkdir()
    (project.directory / "Pulumi.dev.yaml").rename(project.directory / "stacks" / "Pulumi.dev.yaml")

    assert project.preview("").diff.after.total.expected == HOURS_IN_DUBLIN


def test_values_laid_over_the_configuration(user_project: ProjectMaker) -> None:
    project = user_project(ONE)

    after = project.preview(config={"aws:region": "us-east-1"}).diff.after

    assert after.total.expected == Decimal("0.045") * 730


def test_a_baseline_stands_for_the_state_of_any_stack(user_project: ProjectMaker) -> None:
    project = user_project(ONE)
    project.up()
    baseline = export(project)
    project.write(TWO)
    project.configure("live", {"aws:region": "eu-west-1"})

    result = project.preview("live", baseline=baseline, environment=NO_BACKEND)

    assert operations(result.diff) == {"first": Op.SAME, "second": Op.CREATE}
    assert {row.urn.split("::")[0] for row in result.diff.rows} == {"urn:pulumi:live"}
    assert [step.op for step in result.preview.steps if step.urn.endswith("::shop-live")] == [Op.SAME]


def test_the_baseline_that_the_standard_names(user_project: ProjectMaker) -> None:
    project = user_project(ONE)
    project.up()
    export(project).rename(project.directory / "dev-state.json")
    project.write(TWO)
    standard = Standard(offline=Offline(baseline="{stack}-state.json"))

    diff = project.preview(standard=standard, environment=NO_BACKEND).diff

    assert operations(diff) == {"first": Op.SAME, "second": Op.CREATE}


def test_without_any_state_everything_is_new_and_the_preview_says_so(user_project: ProjectMaker) -> None:
    project = user_project(ONE)

    result = project.preview(environment=NO_BACKEND)

    assert operations(result.diff) == {"first": Op.CREATE}
    assert result.notices == (NO_STATE,)
    with pytest.raises(StackNotFound) as caught:
        project.preview("live", environment=NO_BACKEND)
    assert caught.value.hint == "The project configures: dev."


SECRETIVE = """
config = pulumi.Config()
password = config.require_secret("password")
nested = config.require_secret_object("nested")
aws("rds/instance:Instance", "orders", {
    "instanceClass": "db.t3.small", "engine": "postgres", "allocatedStorage": 20, "username": "shop",
    "password": password, "tags": {"nested": nested.apply(lambda it: it["inner"]["token"])},
})
"""


def test_a_baseline_with_secrets_needs_no_passphrase(user_project: ProjectMaker) -> None:
    project = user_project(SECRETIVE)
    project.pulumi("config", "set", "--stack", "dev", "--secret", "password", "CANARY-ONE")
    project.pulumi("config", "set", "--stack", "dev", "--secret", "--path", "nested.inner.token", "CANARY-TWO")
    project.up()
    with_passphrase = project.preview()
    baseline = export(project)
    assert "ciphertext" in baseline.read_text(encoding="utf-8")

    result = project.preview(baseline=baseline, environment={**NO_BACKEND, "PULUMI_CONFIG_PASSPHRASE": ""})

    assert operations(result.diff) == {"orders": Op.SAME}
    assert result.diff.after.total == with_passphrase.diff.after.total
    assert result.diff.delta.is_nothing
    placeholder = "'outlay-placeholder' stands in for the"
    assert set(result.preview.assumptions) == {
        Assumption("config shop:password", f"{placeholder} secret"),
        Assumption("config shop:nested.inner.token", f"{placeholder} secret"),
        Assumption(
            "urn:pulumi:dev::shop::aws:rds/instance:Instance::orders",
            f"{placeholder} secrets of its state: whether they change is not told",
        ),
    }
    assert "CANARY" not in repr(result)


def test_the_wrong_passphrase_is_told_with_the_way_out(user_project: ProjectMaker) -> None:
    project = user_project(SECRETIVE)
    project.pulumi("config", "set", "--stack", "dev", "--secret", "password", "CANARY-ONE")

    done = project.outlay("preview", "--offline", environment={"PULUMI_CONFIG_PASSPHRASE": "wrong"})

    assert done.returncode == ExitCode.PREVIEW_FAILED
    assert "incorrect passphrase" in done.stderr
    assert "--offline --baseline STATE.json" in done.stderr


def test_nothing_is_written_into_the_user_s_tree_or_backend(user_project: ProjectMaker) -> None:
    project = user_project("import shop.data\n" + TWO)
    package = project.directory / "shop"
    package.mkdir()
    (package / "data.py").write_text("SIZE = 1\n", encoding="utf-8")
    project.up()
    backend = Path(unquote(urlparse(project.environment["PULUMI_BACKEND_URL"]).path))
    forget_bytecode(project.directory)
    tree, state = contents(project.directory), contents(backend)

    done = project.outlay("preview", "--stack", "dev", "--offline")
    assert done.returncode == ExitCode.FINE, done.stderr
    assert project.outlay("preview", "--offline", "--baseline", str(export(project))).returncode == ExitCode.FINE
    (project.directory / "state.json").unlink()

    assert contents(project.directory) == tree
    assert contents(backend) == state
    assert project.leftovers() == []


def test_two_previews_at_once_say_the_same(user_project: ProjectMaker) -> None:
    project = user_project(ONE)
    project.up()
    project.write(TWO)
    command = ("preview", "--stack", "dev", "--offline", "--format", "json")

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: project.outlay(*command), range(2))

    assert first.returncode == second.returncode == ExitCode.FINE
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["delta"]["expected"] == "35.04"


def contents(folder: Path) -> Mapping[str, str]:
    """Every file below the folder with the hash of its content."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def forget_bytecode(folder: Path) -> None:
    for cache in list(folder.rglob("__pycache__")):
        shutil.rmtree(cache)
