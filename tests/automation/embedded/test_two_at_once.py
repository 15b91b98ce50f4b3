"""Several previews in one process at the same time: nothing of one is met in another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from outlay.errors import PreviewFailed
from outlay_automation import PreviewOptions, PreviewResult, preview
from outlay_automation.stack_preview import EngineName

from tests.automation.embedded.conftest import EmbeddedProject, ProjectMaker

STACKS = ("dev", "staging", "prod")


def at_once(run: Callable[[str], PreviewResult]) -> dict[str, PreviewResult]:
    with ThreadPoolExecutor(len(STACKS)) as threads:
        return dict(zip(STACKS, threads.map(run, STACKS), strict=True))


def inline(stack: str) -> PreviewResult:
    def program() -> None:
        import time

        import pulumi

        size = pulumi.Config().require("size")
        for number in range(20):
            pulumi.CustomResource("aws:ec2/instance:Instance", f"{stack}-{number}", {"instanceType": size})
            time.sleep(0.01)  # so that all of them are under way together
        print(f"printed by {stack}")
        pulumi.log.info(f"said by {pulumi.get_stack()}")
        pulumi.export("stack", pulumi.get_stack())

    options = PreviewOptions(engine=EngineName.EMBEDDED, config={"shop:size": f"{stack}.large", "aws:region": stack})
    return preview(program, stack=stack, project="shop", options=options)


def assert_its_own(stack: str, result: PreviewResult) -> None:
    instances = [each for each in result.preview.after if each.type == "aws:ec2/instance:Instance"]
    assert sorted(each.name for each in instances) == sorted(f"{stack}-{number}" for number in range(20))
    assert {each.inputs["instanceType"] for each in instances} == {f"{stack}.large"}
    assert {each.region for each in instances} == {stack}
    (root,) = [each for each in result.preview.after if each.type == "pulumi:pulumi:Stack"]
    assert root.outputs == {"stack": stack}
    assert f"said by {stack}" in [each.message for each in result.preview.diagnostics]
    assert result.stack == stack


def test_inline_programs_side_by_side() -> None:
    for stack, result in at_once(inline).items():
        assert_its_own(stack, result)


def test_projects_side_by_side(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        """
size = pulumi.Config().require("size")
stack = pulumi.get_stack()
for number in range(20):
    aws("ec2/instance:Instance", f"{stack}-{number}", {"instanceType": size})
print(f"said by {stack}")
pulumi.export("stack", stack)
"""
    )
    for stack in STACKS:
        (project.directory / f"Pulumi.{stack}.yaml").write_text(
            f"config: {{shop:size: {stack}.large, aws:region: {stack}}}\n", encoding="utf-8"
        )

    for stack, result in at_once(project.preview).items():
        assert_its_own(stack, result)
    assert project.leftovers() == []


def test_an_inline_program_beside_one_that_fails(embedded_project: ProjectMaker) -> None:
    project: EmbeddedProject = embedded_project("raise ValueError('of the other')")

    def run(stack: str) -> PreviewResult | str:
        if stack != "dev":
            return inline(stack)
        return project.failure().message

    with ThreadPoolExecutor(2) as threads:
        failed, result = threads.map(run, ("dev", "prod"))

    assert isinstance(failed, str)
    assert failed.endswith("ValueError: of the other")
    assert isinstance(result, PreviewResult)
    assert_its_own("prod", result)


def test_one_program_after_another_that_failed() -> None:
    def fails() -> None:
        raise SystemExit(7)

    with pytest.raises(PreviewFailed, match="the program ended itself with exit code 7"):
        preview(fails, stack="dev", options=PreviewOptions(engine=EngineName.EMBEDDED))

    assert_its_own("dev", inline("dev"))
