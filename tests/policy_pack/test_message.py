"""The text of a finding: what is wrong first, then where, what it costs, what to write instead, how to be exempted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.resource import SourcePosition
from outlay.standard.reading import parse_standard
from outlay_policy_pack.message import exemption_line, place, text_of
from outlay_policy_pack.own_policies import FINANCIAL_STANDARD, finding_of

URN = "urn:pulumi:prod::shop::aws:ebs/volume:Volume::data[0]"
DAY = date(2026, 8, 1)


def finding(**more: Any) -> Finding:
    stated = {
        "rule": "OUT-W001",
        "policy": "gp2-to-gp3",
        "title": "gp3",
        "message": "is gp2",
        "level": EnforcementLevel.MANDATORY,
        "severity": Severity.MEDIUM,
    }
    return Finding(**{**stated, **more})


def test_all_that_is_known_is_said_in_a_fixed_order() -> None:
    found = finding(
        urn=URN,
        remediation='Write type="gp3".',
        monthly=Decimal("10"),
        saving=Decimal("2.345"),
        where="shop › store",
        source=SourcePosition("infra/store.py", 12),
    )
    assert text_of(found, "shop/prod", "EUR", DAY).splitlines() == [
        "is gp2",
        "where: inside shop › store, infra/store.py:12",
        "cost: €10.00 a month, €2.35 a month less when mended",
        'instead: Write type="gp3".',
        f"exempt it by, under exemptions of finops.yaml: {exemption_line(found, 'shop/prod', DAY)}",
    ]


def test_what_is_not_known_is_left_out() -> None:
    assert text_of(finding(), "shop/prod", "USD") == "is gp2"


def test_what_stops_nothing_needs_no_exemption() -> None:
    assert text_of(finding(level=EnforcementLevel.ADVISORY), "shop/prod", "USD", DAY) == "is gp2"


def test_where_no_exemption_could_hold_none_is_offered() -> None:
    assert text_of(finding_of(FINANCIAL_STANDARD, "is broken", "mend it"), "shop/prod", "USD", DAY).splitlines() == [
        "is broken",
        "instead: mend it",
    ]


def test_an_exempted_finding_says_by_what() -> None:
    text = text_of(finding(exemption="moves out (ann, until 2026-12-31)"), "shop/prod", "USD", DAY)
    assert text.splitlines() == ["is gp2", "exempted: moves out (ann, until 2026-12-31)"]


@pytest.mark.parametrize(
    "urn", [URN, "", 'urn:pulumi:prod::shop::a:b/c:D::we"ird\\n*?', "urn:pulumi:p::s::a:b/c:D::ü 'x'"]
)
def test_the_exemption_that_is_offered_covers_this_finding_alone(urn: str) -> None:
    line = exemption_line(finding(urn=urn), "shop/prod", DAY)

    filled = line.replace("SAY WHY", "moves out").replace("SAY WHO", "ann")
    (read,) = parse_standard(f"exemptions:\n{filled}\n").exemptions

    assert read.covers("OUT-W001", "gp2-to-gp3", urn, "shop", "prod")
    assert not read.covers("OUT-W002", "old-generation", urn, "shop", "prod")
    assert not read.covers("OUT-W001", "gp2-to-gp3", urn + "x" if urn else "", "shop", "dev")
    assert read.expires == date(2026, 10, 30)


@pytest.mark.parametrize(
    ("where", "source", "said"),
    [
        ("", None, ""),
        ("shop", None, "inside shop"),
        ("", SourcePosition("main.py", 3), "main.py:3"),
    ],
)
def test_where(where: str, source: SourcePosition | None, said: str) -> None:
    assert place(where, source) == said
