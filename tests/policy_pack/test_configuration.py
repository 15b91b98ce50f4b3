"""How a rule is set for a stack: which of the places that set it counts, and what is said of a wrong one."""

from datetime import date

import pytest
from outlay.errors import InvalidFile, WrongUse
from outlay.finding import EnforcementLevel
from outlay.standard.limits import OnUnknown
from outlay.standard.reading import parse_standard
from outlay.standard.section import Amount
from outlay_policy_pack.configuration import PolicyConfig, configured
from outlay_policy_pack.rule import Settings

DISABLED, ADVISORY, MANDATORY = EnforcementLevel.DISABLED, EnforcementLevel.ADVISORY, EnforcementLevel.MANDATORY


class Limit(Settings):
    amount: Amount | None = None


@pytest.fixture
def set_by(make_rule):
    """The rule `made-up`, mandatory by itself, as a standard and a policy configuration set it for `shop/prod`."""

    def run(text="", *, environment="production", as_of=date(2026, 8, 1), policy=None):
        rule = make_rule(lambda *_: iter(()), settings=Limit)
        policies = {} if policy is None else {rule.name: policy}
        found = configured(parse_standard(text), "shop", "prod", environment, as_of, policies, (rule,))
        return found[0] if found else None

    return run


# each is the one before it with one more place that sets the level
DEFAULT = ""
STANDARD = "rules:\n  made-up:\n    level: advisory\n"
ENVIRONMENT = STANDARD + "    environments: {production: {level: disabled}, test: {level: mandatory}}\n"
STACK = (
    ENVIRONMENT + "    stacks: {other/*: {level: disabled}, 'shop/*': {level: mandatory}, prod: {level: disabled}}\n"
)


@pytest.mark.parametrize(
    ("text", "policy", "level"),
    [
        (DEFAULT, None, MANDATORY),
        (STANDARD, None, ADVISORY),
        (ENVIRONMENT, None, DISABLED),
        (STACK, None, MANDATORY),  # the first glob that matches, before the environment
        (STACK, PolicyConfig(ADVISORY), ADVISORY),
        (STACK, PolicyConfig(properties={"amount": 1}), MANDATORY),  # says nothing of the level
        (STACK, PolicyConfig(DISABLED), DISABLED),
    ],
)
def test_the_narrower_place_sets_the_level_and_pulumi_comes_last(set_by, text, policy, level):
    found = set_by(text, policy=policy)
    assert (found.level if found else DISABLED) is level


def test_an_environment_counts_only_for_its_own_stacks(set_by):
    assert set_by(ENVIRONMENT, environment="test").level is MANDATORY
    assert set_by(ENVIRONMENT, environment="elsewhere").level is ADVISORY


@pytest.mark.parametrize("key", ["made-up", "OUT-Xmade-up"])
def test_a_rule_is_set_by_its_name_or_by_its_id(set_by, key):
    assert set_by(f"rules: {{{key}: {{level: advisory}}}}").level is ADVISORY


@pytest.mark.parametrize(
    ("text", "policy", "on_unknown"),
    [
        ("", None, OnUnknown.BLOCK),
        ("limits: {on_unknown: warn}", None, OnUnknown.WARN),
        ("limits: {on_unknown: warn}\nrules: {made-up: {on_unknown: assume_high}}", None, OnUnknown.ASSUME_HIGH),
        ("rules: {made-up: {on_unknown: warn, stacks: {prod: {on_unknown: block}}}}", None, OnUnknown.BLOCK),
        ("rules: {made-up: {on_unknown: warn}}", PolicyConfig(properties={"on_unknown": "block"}), OnUnknown.BLOCK),
    ],
)
def test_what_follows_from_the_unknown_is_set_the_same_way(set_by, text, policy, on_unknown):
    assert set_by(text, policy=policy).on_unknown is on_unknown


def test_a_setting_of_pulumi_stands_over_that_of_the_standard(set_by):
    text = "rules: {made-up: {amount: 100.10}}"
    assert str(set_by(text).settings.amount) == "100.1"
    assert set_by(text, policy=PolicyConfig(properties={"amount": 5})).settings.amount == 5
    assert set_by().settings.amount is None


@pytest.mark.parametrize(
    ("as_of", "level", "until"),
    [
        (date(2026, 8, 31), ADVISORY, date(2026, 9, 1)),
        (None, ADVISORY, date(2026, 9, 1)),
        (date(2026, 9, 1), MANDATORY, None),
    ],
)
def test_what_is_advisory_until_a_day_stops_from_that_day_on(set_by, as_of, level, until):
    found = set_by("rules: {made-up: {advisory_until: 2026-09-01}}", as_of=as_of)
    assert (found.level, found.advisory_until) == (level, until)


def test_advisory_until_a_day_holds_back_the_standard_and_never_pulumi(set_by):
    text = "rules: {made-up: {advisory_until: 2026-09-01, stacks: {prod: {level: mandatory}}}}"
    assert set_by(text).level is ADVISORY
    assert set_by(text, policy=PolicyConfig(MANDATORY)).level is MANDATORY


def test_what_stops_nothing_anyway_is_not_said_to_be_advisory_until_a_day(set_by):
    assert set_by("rules: {made-up: {level: advisory, advisory_until: 2026-09-01}}").advisory_until is None


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("rules:\n  made-upp: {level: advisory}", 2, "no rule 'made-upp'\nDid you mean 'made-up'? There are: "),
        ("rules:\n  OUT-Xmade-up: {}\n  made-up: {}", 3, "rules.made-up: the rule is set twice, by id and by name"),
        ("rules:\n  made-up:\n    amont: 5", 3, "rules.made-up.amont: no such key\nOUT-Xmade-up made-up takes: "),
        ("rules:\n  made-up:\n    amount: lots", 3, "rules.made-up.amount: Input should be a valid decimal"),
        ("rules:\n  made-up:\n    amount: -1", 3, "rules.made-up.amount: Input should be greater than or equal to 0"),
        (
            "exemptions:\n  - reason: a\n    owner: b\n    expires: 2026-01-01\n    rule: made-down",
            5,
            "no rule 'made-down'\nDid you mean 'made-up'?",
        ),
    ],
)
def test_what_is_set_wrongly_is_named_with_its_line(set_by, text, line, said):
    with pytest.raises(InvalidFile) as caught:
        set_by(text)
    assert str(caught.value).startswith(f"finops.yaml:{line}: {said}")


def test_what_a_rule_takes_is_said_where_something_else_stands(set_by):
    with pytest.raises(InvalidFile, match="takes: advisory_until, amount, environments, level, on_unknown, stacks"):
        set_by("rules: {made-up: {amont: 5}}")


def test_the_standard_may_set_every_rule_though_only_one_is_asked_for(set_by):
    assert set_by("rules: {required-tags: {level: disabled}, made-up: {level: advisory}}").level is ADVISORY


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"amount": "lots"}, "policy config of made-up: amount: Input should be a valid decimal"),
        ({"amont": 1}, "policy config of made-up: amont: no such key"),
        ({"on_unknown": "stop"}, "policy config of made-up: on_unknown takes one of block, warn, assume_high"),
    ],
)
def test_a_policy_configuration_that_the_rule_cannot_take_is_named(set_by, properties, said):
    with pytest.raises(WrongUse) as caught:
        set_by(policy=PolicyConfig(properties=properties))
    assert str(caught.value).startswith(said)


def test_another_section_of_the_standard_may_give_the_default_level(make_rule):
    def as_strict_as_prices(standard):
        return MANDATORY if standard.prices.on_stale == "block" else ADVISORY

    rule = make_rule(lambda *_: iter(()), level_by=as_strict_as_prices)

    def level(text):
        (found,) = configured(parse_standard(text), "shop", "prod", "", rules=(rule,))
        return found.level

    assert level("") is ADVISORY
    assert level("prices: {on_stale: block}") is MANDATORY
    assert level("prices: {on_stale: block}\nrules: {made-up: {level: advisory}}") is ADVISORY
