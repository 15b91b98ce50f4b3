"""Costs within JSON documents: of a resource, of a stack, and what lies between two.

Amounts are strings, exact to the last digit. Not here: the form of a resource's figures, which is that of a line of
`outlay estimate --format jsonl` (`cost_line`), and which document they stand in.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from outlay.estimate.amount import written
from outlay.estimate.charge import Range
from outlay.estimate.resource_cost import CommitmentUse, ResourceCost, StackCost
from outlay.money import Cost, Delta, Gap
from outlay.prices.book import BookIdentity
from outlay.prices.staleness import dates_of

from outlay_automation.render.cost_line import figures


def resource_document(cost: ResourceCost) -> dict[str, Any]:
    """A resource's cost within a larger document, which names the currency.

    It is what its line holds, where it is, why it is free, and each charge's formula.
    """
    line = json.loads(f"{{{figures(cost)}}}")
    return {
        "urn": cost.urn,
        "region": cost.region,
        **line,
        "free_reason": cost.free_reason or None,
        "charges": [
            {**document, "formula": of.formula} for document, of in zip(line["charges"], cost.charges, strict=True)
        ],
    }


def book(of: BookIdentity | None, costs: Iterable[ResourceCost]) -> dict[str, Any] | None:
    """Which prices were used: the book with its layers, and of which dates the figures are that these costs rest on."""
    if of is None:
        return None
    dates = dates_of(costs)
    return {
        "as_of": of.as_of.isoformat(),
        "digest": of.digest,
        "layers": [
            {"name": layer.name, "as_of": layer.as_of.isoformat(), "digest": layer.digest} for layer in of.layers
        ],
        "figures": None
        if dates is None
        else {"oldest": dates.oldest.isoformat(), "youngest": dates.youngest.isoformat()},
    }


def total(stack: StackCost) -> dict[str, Any]:
    """The sum over a stack, what it does not hold, and what becomes of the commitments that its discounts draw on."""
    return {
        "monthly": monthly(stack.total),
        "costs": _sums(stack.list_cost, stack.contracted_cost, stack.total),
        "gaps": [gap_of_resource(each) for each in stack.total.gaps],
        "commitments": [_commitment(each) for each in stack.commitments],
    }


def monthly(cost: Cost) -> dict[str, str | None]:
    """The figures of a cost; `high` is null where a gap leaves it open."""
    high = None if cost.high is None else written(cost.high)
    return {"low": written(cost.low), "expected": written(cost.expected), "high": high}


def delta(of: Delta) -> dict[str, Any]:
    """A difference, with the gaps that stand on one side only."""
    return {
        "low": written(of.low),
        "expected": written(of.expected),
        "high": written(of.high),
        "undecided": of.is_undecided,
        "gaps_opened": [gap_of_resource(each) for each in of.opened],
        "gaps_closed": [gap_of_resource(each) for each in of.closed],
    }


def gap_of_resource(of: Gap) -> dict[str, str]:
    """A gap with the resource it belongs to."""
    return {"urn": of.urn, "kind": of.kind.value, "charge": of.charge, "reason": of.reason}


def _sums(list_cost: Cost, contracted: Cost, effective: Cost) -> dict[str, Any]:
    """The three costs of FOCUS; where nothing is taken off they are one and the same."""
    shown = monthly(effective)
    return {
        "list": shown if list_cost is effective else monthly(list_cost),
        "contracted": shown if contracted is effective else monthly(contracted),
        "effective": shown,
    }


def _commitment(of: CommitmentUse) -> dict[str, Any]:
    return {
        "kind": of.kind.value,
        "name": of.name,
        "cost": None if of.cost is None else written(of.cost),
        "unused": _range(of.unused),
        "note": of.note or None,
    }


def _range(of: Range | None) -> dict[str, str] | None:
    if of is None:
        return None
    ends: tuple[tuple[str, Decimal], ...] = (("low", of.low), ("expected", of.expected), ("high", of.high))
    return {name: written(value) for name, value in ends}
