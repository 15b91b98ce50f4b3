"""A rule as somebody else writes one, and stacks judged without an engine. Never run: mypy reads it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import assert_type

from outlay.alternatives import Alternative
from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.finding import EnforcementLevel, Finding, Severity, Verdict, verdict
from outlay.prices.embedded import embedded_book
from outlay.resource import Resource, Snapshot, Value
from outlay.standard.model import Standard
from outlay_policy_pack.configuration import PolicyConfig, configured
from outlay_policy_pack.evaluation import Evaluation, Outcome, evaluate
from outlay_policy_pack.pricing import Pricing
from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Answers, Area, Found, NotApplicable, Rule, Scope, Settings, all_rules, rule
from outlay_policy_pack.stack_view import Growth, StackView


class MostInstances(Settings):
    """`most` is how many instances a stack may have."""

    most: int = 10


def fewer(view: ResourceView, standard: Standard, settings: MostInstances) -> Mapping[str, Value]:
    """What to set instead."""
    assert_type(settings.most, int)
    return {"count": settings.most}


@rule(
    "ACME-C001",
    "most-instances",
    title="Number of instances",
    area=Area.COST,
    scope=Scope.STACK,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.LOW,
    clouds=("aws",),
    rationale="",
    remediation="",
    example="",
    capability="Planning & Estimating",
    settings=MostInstances,
    remediate=fewer,
)
def most_instances(view: StackView, standard: Standard, settings: MostInstances) -> Answers:
    """A finding when there are more."""
    assert_type(view.cost, StackCost)
    assert_type(view.growth, Growth | None)
    for each in view.views():
        assert_type(each, ResourceView)
        assert_type(each.resource, Resource)
        assert_type(each.cost, ResourceCost)
        assert_type(each.alternatives, tuple[Alternative, ...])
        assert_type(each.open_inputs("size"), tuple[str, ...])
    if not view.resources:
        yield NotApplicable("there are none")
    yield Found("has too many", open=("count is open until deployment",), saving=Decimal(3))
    yield "too many"  # type: ignore[misc]  # a check says what it found


snapshot, pricing = Snapshot.of(project="shop", stack="prod"), Pricing(embedded_book())
stack = StackView(snapshot, pricing.estimate(snapshot), pricing, as_of=date(2026, 8, 1))
outcome = evaluate(stack, Standard())
assert_type(outcome, Outcome)
assert_type(outcome.findings, tuple[Finding, ...])
assert_type(outcome.not_applicable, Mapping[str, str])
assert_type(verdict(outcome.findings), Verdict)

policies = {"most-instances": PolicyConfig(EnforcementLevel.ADVISORY, {"most": 5})}
rules = configured(Standard(), "shop", "prod", "production", policies=policies)
assert_type(Evaluation(Standard(), rules, "shop", "prod").of_stack(stack), Outcome)
for known in all_rules():
    assert_type(known.level, EnforcementLevel)
    assert isinstance(known, Rule)
