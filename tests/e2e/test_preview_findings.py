"""What a preview says of its rules: with our own pack in the engine or without, once, and with the same exit code."""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from outlay.baseline import read_baseline
from outlay.errors import ExitCode
from outlay.standard.reading import read_standard
from outlay_automation.judging import NO_STANDARD

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker, UserProject

pytestmark = pytest.mark.engine

ROOT = Path(__file__).resolve().parents[2]
DISKS = """
aws("ebs/volume:Volume", "data", {"type": "gp2", "size": 100, "availabilityZone": "eu-west-1a"})
aws("ebs/volume:Volume", "logs", {"type": "gp3", "size": 10, "tags": {"owner": "shop"}})
"""
STANDARD = """\
tags: {required: [owner]}
budgets: {stacks: {shop/dev: {monthly: 1000}}}
rules:
  stack-has-budget: {level: advisory}
  monthly-delta: {amount: 5}
"""


@pytest.fixture
def our_pack(tmp_path: Path) -> Path:
    """Our policy pack as a folder that runs in this environment, so that the engine installs nothing."""
    folder = tmp_path / "outlay-pack"
    folder.mkdir()
    shutil.copy(ROOT / "policy_pack" / "__main__.py", folder)
    runtime = f"{{name: python, options: {{toolchain: pip, virtualenv: {sys.prefix}}}}}"
    (folder / "PulumiPolicy.yaml").write_text(f"runtime: {runtime}\n", encoding="utf-8")
    return folder


@pytest.fixture
def shop(user_project: ProjectMaker) -> UserProject:
    project = user_project(DISKS)
    (project.directory / "finops.yaml").write_text(STANDARD, encoding="utf-8")
    return project


def document(project: UserProject, *arguments: str) -> dict[str, Any]:
    done = project.outlay("preview", "--stack", "dev", "--offline", "--format", "json", *arguments)
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == found["exit_code"]
    return found


def said(document: dict[str, Any]) -> set[tuple[str, str | None]]:
    return {(each["policy"], each["urn"]) for each in document["findings"]}


def test_our_own_pack_in_the_engine_adds_nothing_that_is_not_said(shop: UserProject, our_pack: Path) -> None:
    alone = document(shop)
    attached = document(shop, "--policy-pack", str(our_pack))

    assert alone["exit_code"] == attached["exit_code"] == ExitCode.BLOCKED
    assert attached["findings"] == alone["findings"]
    assert {policy for policy, _ in said(alone)} >= {"required-tags", "monthly-delta", "gp2-to-gp3"}
    # the pack knows one side only, and says of the growth what the preview has decided
    assert attached["policy_violations"] == []


def test_a_table_names_rule_resource_line_and_what_to_write(shop: UserProject) -> None:
    done = shop.outlay("preview", "--stack", "dev", "--offline")

    assert done.returncode == ExitCode.BLOCKED
    table = " ".join(done.stdout.split())
    assert re.search(r"aws:ebs:Volume data \(short\.py:\d+\): without owner → Add owner to the resource", table)
    assert "OUT-W001 gp2-to-gp3" in table
    assert "a month mending" not in table
    assert done.stdout.splitlines()[-1].startswith("Blocked by OUT-C001 monthly-delta; OUT-T001 required-tags (data)")


def test_without_a_standard_it_passes_and_says_that_nothing_was_required(shop: UserProject) -> None:
    (shop.directory / "finops.yaml").unlink()

    page = shop.outlay("preview", "--stack", "dev", "--offline")
    document = shop.outlay("preview", "--stack", "dev", "--offline", "--format", "json")

    assert page.returncode == 0, page.stdout + page.stderr
    assert NO_STANDARD in " ".join(page.stdout.split())
    assert NO_STANDARD in json.loads(document.stdout)["notices"]


def test_an_exemption_and_a_mended_program_pass(shop: UserProject) -> None:
    exempted = STANDARD + (
        "exemptions:\n"
        "  - {rule: required-tags, resource: '*::data', reason: it moves, owner: ann, expires: 2099-12-31}\n"
        "  - {rule: monthly-delta, reason: a new shop, owner: ann, expires: 2099-12-31}\n"
    )
    (shop.directory / "finops.yaml").write_text(exempted, encoding="utf-8")

    found = document(shop)

    assert found["exit_code"] == 0
    assert {each["exemption"] for each in found["findings"] if each["level"] == "mandatory"} == {
        "it moves (ann, until 2099-12-31)",
        "a new shop (ann, until 2099-12-31)",
    }


def test_a_baseline_of_a_stack_is_what_it_costs_before_the_change(shop: UserProject) -> None:
    shop.up()
    shop.write(DISKS.replace('"size": 100', '"size": 500'))

    done = shop.outlay("baseline", "write", "--stack", "dev", "--offline", "-o", "baseline.json")

    assert done.returncode == 0, done.stderr
    baseline = read_baseline(shop.directory / "baseline.json")
    preview = document(shop)
    assert preview["before"]["monthly"] == baseline.to_json()["monthly"]
    # and a check of the state against it finds that nothing has grown
    (shop.directory / "state.json").write_text(shop.pulumi("stack", "export", "--stack", "dev"), encoding="utf-8")
    checked = shop.outlay("check", "state.json", "--baseline", "baseline.json", "--format", "json")
    (stack,) = json.loads(checked.stdout)["stacks"]
    assert stack["growth"]["delta"] == {
        "low": "0",
        "expected": "0",
        "high": "0",
        "undecided": False,
        "gaps_opened": [],
        "gaps_closed": [],
    }


def test_with_a_baseline_the_pack_in_the_engine_finds_that_nothing_has_grown(shop: UserProject, our_pack: Path) -> None:
    """Also of a resource that nobody can price: that it is as it was is told by its inputs."""
    owned = DISKS.replace('"size": 100', '"size": 100, "tags": {"owner": "shop"}')
    shop.write(f'{owned}aws("quantum/loom:Loom", "loom", {{"threads": 12}})\n')
    shop.up()
    shop.outlay("baseline", "write", "--stack", "dev", "--offline", "-o", "baseline.json")
    standard = f"{STANDARD}  estimate-within-budget: {{level: disabled}}\n"
    (shop.directory / "finops.yaml").write_text(standard, encoding="utf-8")
    with_baseline = replace(shop, environment={**shop.environment, "OUTLAY_BASELINE": "baseline.json"})

    said = with_baseline.pulumi("preview", "--stack", "dev", "--policy-pack", str(our_pack))

    assert "gp2-to-gp3" in said
    assert "monthly-delta" not in said


def test_a_suggested_budget_covers_the_change(shop: UserProject) -> None:
    done = shop.outlay("budget", "suggest", "--stack", "dev", "--offline", "--write", "--replace")

    assert done.returncode == 0, done.stderr
    budget = read_standard(shop.directory / "finops.yaml").budgets.of_stack("shop", "dev")
    assert budget is not None
    after = document(shop)["after"]["monthly"]["high"]
    assert float(after) * 1.2 <= budget.monthly < float(after) * 1.2 + 1
