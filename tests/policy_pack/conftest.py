"""What tests of rules share: a stack out of resources, and what one rule or all of them say of it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.prices.embedded import embedded_book
from outlay.resource import Resource, Snapshot, urn_of
from outlay.standard.reading import parse_standard
from outlay_policy_pack.configuration import configured
from outlay_policy_pack.evaluation import Evaluation, Outcome
from outlay_policy_pack.pricing import Pricing
from outlay_policy_pack.rule import Area, NoSettings, Rule, Scope, all_rules
from outlay_policy_pack.stack_view import StackView


@pytest.fixture
def make_resource() -> Callable[..., Resource]:
    def make(type_: str, inputs: Mapping[str, Any] | None = None, name: str = "it", **more: Any) -> Resource:
        urn = urn_of("prod", "shop", type_, name)
        return Resource(urn, type_, name, inputs or {}, **{"region": "us-east-1", **more})

    return make


@pytest.fixture
def view() -> Callable[..., StackView]:
    """The stack `shop/prod` with these resources, priced by the embedded book, with nothing before it."""

    def make(*resources: Resource, usage: Mapping[str, object] | None = None, **more: Any) -> StackView:
        snapshot = Snapshot.of(*resources, project="shop", stack="prod")
        pricing = Pricing(embedded_book(), usage=lambda _: usage or {})
        return StackView(snapshot, pricing.estimate(snapshot), pricing, **more)

    return make


@pytest.fixture
def outcome_of() -> Callable[..., Outcome]:
    """What one rule says of a stack, as the text of a standard sets it."""

    def run(rule: str, stack: StackView, standard: str = "") -> Outcome:
        parsed = parse_standard(standard)
        only = tuple(each for each in all_rules() if each.name == rule)
        assert only, f"no rule {rule}"
        rules = configured(parsed, stack.project, stack.stack, stack.environment, stack.as_of, rules=only)
        return Evaluation(parsed, rules, stack.project, stack.stack, stack.as_of).of_everything(stack)

    return run


@pytest.fixture
def found_by(outcome_of: Callable[..., Outcome]) -> Callable[..., tuple[Finding, ...]]:
    """The findings of one rule."""

    def run(rule: str, stack: StackView, standard: str = "") -> tuple[Finding, ...]:
        return outcome_of(rule, stack, standard).findings

    return run


@pytest.fixture
def make_rule() -> Callable[..., Rule[Any]]:
    """A rule made up for a test, registered nowhere: a check with what a rule has besides."""

    def make(check: Callable[..., Any], name: str = "made-up", **more: Any) -> Rule[Any]:
        said = {"title": name, "rationale": "", "remediation": "mend it", "example": "", "capability": ""}
        kind = {"area": Area.COST, "scope": Scope.STACK, "clouds": ("aws",), "settings": NoSettings}
        how = {"level": EnforcementLevel.MANDATORY, "severity": Severity.LOW}
        return Rule(**{"id": f"OUT-X{name}", "name": name, **said, **kind, **how, "check": check, **more})

    return make
