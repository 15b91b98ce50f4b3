"""What `outlay check` found as the JSON document `outlay/check/1`. Its schema is docs/schemas/check-1.json."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from outlay.estimate.amount import written

from outlay_automation.render.budget_document import budget_document
from outlay_automation.render.cost_document import book, delta, monthly, total
from outlay_automation.render.finding_document import finding_document, not_applicable_document

if TYPE_CHECKING:
    from outlay.errors import ExitCode

    from outlay_automation.stack_check import CheckResult

SCHEMA: Final = "outlay/check/1"


def check_document(results: "Sequence[CheckResult]", exit_code: "ExitCode") -> dict[str, Any]:
    """All stacks with what the rules say of them. Equal results give equal documents."""
    return {"schema": SCHEMA, "stacks": [_stack(each) for each in results], "exit_code": int(exit_code)}


def _stack(result: "CheckResult") -> dict[str, Any]:
    judgement = result.judgement
    return {
        "file": result.stored.name,
        "project": result.project,
        "stack": result.stack,
        "state": result.stored.is_state,
        "currency": result.cost.total.currency,
        "book": book(result.cost.book, result.cost.resources.values()),
        "total": total(result.cost),
        "growth": _growth(result),
        "budget": budget_document(result.cost.total, result.standard, result.project, result.stack),
        "saving": written(judgement.summary.saving),
        "findings": [finding_document(each) for each in judgement.findings],
        "not_applicable": not_applicable_document(judgement.outcome),
        "verdict": judgement.verdict.value,
        "notices": list(result.notices),
    }


def _growth(result: "CheckResult") -> dict[str, Any] | None:
    growth = result.growth
    if growth is None:
        return None
    return {"since": growth.since, "before": monthly(growth.before), "delta": delta(growth.delta)}
