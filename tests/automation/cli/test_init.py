"""`outlay init`: a first finops.yaml that can be read back, stops nothing for a month, and takes no other's place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from outlay.finding import EnforcementLevel
from outlay.standard.reading import read_standard
from outlay_policy_pack.configuration import configured

if TYPE_CHECKING:
    from outlay.standard.model import Standard

    from tests.automation.cli.conftest import Outlay, StackFiles

TODAY = date(2026, 8, 1)


@pytest.fixture
def project(files: StackFiles) -> StackFiles:
    """A project `shop` with two stacks on both clouds."""
    files.write("Pulumi.yaml", "name: shop\nruntime: python\n")
    files.write("Pulumi.dev.yaml", "config: {aws:region: eu-west-1}\n")
    files.write("Pulumi.prod.yaml", "config:\n  aws:region: eu-central-1\n  gcp:zone: europe-west1-b\n")
    return files


def levels(standard: Standard, day: date) -> set[EnforcementLevel]:
    """What the rules do that judge without a setting, and those that have one."""
    rules = configured(standard, "shop", "prod", "prod", day)
    return {each.level for each in rules if each.rule.name in standard.rules or not each.rule.settings.model_fields}


def test_what_is_written_is_a_standard_and_says_what_to_do_next(outlay: Outlay, project: StackFiles) -> None:
    done = outlay("init")

    assert done.returncode == 0
    assert done.stdout.startswith("Wrote finops.yaml, for shop. Next:\n")
    assert "outlay budget suggest . --stack dev --offline --write" in done.stdout
    standard = read_standard(outlay.directory / "finops.yaml")
    assert standard.organisation == "shop"
    assert [tag.key for tag in standard.tags.required] == ["owner", "cost-centre", "environment"]


def test_for_a_month_nothing_is_stopped_and_then_it_is(outlay: Outlay, project: StackFiles) -> None:
    outlay("init")
    standard = read_standard(outlay.directory / "finops.yaml")

    assert levels(standard, TODAY) == {EnforcementLevel.ADVISORY}
    assert EnforcementLevel.MANDATORY in levels(standard, date(2026, 8, 31))


def test_what_it_finds_stands_in_it(outlay: Outlay, project: StackFiles) -> None:
    outlay("init")

    text = (outlay.directory / "finops.yaml").read_text(encoding="utf-8")
    assert "#  found: shop/dev, shop/prod" in text
    assert "#  production: [shop/prod]" in text
    assert (
        "# allowed-regions: {aws: [eu-central-1, eu-west-1], gcp: [europe-west1], advisory_until: 2026-08-31}" in text
    )
    assert "billing_account" in text


def test_what_is_commented_can_be_taken_over_as_it_stands(outlay: Outlay, project: StackFiles) -> None:
    outlay("init")
    path = outlay.directory / "finops.yaml"
    rules = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("  # ") and "{" in line]
    taken = path.read_text(encoding="utf-8")
    for line in rules:
        taken = taken.replace(line, line.replace("  # ", "  ", 1))
    path.write_text(taken, encoding="utf-8")

    standard = read_standard(path)

    assert len(rules) > 5
    assert levels(standard, TODAY) == {EnforcementLevel.ADVISORY}
    assert len(configured(standard, "shop", "prod", "prod", TODAY)) == len(standard.rules)


def test_a_check_of_the_stack_then_passes_with_findings(outlay: Outlay, project: StackFiles) -> None:
    project.state(project.volume("data", 100, tags={}))
    outlay("init")

    done = outlay("check", "state.json")

    assert done.returncode == 0
    assert "OUT-T001 required-tags · Required tags · advisory until 2026-08-31" in done.stdout


def test_only_the_clouds_that_are_there_are_mentioned(outlay: Outlay, files: StackFiles) -> None:
    files.write("Pulumi.yaml", "name: shop\nruntime: python\n")
    files.write("requirements.txt", "pulumi>=3\npulumi-aws>=7\n")

    outlay("init")

    text = (outlay.directory / "finops.yaml").read_text(encoding="utf-8")
    assert "active_tags" in text
    assert "billing_account" not in text


def test_a_folder_above_several_projects_has_one_for_all(outlay: Outlay, files: StackFiles) -> None:
    files.write("web/Pulumi.yaml", "name: web\nruntime: yaml\nresources: {ip: {type: aws:ec2:Eip}}\n")
    files.write("web/Pulumi.prod.yaml", "{}\n")
    files.write("data/etl/Pulumi.yaml", "name: etl\nruntime: nodejs\n")
    files.write("node_modules/x/Pulumi.yaml", "name: not-ours\nruntime: nodejs\n")
    files.write("broken/Pulumi.yaml", "name: [\n")

    done = outlay("init")

    assert "Wrote finops.yaml, for etl, web." in done.stdout
    assert "#  found: web/prod" in (outlay.directory / "finops.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["null", "1.0", "no", "shop-2"])
def test_names_that_yaml_would_take_for_something_else_are_texts(outlay: Outlay, files: StackFiles, name: str) -> None:
    files.write("Pulumi.yaml", f'name: "{name}"\nruntime: python\n')

    outlay("init")

    assert read_standard(outlay.directory / "finops.yaml").organisation == name


@pytest.mark.parametrize("where", ["finops.yaml", "../finops.yaml"])
def test_a_standard_that_applies_already_stays_as_it_is(outlay: Outlay, project: StackFiles, where: str) -> None:
    there = project.write(where, "organisation: Ours\n")

    done = outlay("init")

    assert done.returncode == 2
    assert "there is a standard already" in done.stderr
    assert there.read_text(encoding="utf-8") == "organisation: Ours\n"
    assert where == "finops.yaml" or not (outlay.directory / "finops.yaml").exists()


def test_where_no_project_is_nothing_is_written(outlay: Outlay) -> None:
    done = outlay("init")
    nowhere = outlay("init", "no-such-folder")

    assert (done.returncode, nowhere.returncode) == (2, 2)
    assert "no Pulumi project is in . or below it" in done.stderr
    assert "no-such-folder is no folder" in nowhere.stderr
    assert list(outlay.directory.iterdir()) == []


def test_a_standard_that_the_environment_names_comes_first_and_that_is_said(
    outlay: Outlay, project: StackFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTLAY_STANDARD", "/org/finops.yaml")

    done = outlay("init")

    assert done.returncode == 0
    assert done.stderr == "note: OUTLAY_STANDARD names /org/finops.yaml, which comes before this file\n"
