"""An estimate as the JSON document `outlay/estimate/1`. Its schema is docs/schemas/estimate-1.json."""

from collections.abc import Iterable
from typing import Any, Final

from outlay.estimate.resource_cost import StackCost

from outlay_automation.render.assumptions import of_stack
from outlay_automation.render.cost_document import book, resource_document, total

SCHEMA: Final = "outlay/estimate/1"


def estimate_document(stack: StackCost, notices: Iterable[str] = ()) -> dict[str, Any]:
    """All resources with their costs, and the total; what only orders other resources is left out.

    `notices` are what else is to be said, such as of the age of the prices.
    """
    return {
        "schema": SCHEMA,
        "currency": stack.total.currency,
        "book": book(stack.book, stack.resources.values()),
        "total": total(stack),
        "resources": [resource_document(cost) for cost in stack.resources.values() if not cost.is_structural],
        "assumptions": [{"subject": each.subject, "text": each.text} for each in of_stack(stack)],
        "notices": list(notices),
    }
