"""OUT-B001: the estimate against the stack's budget, decided or not, under each answer to the unknown."""

import pytest
from outlay.errors import ExitCode
from outlay.finding import EnforcementLevel, Verdict, verdict
from outlay.resource import UNKNOWN

NAT = "aws:ec2/natGateway:NatGateway"  # 730 × $0.045 = $32.85 a month, and each GB through it
EIP = "aws:ec2/eip:Eip"  # 730 × $0.005 = $3.65 a month
INSTANCE = "aws:ec2/instance:Instance"
BLOCKS, ADVISES = EnforcementLevel.MANDATORY, EnforcementLevel.ADVISORY


RULE = "estimate-within-budget"


def standard(monthly: str, on_unknown: str = "block", usage: str = "optional"):
    return (
        f"budgets: {{stacks: {{shop/prod: {{monthly: {monthly}}}}}}}\n"
        f"limits: {{on_unknown: {on_unknown}, usage: {usage}}}"
    )


def test_within(found_by, view, make_resource):
    assert found_by(RULE, view(make_resource(EIP)), standard("3.65")) == ()


def test_above(found_by, view, make_resource):
    (finding,) = found_by(RULE, view(make_resource(EIP)), standard("3.64"))
    assert finding.message == "at least $3.65 a month, $0.01 above the budget of $3.64"
    assert (finding.level, finding.is_undecided) == (BLOCKS, False)


def test_a_stack_without_a_budget_is_not_judged(outcome_of, view, make_resource):
    found = outcome_of(RULE, view(make_resource(EIP)), "budgets: {stacks: {other/prod: {monthly: 1}}}")
    assert found.findings == ()
    assert found.not_applicable == {RULE: "the standard sets no budget for shop/prod"}


@pytest.mark.parametrize(
    ("on_unknown", "level", "is_undecided", "follows", "exit_code"),
    [
        ("warn", ADVISES, True, Verdict.WARN, ExitCode.FINE),
        ("block", BLOCKS, True, Verdict.UNDECIDED, ExitCode.UNDECIDED),
        ("assume_high", BLOCKS, False, Verdict.BLOCK, ExitCode.BLOCKED),
    ],
)
def test_undecided_does_what_the_standard_says(
    found_by, view, make_resource, on_unknown, level, is_undecided, follows, exit_code
):
    open_type = make_resource(INSTANCE, {"instanceType": UNKNOWN})
    (finding,) = found_by(RULE, view(open_type), standard("100", on_unknown))
    assert (finding.level, finding.is_undecided) == (level, is_undecided)
    assert finding.message.startswith(
        "at least $0.80 a month, and whether that is within the budget of $100.00 is open: "
    )
    assert finding.open == ("what is charged is open until deployment (it)",)
    assert (verdict([finding]), verdict([finding]).exit_code) == (follows, exit_code)


@pytest.mark.parametrize("on_unknown", ["warn", "block", "assume_high"])
def test_what_is_above_is_decided_whatever_is_open(found_by, view, make_resource, on_unknown):
    stack = view(make_resource(EIP), make_resource(INSTANCE, {"instanceType": UNKNOWN}, name="open"))
    (finding,) = found_by(RULE, stack, standard("3", on_unknown))
    assert (finding.level, finding.is_undecided) == (BLOCKS, False)


@pytest.mark.parametrize(("usage", "findings"), [("optional", 0), ("must_be_given", 1)])
def test_use_that_nobody_gave_counts_only_where_it_must_be_given(found_by, view, make_resource, usage, findings):
    assert len(found_by(RULE, view(make_resource(NAT)), standard("100", usage=usage))) == findings


def test_a_range_around_the_budget_is_undecided(found_by, view, make_resource):
    stack = view(make_resource(NAT), usage={"monthly_data_processed_gb": {"low": 0, "expected": 100, "high": 1000}})
    (finding,) = found_by(RULE, stack, standard("40"))  # 32.85, 37.35 or 77.85
    assert finding.message == (
        "at least $32.85, up to $77.85 a month, and whether that is within the budget of $40.00 is open: "
        "the estimate is a range around it"
    )
