"""OUT-C001, OUT-C002 and OUT-C003: growth, single resources, and the share without a figure."""

from decimal import Decimal

import pytest
from outlay.money import Cost, Delta, Gap, GapKind
from outlay.resource import UNKNOWN
from outlay_policy_pack.stack_view import Growth

DELTA, SINGLE, SHARE = "monthly-delta", "single-resource", "share-unpriced"
NAT = "aws:ec2/natGateway:NatGateway"  # $32.85 a month, and each GB through it
INSTANCE = "aws:ec2/instance:Instance"
UNPRICED = Gap(GapKind.UNPRICED, "urn::::::web", "", "no price of it")
USE = Gap(GapKind.USAGE, "urn::::::nat", "Data", "use is not stated")


def growth(low, high=None, *, before=100, opened=(), closed=()):
    low, high = Decimal(low), Decimal(high or low)
    was = before if isinstance(before, Cost) else Cost.exactly(Decimal(before))
    return Growth(was, Delta(low, low, high, tuple(opened), tuple(closed)))


def limits(amount=None, percent=None, usage="optional"):
    set_ = {"amount": amount, "percent": percent}
    inner = ", ".join(f"{key}: {value}" for key, value in set_.items() if value is not None)
    return f"rules: {{{DELTA}: {{{inner}}}}}\nlimits: {{usage: {usage}}}"


@pytest.fixture
def said(view, found_by):
    """What the rule says of a growth: message and whether it is undecided."""

    def run(of, standard):
        return [(each.message, each.is_undecided) for each in found_by(DELTA, view(growth=of), standard)]

    return run


def test_a_share_of_what_may_have_cost_more_is_open_where_use_must_be_given(said):
    nothing = Cost(Decimal(0), Decimal(0), Decimal(0), (USE,))
    ((message, is_undecided),) = said(growth(50, before=nothing), limits(percent=20, usage="must_be_given"))
    assert is_undecided
    assert message.endswith("by more than 20% of at least $0.00 is open: use is not stated (nat)")


@pytest.mark.parametrize(
    ("of", "standard"),
    [
        (growth(10), limits(amount=10)),
        (growth(-50), limits(amount=0)),
        (growth(20), limits(percent=20)),
        (growth(20, before=Cost(Decimal(100), Decimal(100), None, (UNPRICED,))), limits(percent=20)),  # 100 at least
        (growth(20, opened=[USE]), limits(amount=20)),
        (growth(20, closed=[UNPRICED]), limits(amount=20)),  # what goes can only make it less
        (growth(20, before=0), limits(amount=20, percent=1)),  # nothing to take a percentage of
    ],
)
def test_what_grows_within_the_limit_passes(said, of, standard):
    assert said(of, standard) == []


@pytest.mark.parametrize(
    ("of", "standard", "message"),
    [
        (
            growth("10.01"),
            limits(amount=10),
            "costs at least $10.01 a month more than the state before the change, and ",
        ),
        (
            growth(10, 30),
            limits(amount=5),
            "costs at least $10.00 a month more than the state before the change, and $5.",
        ),
        (
            growth(21),
            limits(percent=20),
            "costs at least $21.00 a month more than the state before the change, and 20% ",
        ),
        (growth(21, opened=[UNPRICED]), limits(amount=20), "costs at least $21.00 a month more"),
    ],
)
def test_what_grows_beyond_is_blocked(said, of, standard, message):
    ((text, is_undecided),) = said(of, standard)
    assert (text[: len(message)], is_undecided) == (message, False)


@pytest.mark.parametrize(
    ("of", "standard", "why"),
    [
        (growth(10, 30), limits(amount=20), "the difference is a range around $20.00"),
        (growth(10, opened=[UNPRICED]), limits(amount=20), "no price of it (web)"),
        (growth(30, closed=[UNPRICED]), limits(amount=20), "no price of it (web)"),
        (growth(10, opened=[USE]), limits(amount=20, usage="must_be_given"), "use is not stated (nat)"),
        (
            growth(21, before=Cost(Decimal(100), Decimal(100), None, (UNPRICED,))),
            limits(percent=20),
            "no price of it (web)",
        ),
        (
            growth(21, before=Cost(Decimal(100), Decimal(110), Decimal(120))),
            limits(percent=20),
            "the difference is a range around $20.00",
        ),
    ],
)
def test_what_may_grow_beyond_is_undecided_and_says_why(said, of, standard, why):
    ((text, is_undecided),) = said(of, standard)
    assert (text.endswith(f"is open: {why}"), is_undecided) == (True, True), text


@pytest.mark.parametrize(
    ("of", "is_state", "standard", "reason"),
    [
        (growth(100), False, "", "no limit is set: amount or percent"),
        (None, True, limits(amount=1), "a state is no change, so nothing grows"),
        (
            growth(100, before=0),
            False,
            limits(percent=1),
            "the stack cost nothing before, and only a percentage is set",
        ),
    ],
)
def test_where_nothing_can_grow_the_rule_does_not_apply(view, outcome_of, of, is_state, standard, reason):
    found = outcome_of(DELTA, view(growth=of, is_state=is_state), standard)
    assert (found.findings, found.not_applicable) == ((), {DELTA: reason})


def test_without_a_baseline_it_is_open_and_the_way_out_is_told(view, found_by):
    (finding,) = found_by(DELTA, view(), limits(amount=1))
    assert finding.is_undecided
    assert "outlay baseline write" in finding.remediation
    assert "OUTLAY_BASELINE" in finding.remediation


# --- A single resource ------------------------------------------------------------------------------------------------


def single(monthly, usage="optional"):
    return f"rules: {{{SINGLE}: {{monthly: {monthly}}}}}\nlimits: {{usage: {usage}}}"


@pytest.mark.parametrize(
    ("monthly", "usage", "expected"),
    [
        ("32.84", "optional", [("costs more than the $32.84 a month that one resource may", False)]),
        ("32.85", "optional", []),
        (
            "40",
            "must_be_given",
            [("may cost more than the $40.00 a month that one resource may", True)],
        ),
    ],
)
def test_what_one_resource_may_cost(found_by, view, make_resource, monthly, usage, expected):
    read_from_elsewhere = make_resource(NAT, name="other", external=True)
    found = found_by(SINGLE, view(make_resource(NAT), read_from_elsewhere), single(monthly, usage))
    assert [(each.message.partition(": ")[0], each.is_undecided) for each in found] == expected
    assert {each.monthly for each in found} <= {Decimal("32.850")}


def test_without_a_limit_no_resource_costs_too_much(outcome_of, view, make_resource):
    assert outcome_of(SINGLE, view(make_resource(NAT))).not_applicable == {SINGLE: "no limit is set: monthly"}


# --- The share without a figure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "usage", "message"),
    [
        ("67", "optional", ""),
        ("66", "optional", "2 of 3 resources that cost money (67%) have no complete figure, and 66% is the most: "),
        (
            "67",
            "must_be_given",
            "3 of 3 resources that cost money (100%) have no complete figure, and 67% is the most: ",
        ),
    ],
)
def test_how_many_may_be_without_a_figure(found_by, view, make_resource, percent, usage, message):
    stack = view(
        make_resource(NAT, name="nat"),
        make_resource(INSTANCE, {"instanceType": UNKNOWN}, name="web"),
        make_resource("aws:nobody/knows:It", name="mystery"),
        make_resource("aws:iam/role:Role", name="free"),
    )
    standard = f"rules: {{{SHARE}: {{percent: {percent}}}}}\nlimits: {{usage: {usage}}}"
    found = [each.message for each in found_by(SHARE, stack, standard)]
    names = "nat, web and mystery" if usage == "must_be_given" else "web and mystery"
    assert found == ([message + names] if message else [])


@pytest.mark.parametrize(
    ("type_", "standard", "reason"),
    [
        (NAT, "", "no limit is set: percent"),
        ("aws:iam/role:Role", f"rules: {{{SHARE}: {{percent: 0}}}}", "nothing in the stack costs money"),
    ],
)
def test_where_there_is_no_share_the_rule_does_not_apply(outcome_of, view, make_resource, type_, standard, reason):
    found = outcome_of(SHARE, view(make_resource(type_)), standard)
    assert (found.findings, found.not_applicable) == ((), {SHARE: reason})
