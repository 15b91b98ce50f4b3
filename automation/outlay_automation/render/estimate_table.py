"""An estimate as a person reads it: each resource's cost, the total, and what is not in it."""

from typing import TextIO

from outlay.estimate.resource_cost import StackCost, Status
from rich.console import Console
from rich.table import Table
from rich.text import Text

from outlay_automation.render import figures
from outlay_automation.render.assumption_lines import assumption_lines
from outlay_automation.render.assumptions import of_stack
from outlay_automation.render.costs import commitment_lines, cost_table
from outlay_automation.render.sections import (
    book_line,
    cell,
    floor,
    gap_lines,
    largest_lines,
    page_text,
    print_page,
    short_type,
)


def print_estimate(stack: StackCost, stream: TextIO, *, costs: bool = False) -> None:
    """Print the whole estimate, with list, contracted and effective cost apart where `costs` asks for it."""
    print_page(stream, lambda console: _draw(console, stack, costs))


def estimate_text(stack: StackCost) -> str:
    """The whole estimate as plain text."""
    return page_text(lambda console: _draw(console, stack, False))


def _draw(console: Console, stack: StackCost, costs: bool) -> None:
    if stack.book is not None:
        dated = f"{book_line(stack.book, stack.resources.values())} · {stack.total.currency} a month"
        console.print(Text(dated, style="dim"))
    console.print(_table(stack))
    if costs:
        console.print()
        console.print(cost_table(stack))
    commitments = commitment_lines(stack.commitments, stack.total.currency)
    for lines in (gap_lines(stack), largest_lines(stack), commitments, assumption_lines(of_stack(stack))):
        section = list(lines)
        if section:
            console.print()
            for line in section:
                console.print(line)


def _table(stack: StackCost) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Resource", overflow="fold")
    table.add_column("Monthly", justify="right", no_wrap=True)
    shown = [cost for cost in stack.resources.values() if not cost.is_structural]
    for cost in sorted(shown, key=lambda cost: (-cost.cost.expected, cost.urn)):
        if cost.status is not Status.FREE:
            table.add_row(Text(f"{short_type(cost.type)} ").append(cost.name, style="bold"), cell(cost))
    free = [cost for cost in shown if cost.status is Status.FREE]
    if free:
        counted = "1 resource that is free" if len(free) == 1 else f"{len(free)} resources that are free"
        table.add_row(Text(counted, style="dim"), figures.NOTHING)
    table.add_row(Text("Total", style="bold"), Text(floor(stack.total), style="bold"))
    return table
