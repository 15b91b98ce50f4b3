"""Inline programs: a function of this process, previewed offline, one after another and after a failure."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pulumi
import pytest
from outlay.errors import PreviewFailed, WrongUse
from outlay.standard.model import Standard
from outlay_automation import PreviewOptions, PreviewResult, preview

pytestmark = pytest.mark.engine

MICRO_MONTHLY = Decimal("0.0114") * 730 + 8 * Decimal("0.11")


def instances(count: int) -> None:
    for number in range(count):
        pulumi.CustomResource(
            "aws:ec2/instance:Instance", f"web-{number}", {"instanceType": "t3.micro", "ami": "ami-1"}
        )


@pytest.fixture
def options(pulumi_env: dict[str, str], tmp_path: Path) -> PreviewOptions:
    return PreviewOptions(
        offline=True,
        standard=Standard(),
        config={"aws:region": "eu-west-1"},
        environment={**pulumi_env, "TMPDIR": str(tmp_path)},
    )


def test_two_programs_one_after_the_other(options: PreviewOptions) -> None:
    first = preview(lambda: instances(1), stack="dev", project="shop", options=options)
    second = preview(lambda: instances(2), stack="dev", project="shop", options=options)

    assert monthly(first) == MICRO_MONTHLY
    assert monthly(second) == 2 * MICRO_MONTHLY
    assert (second.project, second.stack) == ("shop", "dev")
    assert [row.urn for row in first.diff.rows] == ["urn:pulumi:dev::shop::aws:ec2/instance:Instance::web-0"]


def test_a_program_that_raises_does_not_spoil_the_next(options: PreviewOptions) -> None:
    def broken() -> None:
        raise ValueError("no such shop")

    with pytest.raises(PreviewFailed) as caught:
        preview(broken, stack="dev", project="shop", options=options)

    lines = caught.value.message.splitlines()
    assert (lines[0], lines[-1]) == ("Traceback (most recent call last):", "ValueError: no such shop")
    frames = [line for line in lines if line.lstrip().startswith("File ")]
    assert [Path(frame.split('"')[1]).name for frame in frames] == [Path(__file__).name]
    assert monthly(preview(lambda: instances(1), stack="dev", project="shop", options=options)) == MICRO_MONTHLY


def test_an_inline_program_needs_a_stack(options: PreviewOptions) -> None:
    with pytest.raises(WrongUse, match="needs the name of a stack"):
        preview(lambda: instances(1), project="shop", options=options)


def monthly(result: PreviewResult) -> Decimal:
    return result.diff.after.total.expected
