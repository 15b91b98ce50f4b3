"""One resource's cost in full: each charge with its formula, its price and where that price comes from."""

from decimal import Decimal
from typing import TextIO

from outlay.estimate.amount import written
from outlay.estimate.charge import PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost

from outlay_automation.render import figures


def print_explanation(cost: ResourceCost, stream: TextIO) -> None:
    """Print the resource, its charges, its gaps and what its figures rest on."""
    where = f" in {cost.region}" if cost.region else ""
    stream.write(f"{cost.name}  {cost.type}{where}\n{cost.urn}\n")
    stream.write(f"status {cost.status.value}, {figures.cost(cost.cost)} a month\n")
    if cost.free_reason:
        stream.write(f"free: {cost.free_reason}\n")
    for charge in cost.charges:
        stream.write("\n" + "\n".join(_charge(charge, cost.cost.currency)) + "\n")
    loose = [gap for gap in cost.cost.gaps if not any(gap in charge.gaps for charge in cost.charges)]
    for gap in loose:
        stream.write(f"\n{gap.kind.value}: {gap.reason}\n")
    if cost.assumptions:
        stream.write("\nassumptions\n" + "".join(f"  {text}\n" for text in cost.assumptions))
    stream.write("\n")


def _charge(charge: PricedCharge, currency: str) -> list[str]:
    lines = [charge.label]
    price = charge.price
    if charge.unit_price is not None and charge.quantity is not None and charge.cost is not None:
        amount = figures.span(charge.cost.low, charge.cost.expected, charge.cost.high, currency)
        unit_price = figures.unit_price(charge.unit_price, currency)
        lines.append(f"  {_quantity(charge.quantity)} {charge.unit} × {unit_price} = {amount}")
        lines.append(f"  quantity: {charge.formula}")
    elif charge.cost is not None:
        amount = figures.span(charge.cost.low, charge.cost.expected, charge.cost.high, currency)
        lines.append(f"  {amount}, by alternatives of different prices")
        lines.append(f"  quantity: {charge.formula}")
    elif charge.unit_price is not None:
        lines.append(f"  {figures.unit_price(charge.unit_price, currency)} per {charge.unit}")
    lines += [f"  {gap.kind.value}: {gap.reason}" for gap in charge.gaps]
    if price is not None:
        lines.append(f"  price: {charge.query}")
        lines.append(f"  source: {price.source}, {price.as_of.isoformat()}, grade {price.grade.value}, {price.layer}")
    return lines


def _quantity(quantity: Range) -> str:
    if quantity.low == quantity.high:
        return f"{Decimal(written(quantity.expected)):,f}"
    return f"{written(quantity.low)}–{written(quantity.high)}"
