"""Programs that declare much: many resources, large inputs, deep ones."""

from __future__ import annotations

import pytest

from tests.automation.embedded.conftest import ProjectMaker


def test_several_hundred_resources_are_all_there(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        """
network = aws("ec2/vpc:Vpc", "network", {"cidrBlock": "10.0.0.0/16"})
for number in range(600):
    aws("ec2/instance:Instance", f"web-{number}", {"ami": "ami-1", "instanceType": "t3.micro",
        "tags": {"number": str(number), "network": network.id}})
"""
    )

    result = project.preview()

    instances = [each for each in result.diff.after.resources.values() if each.type == "aws:ec2/instance:Instance"]
    assert len(instances) == 600
    assert len({each.name for each in instances}) == 600
    # each costs the same, and nothing is counted twice
    assert result.diff.after.total.expected == 600 * instances[0].cost.expected


def test_ten_megabytes_of_inputs(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        """
aws("sqs/queue:Queue", "long", {"policy": "x" * 10_000_000})
aws("sqs/queue:Queue", "many", {"tags": {str(number): "v" for number in range(100_000)}})
"""
    )

    after = {each.name: each for each in project.preview().preview.after}

    assert len(str(after["long"].inputs["policy"])) == 10_000_000
    assert len(after["many"].inputs["tags"]) == 100_000  # type: ignore[arg-type]  # a mapping, as was given


def nested(levels: int) -> str:
    return f"""
value = "leaf"
for _ in range({levels}):
    value = {{"a": value}}
aws("sqs/queue:Queue", "deep", {{"tags": value}})
"""


@pytest.mark.parametrize("levels", [30, 100, 200])
def test_inputs_with_many_levels(embedded_project: ProjectMaker, levels: int) -> None:
    (deep,) = [each for each in embedded_project(nested(levels)).preview().preview.after if each.name == "deep"]

    value: object = deep.inputs["tags"]
    for _ in range(levels):
        assert isinstance(value, dict)
        value = value["a"]
    assert value == "leaf"


def test_inputs_that_are_too_deep_are_refused_in_words(embedded_project: ProjectMaker) -> None:
    assert embedded_project(nested(430)).failure().message == (
        "the program hands over a value with hundreds of mappings or lists within each other: too deep to be read"
    )


def test_inputs_that_the_sdk_itself_cannot_write_are_its_own_error(embedded_project: ProjectMaker) -> None:
    message = embedded_project(nested(2000)).failure().message

    assert "RecursionError: maximum recursion depth exceeded" in message
    assert len(message.splitlines()) < 70
