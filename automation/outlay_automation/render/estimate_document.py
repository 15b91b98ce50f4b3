"""An estimate as the JSON document `outlay/estimate/1`. Its schema is docs/schemas/estimate-1.json."""

from typing import Any, Final

from outlay.estimate.resource_cost import StackCost

from outlay_automation.render.cost_document import cost_line, gap_of_resource, monthly

SCHEMA: Final = "outlay/estimate/1"


def estimate_document(stack: StackCost) -> dict[str, Any]:
    """All resources with their costs, and the total; what only orders other resources is left out."""
    return {
        "schema": SCHEMA,
        "currency": stack.total.currency,
        "book": None if stack.book is None else {"as_of": stack.book.as_of.isoformat(), "digest": stack.book.digest},
        "total": {"monthly": monthly(stack.total), "gaps": [gap_of_resource(gap) for gap in stack.total.gaps]},
        "resources": [
            {**cost_line(cost), "urn": cost.urn, "region": cost.region, "free_reason": cost.free_reason}
            for cost in stack.resources.values()
            if not cost.is_structural
        ],
    }
