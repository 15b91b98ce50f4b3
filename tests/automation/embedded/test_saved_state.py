"""A stack saved as if its preview had been deployed, to be the baseline of a later one."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from outlay.errors import ExitCode, InvalidFile, WrongUse
from outlay.step import Op
from outlay_automation import EngineName, PreviewOptions, preview
from outlay_automation.engine.pulumi_cli import Origin, PulumiCli
from outlay_automation.engine.pulumi_engine import PulumiEngine
from outlay_automation.engine.scratch import read_export
from outlay_automation.engine.seam import EngineOptions, StackSource

from tests.automation.embedded.conftest import ProjectMaker

PROGRAM = """
orders = aws("sqs/queue:Queue", "orders", {"name": pulumi.Output.secret("hush-hush"), "share": 0.1, "tags": {"a": "b"}})
aws("ec2/eip:Eip", "address", {"tags": {"queue": orders.arn if hasattr(orders, "arn") else "none"}})
pulumi.export("urn", orders.urn)
"""


def test_a_saved_stack_is_a_baseline_against_which_nothing_changes(embedded_project: ProjectMaker) -> None:
    project = embedded_project(PROGRAM)
    done = project.outlay("preview", "--engine", "embedded", "--save-state", "state.json")
    assert done.returncode == ExitCode.FINE, done.stderr

    later = project.preview(baseline=project.directory / "state.json")

    assert {each.op for each in later.preview.steps} == {Op.SAME}
    assert later.diff.delta.expected == Decimal(0)
    assert "hush-hush" not in (project.directory / "state.json").read_text(encoding="utf-8")
    assert project.leftovers() == []


def test_against_a_saved_stack_only_what_is_new_is_created(embedded_project: ProjectMaker) -> None:
    project = embedded_project(PROGRAM)
    state = project.directory / "state.json"
    project.preview(save_state=state)
    project.write(PROGRAM.replace('"a": "b"', '"a": "c"') + 'aws("sqs/queue:Queue", "bills")\n')

    later = project.preview(baseline=state)

    ops = {each.urn.rpartition("::")[2]: each.op for each in later.preview.steps}
    assert ops == {"orders": Op.UPDATE, "address": Op.SAME, "bills": Op.CREATE, "shop-dev": Op.SAME}


def test_a_preview_that_fails_leaves_the_file_as_it_was(embedded_project: ProjectMaker) -> None:
    project = embedded_project("raise ValueError('no')\n")
    state = project.directory / "state.json"
    state.write_text("before", encoding="utf-8")

    project.failure(save_state=state)

    assert state.read_text(encoding="utf-8") == "before"


def test_a_place_that_cannot_be_written_is_named(embedded_project: ProjectMaker) -> None:
    project = embedded_project()
    with pytest.raises(WrongUse, match=r"nowhere/state\.json cannot be written: No such file or directory"):
        project.preview(save_state=project.directory / "nowhere" / "state.json")


def test_the_genuine_engine_saves_none(embedded_project: ProjectMaker) -> None:
    project = embedded_project()
    cli = PulumiCli(project.program, "3.0.0", Origin.GIVEN, (), ())
    options = EngineOptions(save_state=project.directory / "state.json")

    with pytest.raises(WrongUse) as caught:
        PulumiEngine(cli).preview(StackSource(project.directory, "dev"), options)

    assert caught.value.hint == "Write it with `pulumi stack export`; or preview with --engine embedded."


def test_a_saved_stack_is_no_baseline_for_the_genuine_engine(embedded_project: ProjectMaker) -> None:
    project = embedded_project(PROGRAM)
    state = project.directory / "state.json"
    project.preview(save_state=state)

    with pytest.raises(InvalidFile) as caught:
        read_export(state)

    assert caught.value.message.startswith(f"{state}: was saved by the embedded engine")
    assert caught.value.hint == "Preview with --engine embedded; or write it by `pulumi stack export`."


def test_an_inline_program_is_saved_too(embedded_project: ProjectMaker) -> None:
    state = embedded_project().directory / "state.json"
    options = PreviewOptions(engine=EngineName.EMBEDDED, save_state=state)

    preview(lambda: None, stack="dev", project="shop", options=options)

    (stack,) = json.loads(state.read_text(encoding="utf-8"))["deployment"]["resources"]
    assert stack["urn"] == "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
