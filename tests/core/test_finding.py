"""What follows from findings, and with which exit code a command ends."""

import pytest
from outlay.errors import ExitCode
from outlay.finding import EnforcementLevel, Finding, Severity, Verdict, verdict


def finding(level: EnforcementLevel, *, is_undecided: bool = False, exemption: str = "") -> Finding:
    text = ("OUT-X001", "A rule", "what it found")
    return Finding(*text, level, Severity.LOW, is_undecided=is_undecided, exemption=exemption)


ADVISES = finding(EnforcementLevel.ADVISORY)
WONDERS = finding(EnforcementLevel.ADVISORY, is_undecided=True)
BLOCKS = finding(EnforcementLevel.MANDATORY)
BLOCKS_FOR_LACK_OF_KNOWLEDGE = finding(EnforcementLevel.MANDATORY, is_undecided=True)
EXEMPTED = finding(EnforcementLevel.MANDATORY, exemption="moves in autumn")


@pytest.mark.parametrize(
    ("findings", "follows", "exit_code"),
    [
        ([], Verdict.PASS, ExitCode.FINE),
        ([EXEMPTED], Verdict.PASS, ExitCode.FINE),
        ([EXEMPTED, WONDERS], Verdict.WARN, ExitCode.FINE),
        ([EXEMPTED, BLOCKS], Verdict.BLOCK, ExitCode.BLOCKED),
        ([ADVISES, WONDERS], Verdict.WARN, ExitCode.FINE),
        ([ADVISES, BLOCKS_FOR_LACK_OF_KNOWLEDGE], Verdict.UNDECIDED, ExitCode.UNDECIDED),
        ([BLOCKS_FOR_LACK_OF_KNOWLEDGE, ADVISES], Verdict.UNDECIDED, ExitCode.UNDECIDED),
        ([BLOCKS_FOR_LACK_OF_KNOWLEDGE, BLOCKS], Verdict.BLOCK, ExitCode.BLOCKED),
        ([BLOCKS, BLOCKS_FOR_LACK_OF_KNOWLEDGE], Verdict.BLOCK, ExitCode.BLOCKED),
    ],
)
def test_the_worst_finding_decides(findings, follows, exit_code):
    assert verdict(findings) is follows
    assert follows.exit_code is exit_code


@pytest.mark.parametrize(("found", "blocks"), [(BLOCKS, True), (BLOCKS_FOR_LACK_OF_KNOWLEDGE, True), (EXEMPTED, False)])
def test_what_is_exempted_stops_nothing(found, blocks):
    assert found.blocks is blocks
