"""The tag that says to which budget a resource's cost belongs, and how budget objects of both clouds filter by it.

It is the only filter that budgets use, since a filter of Google Cloud takes one label. Not here: limits, alerts and
recipients (`outlay.standard.budgets`), and the budget objects themselves (`outlay_components`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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
_GCP_NARROWING: Final = ("projects", "services", "subaccounts", "resourceAncestors")
"""What else a budget filter of Google Cloud may select by; with any of these it sees less than the scope."""


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
    """The scope that a budget object of either cloud selects, and nothing less than the whole of it.

    Returns:
        The scope; the marker where its filter is open until deployment; None for a budget with another filter, or with
        a further one that leaves a part of the scope out, and for what is no budget.
    """
    if resource.type == AWS_BUDGET_TYPE:
        return _aws_scope(resource.inputs)
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


def _aws_scope(inputs: Mapping[str, Value]) -> str | Unknown | None:
    """The scope where the tag is all that the budget filters by."""
    if inputs.get("filterExpression"):
        return None
    selected = list(_aws_selections(inputs))
    if any(isinstance(each, Unknown | Secret) for each in selected):
        return Unknown()
    (only,) = selected if len(selected) == 1 else (None,)
    return only.removeprefix(_AWS_PREFIX) if isinstance(only, str) and only.startswith(_AWS_PREFIX) else None


def _aws_selections(inputs: Mapping[str, Value]) -> Iterator[Value]:
    """All that a budget selects by: the values of its tag filter, None for each filter by something else."""
    for each in _listed(inputs.get("costFilters")):
        if isinstance(each, Mapping) and each.get("name") == _AWS_FILTER:
            yield from _listed(each.get("values"))
        else:
            yield each if isinstance(each, Unknown | Secret) else None


def _listed(value: Value) -> Sequence[Value]:
    """The elements of a list; a value that is none, or that nobody can look into, by itself."""
    if isinstance(value, list | tuple):
        return value
    return () if value is None else (value,)


def _gcp_scope(value: Value) -> str | Unknown | None:
    """The scope where the label is all that the budget filters by."""
    if isinstance(value, Unknown | Secret):
        return Unknown()
    if not isinstance(value, Mapping) or any(value.get(each) for each in _GCP_NARROWING):
        return None
    labels = value.get("labels")
    if isinstance(labels, Unknown | Secret):
        return Unknown()
    scope = labels.get(BUDGET_TAG) if isinstance(labels, Mapping) and len(labels) == 1 else None
    if isinstance(scope, Unknown | Secret):
        return Unknown()
    return scope if isinstance(scope, str) else None
