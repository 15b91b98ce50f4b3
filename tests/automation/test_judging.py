"""What policy packs inside the engine say besides the findings: nothing twice, and nothing that only they stop."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outlay.errors import ExitCode, WrongUse
from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.prices.embedded import embedded_book
from outlay.resource import STACK_TYPE, UNKNOWN, Resource, Snapshot, urn_of
from outlay.standard.reading import parse_standard
from outlay.step import Op, PolicyViolation, Preview, Step
from outlay_automation.judging import said_besides
from outlay_automation.stack_preview import judge
from outlay_policy_pack.declaration import PACK
from outlay_policy_pack.evaluation import Outcome
from outlay_policy_pack.stack_view import ONE_SIDE_KNOWN

URN = urn_of("dev", "shop", "aws:sqs/queue:Queue", "orders")
STACK = urn_of("dev", "shop", STACK_TYPE, "shop-dev")


def finding(level: EnforcementLevel = EnforcementLevel.MANDATORY, policy: str = "required-tags") -> Finding:
    return Finding("OUT-T001", "Required tags", "without owner", level, Severity.HIGH, urn=URN, policy=policy)


def violation(
    policy: str = "required-tags", level: str = "mandatory", pack: str = PACK, urn: str | None = URN
) -> PolicyViolation:
    return PolicyViolation(pack, policy, level, "high", "OUT-T001 Required tags\nwithout owner", urn)


def test_what_our_pack_says_again_is_said_once() -> None:
    assert list(said_besides([violation()], Outcome((finding(),)))) == []


@pytest.mark.parametrize(
    "other",
    [
        violation(pack="house"),
        violation(policy="allowed-regions"),
        violation(urn=f"{URN}-dead-letters"),
        violation(urn=None),
        violation(policy="financial-standard", urn=None),
    ],
)
def test_what_differs_is_shown(other: PolicyViolation) -> None:
    assert list(said_besides([other], Outcome((finding(),)))) == [other]


def test_what_only_the_pack_stops_is_shown_though_it_is_found() -> None:
    advisory = Outcome((finding(EnforcementLevel.ADVISORY),))

    assert list(said_besides([violation()], advisory)) == [violation()]
    assert list(said_besides([violation(level="advisory")], advisory)) == []


def test_a_finding_of_the_whole_stack_has_no_urn_on_either_side() -> None:
    whole = Finding(
        "OUT-B001", "Budget", "above", EnforcementLevel.MANDATORY, Severity.HIGH, policy="estimate-within-budget"
    )

    for urn in (None, STACK):
        assert list(said_besides([violation("estimate-within-budget", urn=urn)], Outcome((whole,)))) == []


def test_what_the_pack_left_open_for_want_of_the_other_side_is_decided_by_the_preview() -> None:
    message = "OUT-C001 Growth\nwhether the change costs more than it may is open: " + ONE_SIDE_KNOWN
    open_ = PolicyViolation(PACK, "monthly-delta", "mandatory", "high", message, STACK)
    decided = replace(open_, message="OUT-C001 Growth\ncosts at least $9.00 a month more than the baseline")

    here = Outcome(decided=frozenset({"monthly-delta"}))

    assert list(said_besides([open_, decided], here)) == [decided]
    # off in the standard, or without a limit there: only Pulumi's policy configuration of the pack wants it decided
    assert list(said_besides([open_], Outcome())) == [open_]


def test_our_packs_summary_is_what_the_page_says_anyway() -> None:
    assert list(said_besides([violation("cost-summary", "advisory", urn=None)], Outcome())) == []
    stopping = violation("cost-summary", urn=None)
    assert list(said_besides([stopping], Outcome())) == [stopping]


@pytest.mark.parametrize(
    ("violations", "exit_code"),
    [
        ((), ExitCode.UNDECIDED),
        ((violation(),), ExitCode.UNDECIDED),
        ((violation(), violation(pack="house")), ExitCode.BLOCKED),
    ],
)
def test_an_undecided_stack_stays_undecided_when_our_pack_says_so_too(
    violations: tuple[PolicyViolation, ...], exit_code: ExitCode
) -> None:
    queue = Resource(URN, "aws:sqs/queue:Queue", "orders", {"tags": UNKNOWN}, region="us-east-1")
    found = Preview(
        Snapshot.of(project="shop", stack="dev"),
        Snapshot.of(queue, project="shop", stack="dev"),
        (Step(Op.CREATE, URN, None),),
        violations=violations,
    )

    result = judge(found, parse_standard("tags: {required: [owner]}"), embedded_book())

    assert result.exit_code is exit_code
    assert len(result.to_json()["policy_violations"]) == len(result.violations)


@pytest.mark.parametrize(
    ("listed", "configuration", "verdict"),
    [
        ("{}", {}, "block"),
        ("{}", {"outlay:environment": "sandbox"}, "warn"),
        ("{sandbox: [dev]}", {}, "warn"),
        ("{production: [shop/*]}", {"outlay:environment": "sandbox"}, "block"),  # it cannot choose weaker rules
    ],
)
def test_a_stack_that_is_not_listed_states_its_environment_by_configuration(
    listed: str, configuration: dict[str, str], verdict: str
) -> None:
    queue = Resource(URN, "aws:sqs/queue:Queue", "orders", {}, region="us-east-1")
    after = Snapshot.of(queue, project="shop", stack="dev")
    found = Preview(after, after, (Step(Op.SAME, URN, URN),), configuration=configuration)
    standard = "tags: {required: [owner]}\nrules: {required-tags: {environments: {sandbox: {level: advisory}}}}"
    standard = f"environments: {listed}\n{standard}"

    assert judge(found, parse_standard(standard), embedded_book()).verdict == verdict


def test_one_owner_in_two_spellings_is_refused() -> None:
    empty = Snapshot.of(project="shop", stack="dev")
    found = Preview(empty, empty, (), configuration={"outlay:cost-centre": "1", "outlay:cost_centre": "2"})

    with pytest.raises(WrongUse, match="cost-centre"):
        judge(found, parse_standard("tags: {required: [cost-centre]}"), embedded_book())
