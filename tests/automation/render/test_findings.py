"""What rules found, printed: what blocks first, a rule at a time, briefly where it is much."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.money import Cost
from outlay.resource import SourcePosition, urn_of
from outlay_automation.judging import Judgement
from outlay_automation.render.findings import finding_lines
from outlay_automation.render.sections import print_page, print_section
from outlay_automation.render.verdict import verdict_line
from outlay_policy_pack.evaluation import Outcome
from outlay_policy_pack.summary import Reason, Summary

ADVISORY, MANDATORY = EnforcementLevel.ADVISORY, EnforcementLevel.MANDATORY


def found(rule: str, name: str, message: str = "is wrong", **more: Any) -> Finding:
    urn = urn_of("dev", "shop", "aws:sqs/queue:Queue", name) if name else ""
    given = {"level": MANDATORY, "severity": Severity.HIGH, "policy": f"policy-{rule}", **more}
    return Finding(rule, f"Title {rule}", message, urn=urn, **given)


def printed(*findings: Finding, saving: str = "0", as_of: date | None = None, **outcome: Any) -> str:
    savings = (Reason("W", "w", (), Decimal(saving)),) if saving != "0" else ()
    summary = Summary(Cost.total(()), savings=savings)
    judgement = Judgement(Outcome(findings, **outcome), summary, as_of)
    stream = io.StringIO()
    print_page(stream, lambda console: print_section(console, finding_lines(judgement, "shop/dev", "USD")))
    return stream.getvalue()


def test_nothing_found_is_nothing_printed() -> None:
    assert printed() == ""


def test_what_blocks_stands_before_what_is_open_and_that_before_advice_and_exemptions() -> None:
    text = printed(
        found("A", "exempt", exemption="it moves (ann, until 2027-01-01)"),
        found("B", "advice", level=ADVISORY),
        found("C", "open", is_undecided=True, open=("tags are open",)),
        found("D", "decided"),
    )

    assert text.splitlines()[1] == "Findings: 1 blocks · 1 undecided, which blocks · 1 to look at · 1 exempted"
    states = [line.split()[0] for line in text.splitlines() if line.startswith("  ") and line[2] != " "]
    assert states == ["blocks", "undecided", "advisory", "exempted"]


def test_within_a_state_the_gravest_rule_is_first_and_then_what_saves_most() -> None:
    text = printed(
        found("A", "a", severity=Severity.LOW),
        found("B", "b", saving=Decimal(1)),
        found("C", "c", saving=Decimal(5)),
        found("D", "d", severity=Severity.CRITICAL),
    )

    assert [line.split()[1] for line in text.splitlines() if "policy-" in line] == ["D", "C", "B", "A"]


def test_a_finding_says_where_it_is_what_it_saves_and_what_to_write() -> None:
    text = printed(
        found(
            "W001",
            "orders",
            "is dear",
            where="shop › queues",
            source=SourcePosition("queues.py", 7),
            saving=Decimal("12.5"),
            remediation="Make it cheap.",
        ),
        saving="12.5",
    )

    said = " ".join(text.split())
    assert "mending all would save $12.50 a month" in said
    assert "aws:sqs:Queue orders (inside shop › queues, queues.py:7): is dear; saves $12.50 a month" in said
    assert said.endswith("→ Make it cheap.")


def test_what_to_write_stands_once_where_it_is_the_same_and_beside_each_where_it_is_not() -> None:
    same = printed(*(found("A", name, remediation="Do it.") for name in "ab"))
    other = printed(*(found("A", name, remediation=f"Do {name}.") for name in "ab"))

    assert same.count("→") == 1
    assert [line.strip() for line in other.splitlines() if "→" in line] == ["→ Do a.", "→ Do b."]


def test_of_many_five_are_shown_the_greatest_saving_first_and_the_rest_is_counted() -> None:
    text = printed(*(found("A", f"q{number:02}", saving=Decimal(number)) for number in range(1, 31)))

    shown = [line.split()[1].rstrip(":") for line in text.splitlines() if "aws:sqs:Queue" in line]
    assert shown == ["q30", "q29", "q28", "q27", "q26"]
    # 1 + 2 + … + 25
    assert "… and 25 more, which would save $325.00 a month; --format json has all" in text


def test_six_are_shown_since_a_line_for_one_more_is_no_shorter() -> None:
    text = printed(*(found("A", f"q{number}") for number in range(6)))

    assert text.count("aws:sqs:Queue") == 6
    assert "more" not in text


def test_many_reasons_why_it_is_open_are_cut_to_the_first() -> None:
    reasons = ("no price of a; the book has b", "no price of c", "d is open")
    text = printed(found("A", "", f"may be dear: {'; '.join(reasons)} (not decided)", open=reasons, is_undecided=True))

    assert "may be dear: no price of a … and 2 more (not decided)" in text
    one = printed(found("A", "", "may be dear: no price of a; the book has b", open=reasons[:1], is_undecided=True))
    assert "may be dear: no price of a; the book has b" in one


def test_until_when_a_rule_only_advises_stands_beside_its_name() -> None:
    text = printed(*(found("A", name, "is wrong (advisory until 2027-01-01)", level=ADVISORY) for name in "ab"))

    assert "A policy-A · Title A · advisory until 2027-01-01" in text
    assert text.count("2027-01-01") == 1


def test_an_exemption_is_offered_for_what_blocks_where_the_day_is_known() -> None:
    blocking, advice = found("A", "q"), found("A", "q", level=ADVISORY)
    day = date(2026, 8, 1)

    assert "exemptions in finops.yaml: - {rule: A" in printed(blocking, as_of=day)
    assert "exemptions in finops.yaml" not in printed(advice, as_of=day)
    assert "exemptions in finops.yaml" not in printed(blocking)


def test_rules_that_do_not_apply_are_told_by_reason() -> None:
    text = printed(not_applicable={"a": "no limit is set", "b": "it is a state", "c": "no limit is set"})

    assert text == "\nNot applicable: a, c (no limit is set); b (it is a state)\n"


def test_the_last_line_names_the_rules_that_stop_and_few_of_the_resources() -> None:
    blocked = found("A", "q")
    summary = Summary(Cost.total(()), blocked=(Reason("A", "policy-A", tuple("abcdef")),))
    judgement = Judgement(Outcome((blocked,)), summary)
    undecided = replace(
        judgement,
        outcome=Outcome((replace(blocked, is_undecided=True),)),
        summary=replace(summary, blocked=(replace(summary.blocked[0], is_undecided=True),)),
    )

    assert verdict_line(judgement).plain == "Blocked by A policy-A (a, b, c and 3 more)."
    assert verdict_line(undecided).plain == "Blocked, since it cannot be decided: A policy-A (a, b, c and 3 more)."


def test_the_last_line_names_what_cannot_be_decided_beside_what_is_decided() -> None:
    reasons = (Reason("A", "policy-A", (), is_undecided=True), Reason("B", "policy-B", ("q",)))
    findings = (found("A", "", is_undecided=True), found("B", "q"))
    judgement = Judgement(Outcome(findings), Summary(Cost.total(()), blocked=reasons))

    assert verdict_line(judgement).plain == (
        "Blocked by B policy-B (q); and, since it cannot be decided, by A policy-A."
    )
