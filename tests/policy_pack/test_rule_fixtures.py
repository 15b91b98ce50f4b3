"""Every rule over its fixtures, as a plan and as a state: the bad ones are found and block, the good ones pass."""

from collections import Counter

import pytest
from outlay.finding import Finding, Verdict, verdict
from outlay.resource import name_of
from outlay_policy_pack.evaluation import evaluate
from outlay_policy_pack.rule import all_rules

from tests.policy_pack.fixtures.loader import RuleFixture, rule_fixtures

FIXTURES = rule_fixtures()
GROWTH = "monthly-delta"
"""The one rule that needs to know what was before, which no state tells."""


def fixtures(*, bad: bool, state: bool) -> list[object]:
    chosen = [
        each
        for each in FIXTURES
        if bool(each.finds) is bad and not (state and (each.is_open or (bad and each.rule == GROWTH)))
    ]
    return [pytest.param(each, id=each.id) for each in chosen]


def test_every_rule_has_a_bad_and_a_good_fixture():
    cases = {(each.rule, bool(each.finds)) for each in FIXTURES}
    assert cases == {(rule.name, is_bad) for rule in all_rules() for is_bad in (True, False)}


def check_found(fixture: RuleFixture, findings: tuple[Finding, ...]) -> None:
    """That the rule found what is expected and nothing else, and that nothing else blocks."""
    found = [each for each in findings if each.policy == fixture.rule]
    said = [(name_of(each.urn) if each.urn else "", each.is_undecided, each.saving) for each in found]
    expected = [(each.resource, each.is_undecided, each.saving) for each in fixture.finds]
    assert Counter(said) == Counter(expected), [each.message for each in found]
    for each in fixture.finds:
        messages = [one.message for one in found if (name_of(one.urn) if one.urn else "") == each.resource]
        assert any(all(part in message for part in each.says) for message in messages), messages
    assert [each.message for each in findings if each.blocks and each.policy != fixture.rule] == []
    assert verdict(findings) in (Verdict.BLOCK, Verdict.UNDECIDED)


@pytest.mark.parametrize("fixture", fixtures(bad=True, state=False))
def test_a_bad_plan_is_blocked(fixture):
    check_found(fixture, evaluate(fixture.view(), fixture.standard).findings)


@pytest.mark.parametrize("fixture", fixtures(bad=True, state=True))
def test_a_bad_state_is_blocked(fixture):
    check_found(fixture, evaluate(fixture.view(is_state=True), fixture.standard).findings)


@pytest.mark.parametrize("fixture", fixtures(bad=False, state=False))
def test_a_good_plan_passes_every_rule(fixture):
    findings = evaluate(fixture.view(), fixture.standard).findings
    assert [each.message for each in findings if each.blocks or each.policy == fixture.rule] == []


@pytest.mark.parametrize("fixture", fixtures(bad=False, state=True))
def test_a_good_state_passes_every_rule(fixture):
    findings = evaluate(fixture.view(is_state=True), fixture.standard).findings
    assert [each.message for each in findings if each.blocks or each.policy == fixture.rule] == []
