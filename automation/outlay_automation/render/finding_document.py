"""What the rules say of a stack as JSON, alike in every document.

Amounts are strings, exact to the last digit. Not here: which document it stands in.
"""

from collections.abc import Mapping
from typing import Any

from outlay.estimate.amount import written
from outlay.finding import Finding
from outlay.resource import SourcePosition
from outlay_policy_pack.evaluation import Outcome


def finding_document(finding: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "rule": finding.rule,
        "policy": finding.policy or None,
        "title": finding.title,
        "level": finding.level.value,
        "severity": finding.severity.value,
        "blocks": finding.blocks,
        "undecided": finding.is_undecided,
        "open": list(finding.open),
        "urn": finding.urn or None,
        "where": finding.where or None,
        "source": source_document(finding.source),
        "message": finding.message,
        "remediation": finding.remediation or None,
        "monthly": None if finding.monthly is None else written(finding.monthly),
        "saving": None if finding.saving is None else written(finding.saving),
        "exemption": finding.exemption or None,
    }


def not_applicable_document(outcome: Outcome) -> list[Mapping[str, str]]:
    """The policies whose question does not arise."""
    return [{"policy": policy, "reason": reason} for policy, reason in outcome.not_applicable.items()]


def source_document(source: SourcePosition | None) -> dict[str, Any] | None:
    """Where the program declares a resource; null where nobody says."""
    return None if source is None else {"file": source.file, "line": source.line, "column": source.column}
