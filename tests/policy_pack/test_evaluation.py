"""Rules as they are run: levels, exemptions, what follows from the unknown, and a rule that raises."""

from collections import Counter
from datetime import date
from time import process_time

import pytest
from outlay.errors import ExitCode
from outlay.finding import EnforcementLevel, Verdict, verdict
from outlay.resource import STACK_TYPE, SourcePosition
from outlay.standard.reading import parse_standard
from outlay_policy_pack.configuration import configured
from outlay_policy_pack.evaluation import Evaluation, evaluate
from outlay_policy_pack.rule import Found, NotApplicable, Scope

ADVISORY, MANDATORY = EnforcementLevel.ADVISORY, EnforcementLevel.MANDATORY
QUEUE = "aws:sqs/queue:Queue"
TODAY = date(2026, 8, 1)


@pytest.fixture
def run(view):
    """What made-up rules say of a stack."""

    def run(*rules, standard="", stack=None, as_of=TODAY):
        stack = stack or view()
        parsed = parse_standard(standard)
        ready = configured(parsed, "shop", "prod", "prod", as_of, rules=rules)
        return Evaluation(parsed, ready, "shop", "prod", as_of).of_everything(stack)

    return run


@pytest.fixture
def says(make_rule):
    """A rule that says the same of every stack, or of every resource."""
    return lambda *said, **more: make_rule(lambda *_: iter(said), **more)


# --- What a finding carries ------------------------------------------------------------------------------------------


def test_a_finding_has_what_the_rule_found_and_what_the_rule_is(run, says):
    (finding,) = run(says(Found("too big", monthly=12, saving=3), title="Not too big")).findings
    assert (finding.rule, finding.policy, finding.title) == ("OUT-Xmade-up", "made-up", "Not too big")
    assert (finding.message, finding.remediation, finding.monthly, finding.saving) == ("too big", "mend it", 12, 3)
    assert (finding.level, finding.is_undecided, finding.urn) == (MANDATORY, False, "")


def test_a_finding_may_say_better_what_to_write_instead(run, says):
    (finding,) = run(says(Found("too big", "take the small one"))).findings
    assert finding.remediation == "take the small one"


def test_a_finding_says_where_its_resource_stands(run, says, view, make_resource):
    root = make_resource(STACK_TYPE, name="shop-prod", custom=False, region=None)
    shop = make_resource("shop:index:Shop", name="shop", custom=False, parent=root.urn, region=None)
    orders = make_resource("shop:index:Orders", name="orders", custom=False, parent=shop.urn, region=None)
    queue = make_resource(QUEUE, parent=orders.urn, source=SourcePosition("orders.py", 12))
    rule = says(Found("too big"), scope=Scope.RESOURCE)
    (finding,) = run(rule, stack=view(root, shop, orders, queue)).findings
    assert (finding.urn, finding.where, finding.source) == (queue.urn, "shop › orders", queue.source)


def test_a_resource_rule_looks_at_resources_of_its_clouds_that_this_stack_manages(run, says, view, make_resource):
    seen = make_resource(QUEUE, name="seen")
    others = (
        make_resource("gcp:pubsub/topic:Topic"),
        make_resource(QUEUE, name="elsewhere", external=True),
        make_resource("shop:index:Component", custom=False),
        make_resource("pulumi:providers:aws"),
        make_resource(STACK_TYPE, custom=False),
    )
    rule = says(Found("seen"), scope=Scope.RESOURCE, clouds=("aws",))
    assert [each.urn for each in run(rule, stack=view(seen, *others)).findings] == [seen.urn]


def test_what_does_not_apply_is_told_with_its_reason_once(run, says, view, make_resource):
    queues = view(make_resource(QUEUE, name="a"), make_resource(QUEUE, name="b"))
    first = says(NotApplicable("nothing to compare"), name="first")
    second = says(NotApplicable("takes no size"), name="second", scope=Scope.RESOURCE)
    found = run(second, first, stack=queues)
    assert found.not_applicable == {"first": "nothing to compare", "second": "takes no size"}
    assert found.findings == ()


def test_findings_are_sorted_by_rule_resource_and_message(run, says, view, make_resource):
    queues = view(*(make_resource(QUEUE, name=name) for name in "ba"))
    b = says(Found("2"), Found("1"), name="b")
    a = says(Found("x"), name="a", scope=Scope.RESOURCE)
    found = run(b, a, stack=queues).findings
    assert [(each.policy, each.urn[-1:], each.message) for each in found] == [
        ("a", "a", "x"),
        ("a", "b", "x"),
        ("b", "", "1"),
        ("b", "", "2"),
    ]


def test_one_resource_and_the_stack_are_judged_apart_as_the_engine_asks_for_them(says, view, make_resource):
    stack = view(make_resource(QUEUE))
    rules = (says(Found("one"), name="one", scope=Scope.RESOURCE), says(Found("all"), name="all"))
    standard = parse_standard("")
    evaluation = Evaluation(standard, configured(standard, "shop", "prod", "prod", rules=rules), "shop", "prod")
    (queue,) = stack.views()
    assert [each.message for each in evaluation.of_resource(queue, stack.resources).findings] == ["one"]
    assert [each.message for each in evaluation.of_stack(stack).findings] == ["all"]


# --- What follows from the unknown -----------------------------------------------------------------------------------

OPEN = Found("may be too big", open=("size is open until deployment", "count is secret"))
ASKED = "may be too big: size is open until deployment; count is secret"


@pytest.mark.parametrize(
    ("on_unknown", "message", "level", "is_undecided", "exit_code"),
    [
        ("block", ASKED, MANDATORY, True, ExitCode.UNDECIDED),
        ("warn", f"{ASKED} (not decided, and the standard only warns)", ADVISORY, True, ExitCode.FINE),
        (
            "assume_high",
            f"{ASKED} (the standard takes what is open as broken)",
            MANDATORY,
            False,
            ExitCode.BLOCKED,
        ),
    ],
)
def test_the_standard_says_what_follows_from_the_unknown(
    run, says, on_unknown, message, level, is_undecided, exit_code
):
    (finding,) = run(says(OPEN), standard=f"limits: {{on_unknown: {on_unknown}}}").findings
    assert (finding.message, finding.level, finding.is_undecided) == (message, level, is_undecided)
    assert finding.open == OPEN.open
    assert verdict([finding]).exit_code is exit_code


def test_an_advisory_rule_stops_nothing_whatever_is_unknown(run, says):
    for on_unknown in ("block", "warn", "assume_high"):
        (finding,) = run(says(OPEN, level=ADVISORY), standard=f"limits: {{on_unknown: {on_unknown}}}").findings
        assert verdict([finding]) is Verdict.WARN


def test_what_is_advisory_until_a_day_says_so(run, says):
    standard = "rules: {made-up: {advisory_until: 2026-09-01}}"
    (finding,) = run(says(Found("too big")), standard=standard).findings
    assert finding.message == "too big (advisory until 2026-09-01)"
    assert not finding.blocks


# --- A rule that raises ----------------------------------------------------------------------------------------------


@pytest.fixture
def raising(make_rule):
    def check(*_):
        yield Found("said before")
        raise KeyError("a value of the program")

    return make_rule(check, name="faulty")


@pytest.mark.parametrize("on_unknown", ["block", "warn", "assume_high"])
def test_a_rule_that_raises_is_named_and_opens_no_door(run, raising, on_unknown):
    before, fault = sorted(
        run(raising, standard=f"limits: {{on_unknown: {on_unknown}}}").findings, key=lambda each: each.is_undecided
    )
    assert before.message == "said before"
    assert fault.message == "faulty could not be checked: the rule failed with KeyError"
    assert (fault.level, fault.is_undecided) == (MANDATORY, True)
    assert verdict([fault]) is Verdict.UNDECIDED


def test_the_other_rules_go_on(run, raising, says, view, make_resource):
    on_resources = says(Found("too big"), name="sound", scope=Scope.RESOURCE)
    found = run(raising, on_resources, says(Found("all"), name="whole"), stack=view(make_resource(QUEUE)))
    assert {each.policy for each in found.findings} == {"faulty", "sound", "whole"}


def test_an_advisory_rule_that_raises_stops_nothing(run, make_rule):
    def check(*_):
        raise RecursionError
        yield

    (fault,) = run(make_rule(check, level=ADVISORY)).findings
    assert verdict([fault]) is Verdict.WARN


# --- Exemptions ------------------------------------------------------------------------------------------------------


def exempted(**limits: str) -> str:
    parts = {"rule": "made-up", "reason": "moves in autumn", "owner": "team-data", "expires": "2026-08-01", **limits}
    return "exemptions: [{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}]"


@pytest.mark.parametrize(
    ("limits", "holds"),
    [
        ({}, True),  # its last day is today
        ({"expires": "2026-07-31"}, False),
        ({"rule": "OUT-X*"}, True),
        ({"rule": "required-tags"}, False),
        ({"resource": '"*::orders"'}, True),
        ({"resource": '"*::carts"'}, False),
        ({"resource": '"*::aws:sqs/queue:Queue::*"'}, True),
        ({"resource": '"*shop*"'}, False),  # the project's name, and no resource's
        ({"resource": '"urn:pulumi:prod::shop::*"'}, True),
        ({"resource": '"urn:pulumi:dev::shop::*"'}, False),
        ({"stacks": "[shop/*]"}, True),
        ({"stacks": "[prod]"}, True),
        ({"stacks": "[dev, other/prod]"}, False),
    ],
)
def test_an_exemption_holds_for_its_rule_resource_and_stack_until_its_day(
    run, says, view, make_resource, limits, holds
):
    stack = view(make_resource(QUEUE, name="orders"))
    rule = says(Found("too big"), scope=Scope.RESOURCE)
    (finding,) = run(rule, stack=stack, standard=exempted(**limits)).findings
    assert finding.exemption == ("moves in autumn (team-data, until 2026-08-01)" if holds else "")
    assert finding.blocks is not holds
    assert verdict([finding]) is (Verdict.PASS if holds else Verdict.BLOCK)


def test_without_a_day_to_judge_by_no_exemption_expires(run, says):
    (finding,) = run(says(Found("too big")), standard=exempted(expires="2020-01-01"), as_of=None).findings
    assert finding.exemption


def test_what_is_undecided_may_be_exempted_too(run, says):
    (finding,) = run(says(OPEN), standard=exempted()).findings
    assert (finding.is_undecided, verdict([finding])) == (True, Verdict.PASS)


# --- All rules -------------------------------------------------------------------------------------------------------


BUDGETED = parse_standard("tags: {required: [owner]}\nbudgets: {stacks: {prod: {monthly: 1}}}")


def test_all_rules_are_run_by_id(view, make_resource):
    queue = make_resource(QUEUE)
    stack = view(queue, make_resource("aws:ec2/eip:Eip", {"tags": {"owner": "a"}, "instance": "i-1"}))
    found = [(finding.rule, finding.urn) for finding in evaluate(stack, BUDGETED).findings]
    assert found == [("OUT-B001", ""), ("OUT-B003", ""), ("OUT-T001", queue.urn)]


def test_an_empty_stack_breaks_nothing(view):
    assert evaluate(view(), BUDGETED).findings == ()


def test_ten_thousand_resources_are_judged_in_sensible_time(view, make_resource):
    inputs = {"instanceType": "m4.large", "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 10}}
    kinds = [(QUEUE, {}), ("aws:iam/role:Role", {}), ("aws:ec2/instance:Instance", inputs), ("aws:ec2/eip:Eip", {})]
    resources = [make_resource(*kinds[number % 4], name=f"n{number}") for number in range(10_000)]
    stack = view(*resources)
    started = process_time()
    found = evaluate(stack, parse_standard("tags: {required: [owner]}")).findings
    assert process_time() - started < 30  # some 2 s of a quiet core
    counted = Counter(each.policy for each in found)
    assert counted == {"required-tags": 10_000, "gp2-to-gp3": 2500, "old-generation": 2500, "unattached": 2500}


def test_an_outcome_tells_which_rules_decided_and_not_only_which_found_something(view, make_resource):
    standard = parse_standard("rules: {monthly-delta: {level: disabled}, price-age: {level: mandatory}}")
    outcome = evaluate(view(make_resource("aws:sqs/queue:Queue")), standard)

    assert "required-tags" in outcome.decided
    assert not {"monthly-delta", "price-age"} & outcome.decided
    assert outcome.not_applicable["price-age"] == "there is no day to judge by"
