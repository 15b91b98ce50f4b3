"""The policies of the pack that are no rules: whether there is a standard at all, and the summary of the stack.

They have names, levels and settings as rules have, and the analyzer says what there is to say of them. Not here: rules
(`outlay_policy_pack.rules`), looking for the standard (`standard_search`) and summing up (`summary`).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.standard.model import Standard

from outlay_policy_pack.rule import Answers, Area, NoSettings, Rule, Scope


def _nothing(_view: object, _standard: Standard, _settings: NoSettings) -> Answers:
    """The analyzer speaks for these policies."""
    yield from ()


FINANCIAL_STANDARD: Final = Rule(
    id="OUT-S001",
    name="financial-standard",
    title="A financial standard that can be read",
    area=Area.STANDARD,
    scope=Scope.RESOURCE,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.CRITICAL,
    clouds=(),
    rationale="Without a standard there is nothing to hold a stack against; a broken one would let everything pass.",
    remediation=(
        "Put a finops.yaml beside the Pulumi project or above it (`outlay init` writes a first one), or name one in "
        "OUTLAY_STANDARD or in the policy configuration: financial-standard, standard."
    ),
    example='{"financial-standard": {"standard": "../finops.yaml"}}',
    capability="Policy & Governance",
    settings=NoSettings,
    check=_nothing,
)
COST_SUMMARY: Final = Rule(
    id="OUT-S000",
    name="cost-summary",
    title="What the stack costs",
    area=Area.STANDARD,
    scope=Scope.STACK,
    level=EnforcementLevel.ADVISORY,
    severity=Severity.LOW,
    clouds=(),
    rationale="Whoever changes a stack sees what it costs a month, beside what is wrong with it.",
    remediation="There is nothing to mend. Policy configuration disables it: cost-summary, disabled.",
    example='{"cost-summary": "disabled"}',
    capability="Reporting & Analytics",
    settings=NoSettings,
    check=_nothing,
)
OWN_POLICIES: Final[tuple[Rule[Any], ...]] = (FINANCIAL_STANDARD, COST_SUMMARY)

STANDARD: Final = "standard"
"""The property of `financial-standard` that names the standard's file."""
BASELINE: Final = "baseline"
"""The property of `monthly-delta` that names the file which the change is counted from."""
PATHS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        FINANCIAL_STANDARD.name: {STANDARD: "The standard's file, from the project's folder, else from the pack's."},
        "monthly-delta": {BASELINE: "The file of `outlay baseline write`, from the project's folder."},
    }
)
"""By policy, the properties of Pulumi's policy configuration that name a file, and what each is.

They say where the pack reads from, which finops.yaml has no say in.
"""


def finding_of(
    rule: Rule[Any], message: str, remediation: str = "", level: EnforcementLevel = EnforcementLevel.MANDATORY
) -> Finding:
    """What is said under a policy's name of what it needs and does not have: a standard, a baseline.

    No exemption lets it pass: there is nothing yet to read exemptions from, or to hold one against.
    """
    return Finding(
        rule=rule.id,
        policy=rule.name,
        title=rule.title,
        message=message,
        level=level,
        severity=rule.severity,
        remediation=remediation or rule.remediation,
        is_exemptible=False,
    )
