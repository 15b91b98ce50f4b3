"""Baselines that are cut, of another kind, or say what no state says; and those that are merely odd."""

from __future__ import annotations

import json
from typing import Any

import pytest
from outlay.errors import ExitCode, InvalidFile
from outlay.step import Op

from tests.automation.embedded.conftest import EmbeddedProject, ProjectMaker

QUEUE = "aws:sqs/queue:Queue"
STATE: dict[str, Any] = {
    "urn": f"urn:pulumi:dev::shop::{QUEUE}::orders",
    "type": QUEUE,
    "custom": True,
    "id": "orders-1",
    "inputs": {"name": "orders"},
    "outputs": {"name": "orders"},
}
SAVE = "Write one: `outlay preview --engine embedded --save-state FILE`, or `pulumi stack export`."
EXPORT = "Write one: `pulumi stack export`."
PREVIEW = "Write it anew: `pulumi preview --json --show-sames`."


def written(project: EmbeddedProject, document: object) -> str:
    text = document if isinstance(document, str) else json.dumps(document)
    (project.directory / "base.json").write_text(text, encoding="utf-8")
    return str(project.directory / "base.json")


def exported(*states: object) -> dict[str, Any]:
    return {"version": 3, "deployment": {"resources": list(states)}}


def ops(project: EmbeddedProject, document: object) -> dict[str, Op]:
    """What becomes of each resource, by the last part of its URN."""
    result = project.preview(baseline=written(project, document))
    return {each.urn.rpartition("::")[2]: each.op for each in result.preview.steps if "Stack" not in each.urn}


@pytest.fixture
def project(embedded_project: ProjectMaker) -> EmbeddedProject:
    return embedded_project('aws("sqs/queue:Queue", "orders", {"name": "orders"})\n')


@pytest.mark.parametrize(
    ("document", "words", "hint"),
    [
        (json.dumps(exported(STATE))[:100], ":1: is no JSON", "Is the file whole?"),
        ("", ":1: is no JSON", "Is the file whole?"),
        ([], ":1: is no stack export", EXPORT),
        ({"deployment": 7}, ":1: is no stack export", EXPORT),
        ({"deployment": {"resources": {}}}, ":1: is no stack export", EXPORT),
        ({"schema": "outlay/preview/1", "resources": []}, ":1: is what Outlay prints (outlay/preview/1)", SAVE),
        (exported(7), ": has a resource without URN or type", EXPORT),
        (exported({"type": QUEUE}), ": has a resource without URN or type", EXPORT),
        (exported({**STATE, "urn": 7}), ": has a resource without URN or type", EXPORT),
        (exported({**STATE, "urn": "orders"}), ": has a resource whose URN is none: orders", EXPORT),
        (exported({**STATE, "inputs": 7}), ": has a resource whose inputs is no dict", EXPORT),
        (exported({**STATE, "dependencies": 7}), ": has a resource whose dependencies is no list", EXPORT),
        (exported({**STATE, "parent": 7}), ": has a resource whose parent is no str", EXPORT),
        (exported({**STATE, "stackTrace": [7]}), ": has a resource whose stackTrace is none", EXPORT),
        ({"steps": [7]}, ":1: has a step without an operation", PREVIEW),
        ({"steps": [{"op": "create", "newState": 7}]}, ": has a resource without URN or type", PREVIEW),
        (
            {"steps": [{"op": "create", "newState": STATE}], "changeSummary": {"same": 2}},
            ": leaves out 2 unchanged resources, which would count as new",
            PREVIEW,
        ),
    ],
)
def test_what_is_no_baseline_is_told_with_a_way_out(
    project: EmbeddedProject, document: object, words: str, hint: str
) -> None:
    with pytest.raises(InvalidFile) as caught:
        project.preview(baseline=written(project, document))

    assert f"base.json{words}" in caught.value.message
    assert caught.value.hint.startswith(hint)
    assert project.leftovers() == []


def test_no_file_there(project: EmbeddedProject) -> None:
    done = project.outlay("preview", "--engine", "embedded", "--baseline", "nowhere.json")

    assert done.returncode == ExitCode.WRONG_USE
    assert done.stderr == "error: nowhere.json: cannot be read: [Errno 2] No such file or directory: 'nowhere.json'\n"


def test_the_same_state_is_unchanged(project: EmbeddedProject) -> None:
    assert ops(project, exported(STATE)) == {"orders": Op.SAME}


def test_the_document_of_an_earlier_preview_stands_for_what_it_would_have_made(project: EmbeddedProject) -> None:
    steps = [
        {"op": "create", "urn": STATE["urn"], "newState": STATE},
        {"op": "delete", "urn": f"urn:pulumi:dev::shop::{QUEUE}::old", "oldState": STATE},
    ]

    assert ops(project, {"steps": steps, "changeSummary": {"create": 1, "delete": 1}}) == {"orders": Op.SAME}


def test_circles_of_parents_and_dependencies_do_not_hold_it(project: EmbeddedProject) -> None:
    first, second = (f"urn:pulumi:dev::shop::{QUEUE}::{name}" for name in ("first", "second"))
    circle = [
        {**STATE, "urn": urn, "parent": other, "dependencies": [other], "propertyDependencies": {"name": [other]}}
        for urn, other in ((first, second), (second, first))
    ]
    of_itself = {**STATE, "parent": STATE["urn"], "dependencies": [STATE["urn"]]}

    found = ops(project, exported(*circle, of_itself))

    assert found == {"first": Op.DELETE, "second": Op.DELETE, "orders": Op.SAME}


def test_an_empty_deployment_is_an_empty_stack(project: EmbeddedProject) -> None:
    assert ops(project, {"version": 3, "deployment": {"resources": None}}) == {"orders": Op.CREATE}


def test_a_state_that_stands_there_twice_counts_once(project: EmbeddedProject) -> None:
    assert ops(project, exported(STATE, STATE)) == {"orders": Op.SAME}


def test_ten_megabytes_of_baseline(project: EmbeddedProject) -> None:
    states = [
        {**STATE, "urn": f"urn:pulumi:dev::shop::{QUEUE}::q{number}", "inputs": {"policy": "x" * 4900}}
        for number in range(2000)
    ]
    document = exported(STATE, *states)
    assert len(json.dumps(document)) > 10_000_000

    found = ops(project, document)

    assert len(found) == 2001
    assert found.pop("orders") is Op.SAME
    assert set(found.values()) == {Op.DELETE}
