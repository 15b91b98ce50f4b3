"""What a program asks and nobody answers: functions of unknown providers, and stacks that no file stands for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from outlay.errors import ExitCode, InvalidFile
from outlay.money import GapKind

from tests.automation.embedded.conftest import ProjectMaker

ASKS = """
size = pulumi.runtime.invoke("acme:index:getSize", {"shop": "web"}).value.get("size")
aws("sqs/queue:Queue", "orders", {"name": size})
"""
REFERS = """
network = pulumi.StackReference("acme/network/dev")
aws("ec2/subnet:Subnet", "private", {"vpcId": network.get_output("vpc"), "cidrBlock": "10.0.0.0/24"})
"""
REASON = (
    "acme:index:getSize was not answered, and what rests on its answer is not counted; answer it in finops.yaml: "
    "offline.answers: {'acme:index:getSize': {…}}"
)


def test_a_function_that_nobody_answers_is_a_gap_by_name(embedded_project: ProjectMaker) -> None:
    result = embedded_project(ASKS).preview()

    (gap,) = [each for each in result.diff.after.total.gaps if "getSize" in each.reason]
    assert (gap.kind, gap.reason) == (GapKind.UNKNOWN, REASON)
    assert result.diff.after.total.high is None, "the total is not claimed to be complete"
    assert gap in result.diff.delta.opened
    assert not [each for each in result.diff.before.total.gaps if "getSize" in each.reason]


def test_table_and_document_show_it_with_the_way_out(embedded_project: ProjectMaker) -> None:
    project = embedded_project(ASKS)

    table = project.outlay("preview", "--engine", "embedded").stdout
    document = json.loads(project.outlay("preview", "--engine", "embedded", "--format", "json").stdout)

    assert f"pulumi:pulumi:Stack shop-dev: {REASON}" in " ".join(table.split())
    assert document["after"]["monthly"]["high"] is None
    assert REASON in [gap["reason"] for each in document["resources"] for gap in (each["after"] or {}).get("gaps", ())]


def test_an_answer_in_finops_yaml_closes_the_gap(embedded_project: ProjectMaker) -> None:
    project = embedded_project(ASKS)
    (project.directory / "finops.yaml").write_text(
        "offline: {answers: {'acme:index:getSize': {size: large}}}\n", encoding="utf-8"
    )

    result = project.preview(standard=project.directory / "finops.yaml")

    (orders,) = [each for each in result.preview.after if each.name == "orders"]
    assert orders.inputs["name"] == "large"
    assert not [each for each in result.diff.after.total.gaps if "getSize" in each.reason]


def test_a_stack_that_no_file_stands_for(embedded_project: ProjectMaker) -> None:
    project = embedded_project(REFERS)

    done = project.outlay("preview", "--engine", "embedded")

    assert done.returncode == ExitCode.PREVIEW_FAILED
    assert done.stderr.splitlines() == [
        "error: the program refers to the stack 'acme/network/dev', and no backend is at hand to ask",
        "Give its outputs in a file, in finops.yaml: offline.stack_references: {acme/network/dev: network.json} "
        "(`pulumi stack output --json --stack acme/network/dev > network.json`), or in a test by "
        "stack_references={'acme/network/dev': {…}}. Known are: none.",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, r"network\.json: cannot be read: .*No such file or directory"),
        ('{"vpc": ', r"network\.json: cannot be read: Expecting value: line 1"),
        ("[1]", r"network\.json:1: holds no outputs of a stack"),
        ('{"deployment": 7}', r"network\.json:1: holds no outputs of a stack"),
        ('{"deployment": {"resources": 7}}', r"network\.json:1: holds no outputs of a stack"),
        (
            '{"deployment": {"resources": [{"type": "pulumi:pulumi:Stack", "outputs": 7}]}}',
            r"network\.json:1: holds no outputs of a stack",
        ),
    ],
)
def test_a_file_of_a_stack_that_is_not_what_it_should_be(
    embedded_project: ProjectMaker, content: str | None, words: str
) -> None:
    project = embedded_project(REFERS)
    standard = project.directory / "finops.yaml"
    standard.write_text("offline: {stack_references: {acme/network/dev: network.json}}\n", encoding="utf-8")
    if content is not None:
        (project.directory / "network.json").write_text(content, encoding="utf-8")

    with pytest.raises(InvalidFile, match=words) as caught:
        project.preview(standard=standard)

    assert caught.value.hint == "Write it with `pulumi stack export` or `pulumi stack output --json`."


def test_outputs_from_an_export_reach_the_program(embedded_project: ProjectMaker) -> None:
    project = embedded_project(REFERS)
    standard = project.directory / "finops.yaml"
    standard.write_text("offline: {stack_references: {acme/network/dev: network.json}}\n", encoding="utf-8")
    stack = {"type": "pulumi:pulumi:Stack", "urn": "urn:pulumi:dev::network::pulumi:pulumi:Stack::network-dev"}
    export = {"deployment": {"resources": [{**stack, "outputs": {"vpc": "vpc-1"}}]}}
    Path(project.directory / "network.json").write_text(json.dumps(export), encoding="utf-8")

    (subnet,) = [each for each in project.preview(standard=standard).preview.after if each.name == "private"]

    assert subnet.inputs["vpcId"] == "vpc-1"
