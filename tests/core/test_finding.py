"""What follows from findings, and with which exit code a command ends."""

import pytest
from outlay.errors import ExitCode
from outlay.finding import EnforcementLevel, Finding, Severity, Verdict, verdict


def finding(level: EnforcementLevel, *, is_undecided: bool = False) -> Finding:
    return Finding("OUT-X001", "A rule", "what it found", level, Severity.LOW, is_undecided=is_undecided)


ADVISES = finding(EnforcementLevel.ADVISORY)
WONDERS = finding(EnforcementLevel.ADVISORY, is_undecided=True)
BLOCKS = finding(EnforcementLevel.MANDATORY)
BLOCKS_FOR_LACK_OF_KNOWLEDGE = finding(EnforcementLevel.MANDATORY, is_undecided=True)


@pytest.mark.parametrize(
    ("findings", "follows", "exit_code"),
    [
        ([], Verdict.PASS, ExitCode.FINE),
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
