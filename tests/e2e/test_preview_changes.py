"""What a change does, resource by resource, as the genuine engine says it: preview, up, change, preview.

A t3.micro in eu-west-1 costs $0.0114 × 730 hours = $8.322 a month, and its root disk of 8 GB gp2 8 × $0.11 = $0.88.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from outlay.diff import DiffRow
from outlay.step import Op
from outlay_automation import PreviewResult

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker, UserProject

pytestmark = pytest.mark.engine

INSTANCE = "ec2/instance:Instance"
MICRO = '{"instanceType": "t3.micro", "ami": "ami-1", "availabilityZone": "eu-west-1a"}'
MICRO_MONTHLY = Decimal("8.322") + Decimal("0.88")
SMALL_MONTHLY = 2 * Decimal("8.322") + Decimal("0.88")


def rows(result: PreviewResult) -> dict[str, DiffRow]:
    """The rows by the resource's name; every name stands once."""
    names = [row.cost.name for row in result.diff.rows]
    assert len(names) == len(set(names))
    return {row.cost.name: row for row in result.diff.rows}


def money(row: DiffRow) -> tuple[Decimal | None, Decimal | None]:
    """What the resource costs before and after, None where it is not there."""
    before, after = (side.cost.expected if side else None for side in (row.before, row.after))
    return before, after


def test_each_kind_of_change_has_its_row_and_its_money(user_project: ProjectMaker) -> None:
    project = user_project(
        f"""
aws("{INSTANCE}", "kept", {MICRO})
aws("{INSTANCE}", "grown", {MICRO})
aws("{INSTANCE}", "moved", {MICRO})
aws("{INSTANCE}", "moved-down-first", {MICRO}, delete_before_replace=True)
aws("{INSTANCE}", "dropped", {MICRO})
"""
    )
    first = project.preview()
    assert {row.op for row in first.diff.rows} == {Op.CREATE}
    assert first.diff.delta.expected == 5 * MICRO_MONTHLY

    project.up()
    unchanged = project.preview()
    assert {row.op for row in unchanged.diff.rows} == {Op.SAME}
    assert unchanged.diff.delta.is_nothing

    small, elsewhere = MICRO.replace("micro", "small"), MICRO.replace("1a", "1b")
    project.write(
        f"""
aws("{INSTANCE}", "kept", {MICRO})
aws("{INSTANCE}", "grown", {small})
aws("{INSTANCE}", "moved", {elsewhere})
aws("{INSTANCE}", "moved-down-first", {elsewhere}, delete_before_replace=True)
aws("{INSTANCE}", "new", {MICRO})
"""
    )
    result = project.preview()

    found = rows(result)
    assert {name: row.op for name, row in found.items()} == {
        "kept": Op.SAME,
        "grown": Op.UPDATE,
        "moved": Op.REPLACE,
        "moved-down-first": Op.REPLACE,
        "dropped": Op.DELETE,
        "new": Op.CREATE,
    }
    assert money(found["grown"]) == (MICRO_MONTHLY, SMALL_MONTHLY)
    for name in ("kept", "moved", "moved-down-first"):
        assert money(found[name]) == (MICRO_MONTHLY, MICRO_MONTHLY)
    assert money(found["dropped"]) == (MICRO_MONTHLY, None)
    assert money(found["new"]) == (None, MICRO_MONTHLY)
    assert found["moved"].replace_keys == found["moved-down-first"].replace_keys == ("availabilityZone",)
    assert result.diff.delta.expected == SMALL_MONTHLY - MICRO_MONTHLY
    assert {change.path for step in result.preview.steps for change in step.changes} == {
        "instanceType",
        "availabilityZone",
    }


def test_a_rename_and_a_move_into_a_component_cost_nothing(user_project: ProjectMaker) -> None:
    project = user_project(f'aws("{INSTANCE}", "old", {MICRO})\naws("{INSTANCE}", "single", {MICRO})\n')
    project.up()
    project.write(
        f"""
shop = pulumi.ComponentResource("shop:index:Shop", "shop")
aws("{INSTANCE}", "renamed", {MICRO}, aliases=[pulumi.Alias(name="old")])
aws("{INSTANCE}", "single", {MICRO}, parent=shop, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)])
"""
    )
    result = project.preview()

    found = rows(result)
    assert set(found) == {"renamed", "single"}, "a component orders resources and is no row of its own"
    assert {row.op for row in found.values()} == {Op.SAME}
    assert found["renamed"].is_renamed
    assert found["renamed"].old_urn == "urn:pulumi:dev::shop::aws:ec2/instance:Instance::old"
    assert found["single"].urn == "urn:pulumi:dev::shop::shop:index:Shop$aws:ec2/instance:Instance::single"
    assert result.diff.delta.is_nothing
    parents = {each.name: each.parent for each in result.preview.after}
    assert parents["single"] == "urn:pulumi:dev::shop::shop:index:Shop::shop"


def test_what_is_read_from_elsewhere_is_not_counted_and_an_import_is(user_project: ProjectMaker) -> None:
    project = user_project(
        f'aws("{INSTANCE}", "theirs", id="i-0123456789abcdef0")\n'
        f'aws("{INSTANCE}", "adopted", {MICRO}, import_="i-0aaaaaaaaaaaaaaaa")\n'
    )
    found = rows(project.preview())

    assert found["theirs"].op is Op.READ
    assert money(found["theirs"]) == (None, Decimal(0))
    assert found["adopted"].op is Op.IMPORT
    assert money(found["adopted"]) == (None, MICRO_MONTHLY)


def test_what_is_retained_goes_on_costing_and_the_preview_says_so(user_project: ProjectMaker) -> None:
    project = user_project(f'aws("{INSTANCE}", "kept", {MICRO}, retain_on_delete=True)\n')
    project.up()
    project.write("")

    result = project.preview()

    assert rows(result)["kept"].op is Op.DELETE
    assert result.notices == (
        "aws:ec2/instance:Instance kept: retained when it leaves the stack; it goes on costing, outside of this total",
    )


def test_the_left_over_of_an_interrupted_replacement_hides_nothing(user_project: ProjectMaker) -> None:
    project = user_project(f'aws("{INSTANCE}", "shop", {MICRO})\n')
    project.up()
    change_state(project, leave_behind)

    result = project.preview()

    found = rows(result)
    assert found["shop"].op is Op.SAME
    assert money(found["shop"]) == (MICRO_MONTHLY, MICRO_MONTHLY)
    assert result.notices == (
        "aws:ec2/instance:Instance shop: left over from an interrupted replacement; what it still costs is not counted",
    )


def test_what_an_interrupted_replacement_has_deleted_already_costs_nothing_before(user_project: ProjectMaker) -> None:
    project = user_project(f'aws("{INSTANCE}", "shop", {MICRO}, delete_before_replace=True)\n')
    project.up()
    change_state(project, delete_first)

    assert money(rows(project.preview())["shop"]) == (None, MICRO_MONTHLY)


def test_a_row_names_the_line_of_the_program_and_never_a_library(user_project: ProjectMaker) -> None:
    project = user_project("from web import instance\n\n\ninstance('here')\n")
    (project.directory / "web.py").write_text(
        f'from short import Resource\n\n\ndef instance(name):\n    Resource("aws:{INSTANCE}", name, {MICRO}, {{}})\n',
        encoding="utf-8",
    )

    source = rows(project.preview())["here"].source

    assert source is not None
    assert (source.file, source.line) == ("web.py", 5)


def change_state(project: UserProject, change: Any) -> None:
    """Edit the stack's state as an interrupted `pulumi up` leaves it."""
    export = json.loads(project.pulumi("stack", "export", "--stack", "dev"))
    change(export["deployment"]["resources"])
    edited = Path(project.environment["TMPDIR"]) / "state.json"
    edited.write_text(json.dumps(export), encoding="utf-8")
    project.pulumi("stack", "import", "--stack", "dev", "--file", str(edited))


def leave_behind(resources: list[dict[str, Any]]) -> None:
    live = next(each for each in resources if each["urn"].endswith("::shop"))
    resources.append({**live, "id": "i-0bbbbbbbbbbbbbbbb", "delete": True})


def delete_first(resources: list[dict[str, Any]]) -> None:
    next(each for each in resources if each["urn"].endswith("::shop"))["pendingReplacement"] = True
