"""List, contracted and effective cost side by side with each discount by name, and what becomes of commitments.

Not here: when they are shown (the previews' and estimates' own modules), and the documents for machines.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from outlay.estimate.resource_cost import CommitmentUse, ResourceCost, StackCost, Status
from outlay.money import ZERO, Cost
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from outlay_automation.render import figures
from outlay_automation.render.sections import floor, hanging, short_type


def cost_table(stack: StackCost) -> Table:
    """Every resource that a discount or a contract touches, with what takes how much off; the rest summed."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Costs a month", overflow="fold")
    for title in ("List", "Contracted", "Effective"):
        table.add_column(title, justify="right", no_wrap=True)
    priced = [cost for cost in stack.resources.values() if cost.status is not Status.FREE and not cost.is_structural]
    touched = [cost for cost in priced if _is_touched(cost)]
    for cost in sorted(touched, key=lambda cost: (-cost.cost.expected, cost.urn)):
        name = Text(f"{short_type(cost.type)} ").append(cost.name, style="bold")
        table.add_row(name, *_three(cost.list_cost, cost.contracted_cost, cost.cost))
        for discount, amount in _taken_off(cost).items():
            table.add_row(Text(f"  {discount}", style="dim"), "", "", figures.money(-amount, cost.cost.currency))
    others = len(priced) - len(touched)
    if others:
        rest = floor(Cost.total((cost.cost for cost in priced if not _is_touched(cost)), stack.total.currency))
        counted = f"{others} {'other resource' if others == 1 else 'other resources'}, at list price"
        table.add_row(Text(counted, style="dim"), rest, rest, rest)
    table.add_section()
    table.add_row(Text("Total", style="bold"), *_three(stack.list_cost, stack.contracted_cost, stack.total))
    return table


def commitment_lines(commitments: Iterable[CommitmentUse], currency: str) -> Iterator[Text | Padding]:
    """What each commitment costs, and what of it nothing uses: money that is in no resource's cost."""
    uses = list(commitments)
    if uses:
        yield Text(f"Commitments: {len(uses)}", style="bold")
    for each in uses:
        yield hanging(Text(f"{each.name}: ").append(use_of_commitment(each, currency), style="dim"))


def use_of_commitment(of: CommitmentUse, currency: str) -> str:
    """What a commitment costs and what of it nothing uses, or why it is not applied, in a line."""
    if of.cost is None or of.unused is None:
        return f"not applied: {of.note}"
    note = f"; {of.note}" if of.note else ""
    cost = f"{figures.money(of.cost, currency)} a month"
    if not of.unused.high:
        return f"{cost}, all of it used{note}"
    unused = figures.span(of.unused.low, of.unused.expected, of.unused.high, currency)
    return f"{cost}, of which {unused} is unused and in no total here{note}"


def _is_touched(cost: ResourceCost) -> bool:
    return any(charge.discounts or charge.list_cost != charge.cost for charge in cost.charges)


def _taken_off(cost: ResourceCost) -> dict[str, Decimal]:
    """What each discount takes off the resource, by name."""
    found: dict[str, Decimal] = {}
    for charge in cost.charges:
        for each in charge.discounts:
            found[each.name] = found.get(each.name, ZERO) + each.amount
    return found


def _three(list_cost: Cost, contracted: Cost, effective: Cost) -> tuple[str, str, str]:
    return floor(list_cost), floor(contracted), floor(effective)
