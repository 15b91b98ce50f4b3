"""What rules say of a stack, and what follows from all they said.

Not here: the rules and how they are run (`outlay_policy_pack`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from outlay.errors import ExitCode
from outlay.money import Money
from outlay.resource import SourcePosition


class EnforcementLevel(StrEnum):
    """What a rule does with what it finds, in Pulumi's words. A finding itself is advisory or mandatory."""

    DISABLED = "disabled"
    """The rule does not run."""
    ADVISORY = "advisory"
    """It is said, and nothing is stopped."""
    MANDATORY = "mandatory"
    """It stops the change."""
    REMEDIATE = "remediate"
    """What the rule can mend is mended in the planned inputs; what is left stops the change."""


class Severity(StrEnum):
    """How grave a finding is, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    `rule` is the rule's id (`OUT-T001`), `policy` its name in Pulumi (`required-tags`). `urn` is empty when it concerns
    the whole stack; `where` is the path of components that leads to the resource, `source` the line of the program.
    `message` says what is wrong, `remediation` what to write instead. `monthly` is what it costs a month and `saving`
    what the mended form costs less, in the standard's currency, where that can be said.

    `is_undecided` marks a finding that stands only because something was not known; `open` names what, and why.
    `exemption` is the reason of the standard's exemption that covers it: it is listed then, and stops nothing.
    `is_exemptible` is false where none could: of a standard or a baseline that cannot be read.
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
    saving: Money | None = None
    policy: str = ""
    open: tuple[str, ...] = ()
    where: str = ""
    source: SourcePosition | None = None
    exemption: str = ""
    is_exemptible: bool = True

    @property
    def blocks(self) -> bool:
        """Whether it stops the change."""
        return self.level is EnforcementLevel.MANDATORY and not self.exemption


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
    """Block when something mandatory is decided, undecided when only undecided findings block, else warn or pass.

    What is exempted counts for nothing.
    """
    worst = Verdict.PASS
    for finding in findings:
        if finding.exemption:
            continue
        if not finding.blocks:
            worst = Verdict.WARN if worst is Verdict.PASS else worst
        elif not finding.is_undecided:
            return Verdict.BLOCK
        else:
            worst = Verdict.UNDECIDED
    return worst
