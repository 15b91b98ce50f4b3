"""A preview's result as the JSON document `outlay/preview/1`. Its schema is docs/schemas/preview-1.json."""

from typing import TYPE_CHECKING, Any, Final

from outlay.diff import DiffRow

from outlay_automation.render.assumptions import assumptions_of
from outlay_automation.render.budget_document import budget_document
from outlay_automation.render.cost_document import book, delta, resource_document, total
from outlay_automation.render.finding_document import finding_document, not_applicable_document, source_document

if TYPE_CHECKING:
    from outlay_automation.stack_preview import PreviewResult

SCHEMA: Final = "outlay/preview/1"


def preview_document(result: "PreviewResult") -> dict[str, Any]:
    """The whole result. Equal results give equal documents."""
    diff = result.diff
    return {
        "schema": SCHEMA,
        "project": result.project,
        "stack": result.stack,
        "engine": result.preview.engine,
        "currency": diff.after.total.currency,
        "book": book(diff.after.book, (*diff.before.resources.values(), *diff.after.resources.values())),
        "before": total(diff.before),
        "after": total(diff.after),
        "delta": delta(diff.delta),
        "budget": budget_document(diff.after.total, result.standard, result.project, result.stack),
        "resources": [_row(row) for row in diff.rows],
        "assumptions": [{"subject": each.subject, "text": each.text} for each in assumptions_of(result)],
        "findings": [finding_document(each) for each in result.findings],
        "not_applicable": not_applicable_document(result.outcome),
        "verdict": result.verdict.value,
        "exit_code": int(result.exit_code),
        "policy_violations": [
            {
                "pack": each.pack,
                "policy": each.policy,
                "enforcement_level": each.enforcement_level,
                "severity": each.severity,
                "message": each.message,
                "urn": each.urn,
            }
            for each in result.violations
        ],
        "diagnostics": [
            {"severity": each.severity.value, "message": each.message, "urn": each.urn}
            for each in result.preview.diagnostics
        ],
        "notices": list(result.notices),
    }


def _row(row: DiffRow) -> dict[str, Any]:
    return {
        "urn": row.urn,
        "old_urn": row.old_urn,
        "type": row.cost.type,
        "name": row.cost.name,
        "operation": row.op.value,
        "replace_keys": list(row.replace_keys),
        "source": source_document(row.source),
        "before": None if row.before is None else resource_document(row.before),
        "after": None if row.after is None else resource_document(row.after),
        "delta": delta(row.delta),
    }
