"""What rules say of a stack, and what follows from all they said.

Not here: the rules (`outlay_policy_pack`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from outlay.errors import ExitCode
from outlay.money import Money


class EnforcementLevel(StrEnum):
    """What a finding does, in Pulumi's words."""

    ADVISORY = "advisory"
    MANDATORY = "mandatory"


class Severity(StrEnum):
    """How grave a finding is, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    `urn` is empty when it concerns the whole stack. `is_undecided` marks a finding that stands only because a value or
    a price was not known. `monthly` is what it costs a month, where that can be said.
    """

    rule: str
    title: str
    message: str
    level: EnforcementLevel
    severity: Severity
    urn: str = ""
    remediation: str = ""
    is_undecided: bool = False
    monthly: Money | None = None


class Verdict(StrEnum):
    """What follows from all findings."""

    PASS = "pass"
    WARN = "warn"
    BLOCK = "block"
    UNDECIDED = "undecided"

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of a command that ends with this verdict."""
        return {Verdict.BLOCK: ExitCode.BLOCKED, Verdict.UNDECIDED: ExitCode.UNDECIDED}.get(self, ExitCode.FINE)


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Block when something mandatory is decided, undecided when only undecided findings block, else warn or pass."""
    worst = Verdict.PASS
    for finding in findings:
        if finding.level is EnforcementLevel.ADVISORY:
            worst = Verdict.WARN if worst is Verdict.PASS else worst
        elif not finding.is_undecided:
            return Verdict.BLOCK
        else:
            worst = Verdict.UNDECIDED
    return worst
