"""A resource's cost as JSON: the form of one line of `outlay estimate --format jsonl`, and of all other documents.

Amounts are strings, exact to the last digit. Not here: which document it stands in.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from outlay.estimate.amount import written
from outlay.estimate.charge import PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost
from outlay.money import Cost, Delta, Gap
from outlay.prices.book import BookIdentity
from outlay.prices.staleness import dates_of


def cost_line(cost: ResourceCost) -> dict[str, Any]:
    """One line of `--format jsonl`: name, type, status, monthly figures, gaps, charges and assumptions."""
    return {
        "name": cost.name,
        "type": cost.type,
        "status": cost.status.value,
        "monthly": monthly(cost.cost) if _has_priced_part(cost) else None,
        "gaps": [gap(each) for each in cost.cost.gaps],
        "charges": [charge(each) for each in cost.charges],
        "assumptions": list(cost.assumptions),
    }


def resource_document(cost: ResourceCost) -> dict[str, Any]:
    """A resource's cost within a larger document: its line, where it is, why it is free, and each charge's formula."""
    line = cost_line(cost)
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


def gap(of: Gap) -> dict[str, str]:
    """A gap within the resource that the line is about."""
    return {"kind": of.kind.value, "charge": of.charge, "reason": of.reason}


def gap_of_resource(of: Gap) -> dict[str, str]:
    """A gap with the resource it belongs to."""
    return {"urn": of.urn, **gap(of)}


def charge(of: PricedCharge) -> dict[str, Any]:
    """One line of a resource's cost; `monthly` is null where a gap stands in its place."""
    price = of.price
    return {
        "name": of.label,
        "unit": of.unit,
        "quantity": _range(of.quantity),
        "unit_price": None if of.unit_price is None else written(of.unit_price),
        "monthly": _range(of.cost),
        "price": None
        if price is None
        else {
            "source": price.source,
            "as_of": price.as_of.isoformat(),
            "grade": price.grade.value,
            "layer": price.layer,
        },
    }


def _has_priced_part(cost: ResourceCost) -> bool:
    """Whether there are figures: a gap alone is not zero."""
    return not cost.cost.gaps or any(each.cost is not None for each in cost.charges)


def _range(of: Range | None) -> dict[str, str] | None:
    if of is None:
        return None
    ends: tuple[tuple[str, Decimal], ...] = (("low", of.low), ("expected", of.expected), ("high", of.high))
    return {name: written(value) for name, value in ends}
