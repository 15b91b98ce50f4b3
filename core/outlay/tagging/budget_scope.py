"""The tag that says to which budget a resource's cost belongs, and how budget objects of both clouds filter by it.

It is the only filter that budgets use, since a filter of Google Cloud takes one label. Not here: limits, alerts and
recipients (`outlay.standard.budgets`), and the budget objects themselves (`outlay_components`).
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from outlay.resource import Resource, Secret, Unknown, Value

BUDGET_TAG: Final = "outlay-budget"
"""The key of the tag (AWS) and of the label (Google Cloud)."""
AWS_BUDGET_TYPE: Final = "aws:budgets/budget:Budget"
GCP_BUDGET_TYPE: Final = "gcp:billing/budget:Budget"
_LONGEST: Final = 63
_DIGEST: Final = 8
_PLAIN: Final = re.compile(r"[a-z0-9-]+")
_OTHER: Final = re.compile(r"[^a-z0-9-]+")
_BETWEEN: Final = "_"
_AWS_FILTER: Final = "TagKeyValue"
_AWS_PREFIX: Final = f"user:{BUDGET_TAG}$"


def scope_of_stack(project: str, stack: str) -> str:
    """The scope of a whole stack, as a value that both clouds take: `webshop_prod`."""
    return _scope(project, stack)


def scope_of_component(project: str, stack: str, component: str) -> str:
    """The scope of one component with a budget of its own: `webshop_prod_orders`."""
    return _scope(project, stack, component)


def aws_filter(scope: str) -> tuple[str, str]:
    """Name and value of the cost filter that selects a scope in a budget on AWS."""
    return _AWS_FILTER, f"{_AWS_PREFIX}{scope}"


def gcp_filter(scope: str) -> Mapping[str, str]:
    """The labels by which a budget on Google Cloud selects a scope."""
    return {BUDGET_TAG: scope}


def scope_of_budget(resource: Resource) -> str | Unknown | None:
    """The scope that a budget object of either cloud selects.

    Returns:
        The scope; the marker where its filter is open until deployment; None for a budget with another filter, and
        for what is no budget.
    """
    if resource.type == AWS_BUDGET_TYPE:
        found = (_aws_scope(text) for text in _aws_values(resource.inputs))
        return next((scope for scope in found if scope is not None), None)
    if resource.type == GCP_BUDGET_TYPE:
        return _gcp_scope(resource.inputs.get("budgetFilter"))
    return None


def _scope(*parts: str) -> str:
    """The parts as one value; with a digest where it would not be told apart from that of other parts otherwise."""
    plain = _BETWEEN.join(parts)
    if len(plain) <= _LONGEST and all(_PLAIN.fullmatch(part) for part in parts):
        return plain
    digest = sha256("\0".join(parts).encode()).hexdigest()[:_DIGEST]
    readable = _BETWEEN.join(_OTHER.sub("-", part.lower()).strip("-") for part in parts)
    return f"{readable[: _LONGEST - _DIGEST - 1]}-{digest}"


def _aws_values(inputs: Mapping[str, Value]) -> Iterator[Value]:
    filters = inputs.get("costFilters")
    if isinstance(filters, Unknown | Secret):
        yield filters
    for each in filters if isinstance(filters, list | tuple) else ():
        if isinstance(each, Unknown | Secret):
            yield each
        elif isinstance(each, Mapping) and each.get("name") == _AWS_FILTER:
            values = each.get("values")
            yield from values if isinstance(values, list | tuple) else (values,)


def _aws_scope(value: Value) -> str | Unknown | None:
    if isinstance(value, Unknown | Secret):
        return Unknown()
    if isinstance(value, str) and value.startswith(_AWS_PREFIX):
        return value.removeprefix(_AWS_PREFIX)
    return None


def _gcp_scope(value: Value) -> str | Unknown | None:
    """The scope within a budget filter, its labels, or the label itself."""
    if isinstance(value, Unknown | Secret):
        return Unknown()
    if isinstance(value, Mapping):
        return _gcp_scope(value.get("labels") if "labels" in value else value.get(BUDGET_TAG))
    return value if isinstance(value, str) else None
