"""Uses the library as a program of a user does. It is never run: mypy reads it (test_public_api_types.py)."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

from outlay.diff import CostDiff, DiffRow
from outlay.errors import ExitCode, InvalidFile, OutlayError
from outlay.estimate.charge import PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost, StackCost, Status
from outlay.estimate.stack import estimate
from outlay.finding import Finding, Verdict
from outlay.money import Comparison, Cost, Delta, Gap, GapKind
from outlay.prices.embedded import embedded_book
from outlay.resource import Resource, Snapshot
from outlay.standard.budgets import StackBudget
from outlay.standard.model import Standard
from outlay.standard.reading import read_standard
from outlay.step import Assumption, Op, PolicyViolation, Preview
from outlay_automation import EngineName, PreviewOptions, PreviewResult, Progress, preview
from outlay_automation.testing import (
    Figure,
    ProgramCost,
    Selection,
    assert_cost_snapshot,
    assert_tagged,
    assert_within_standard,
    estimate_program,
)


def program() -> None:
    """An inline program."""


def watch(progress: Progress) -> None:
    assert_type(progress.resources, int)
    assert_type(progress.last, str)


options = PreviewOptions(
    engine=EngineName.PULUMI,
    offline=True,
    baseline="prod.json",
    standard=Path("finops.yaml"),
    policy_packs=("packs/house", Path("packs/team")),
    config={"shop:size": "large"},
    environment={"AWS_REGION": "eu-west-1"},
    on_progress=watch,
)
result = preview("infra", stack="prod", options=options)
assert_type(result, PreviewResult)
assert_type(preview(program, stack="dev", project="shop"), PreviewResult)
assert_type(preview(Path("infra")), PreviewResult)

assert_type(result.diff, CostDiff)
assert_type(result.diff.delta, Delta)
assert_type(result.diff.delta.expected, Decimal)
assert_type(result.diff.delta.is_undecided, bool)
assert_type(result.diff.before, StackCost)
assert_type(result.diff.after.total, Cost)
assert_type(result.diff.after.total.high, Decimal | None)
assert_type(result.diff.after.total.gaps, tuple[Gap, ...])
assert_type(result.diff.after.total.gaps[0].kind, GapKind)
assert_type(result.diff.after.total.compare(Decimal(1000)), Comparison)
assert_type(result.diff.changed, tuple[DiffRow, ...])
assert_type(result.diff.changed[0].op, Op)
assert_type(result.diff.changed[0].before, ResourceCost | None)
assert_type(result.diff.after.resources, Mapping[str, ResourceCost])
cost = result.diff.after.resources["urn"]
assert_type(cost.status, Status)
assert_type(cost.charges, tuple[PricedCharge, ...])
assert_type(cost.charges[0].cost, Range | None)
assert_type(cost.assumptions, tuple[str, ...])

assert_type(result.preview, Preview)
assert_type(result.preview.assumptions, tuple[Assumption, ...])
assert_type(result.preview.violations, tuple[PolicyViolation, ...])
assert_type(result.findings, tuple[Finding, ...])
assert_type(result.verdict, Verdict)
assert_type(result.exit_code, ExitCode)
assert_type(result.budget, StackBudget | None)
assert_type(result.notices, tuple[str, ...])
assert_type(result.to_json(), dict[str, Any])

standard = read_standard(Path("finops.yaml"))
assert_type(standard, Standard)
vpc = Resource("urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::net", "aws:ec2/vpc:Vpc", "net", region="eu-west-1")
assert_type(estimate(Snapshot.of(vpc), embedded_book(), usage=standard.usage.of), StackCost)

try:
    preview()
except InvalidFile as invalid:
    assert_type(invalid.line, int | None)
except OutlayError as error:
    assert_type(error.hint, str)

# What must not pass. An ignore that nothing needs is an error as well.
preview("infra", "prod")  # type: ignore[call-arg]
preview(5)  # type: ignore[arg-type]
PreviewOptions(engine="pulumi")  # type: ignore[arg-type]
PreviewOptions(policy_packs="packs")  # type: ignore[arg-type]
result.diff.delta.expected = Decimal(0)  # type: ignore[misc]
options.offline = False  # type: ignore[misc]

tested = estimate_program(program, stack="prod", config={"shop:size": "large", "count": 3}, standard="finops.yaml")
assert_type(tested, ProgramCost)
assert_type(tested.monthly, Figure)
assert_type(tested.monthly < 500, bool)
assert_type(tested.monthly <= Decimal("499.99"), bool)
assert_type(tested.monthly > "30.5", bool)
assert_type(tested.monthly >= tested["web-*"].monthly, bool)
assert_type(tested.monthly.high, Decimal | None)
assert_type(tested["web-*"], Selection)
assert_type(tested.of("aws:ec2/instance:Instance").resources, tuple[ResourceCost, ...])
assert_type(tested.findings, tuple[Finding, ...])
assert_type(estimate_program(Path("infra"), baseline=tested).change, Figure)
assert_type(estimate_program("infra", baseline="state.json").diff, CostDiff)
assert_type(tested.table(dates=True), str)
assert_tagged(tested, "owner", on="web-*")
assert_within_standard(tested, "required-tags", level="advisory")
assert_cost_snapshot(tested, Path("costs.txt"))
