"""A preview as a person reads it in a terminal or a review: what changes, what that costs, what the figures rest on.

Not here: rounding and signs (`figures`), and the document for machines (`preview_document`).
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, TextIO

from outlay.diff import DiffRow
from outlay.estimate.resource_cost import Status
from outlay.money import Cost, Delta
from outlay.resource import name_of
from outlay.step import DiagnosticSeverity, Op
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from outlay_automation.render import figures
from outlay_automation.render.assumption_lines import assumption_lines
from outlay_automation.render.assumptions import assumptions_of
from outlay_automation.render.budget import budget_lines
from outlay_automation.render.costs import commitment_lines, cost_table
from outlay_automation.render.findings import finding_lines
from outlay_automation.render.sections import (
    book_line,
    cell,
    floor,
    gap_lines,
    largest_lines,
    page_text,
    print_page,
    print_section,
    short_type,
)
from outlay_automation.render.verdict import verdict_line

if TYPE_CHECKING:
    from outlay_automation.stack_preview import PreviewResult

_SIGNS: Final = {
    Op.CREATE: ("+", "green"),
    Op.UPDATE: ("~", "yellow"),
    Op.REPLACE: ("+-", "magenta"),
    Op.DELETE: ("-", "red"),
    Op.IMPORT: ("=", "cyan"),
    Op.READ: (">", "cyan"),
}


def print_preview(result: "PreviewResult", stream: TextIO, *, costs: bool = False) -> None:
    """Print the whole result, with list, contracted and effective cost after the change where `costs` asks for it."""
    print_page(stream, lambda console: _draw(console, result, costs))


def changes_text(result: "PreviewResult") -> str:
    """The table of what changes, and nothing else, as plain text."""
    return page_text(lambda console: console.print(_changes(result)))


def _draw(console: Console, result: "PreviewResult", costs: bool) -> None:
    _headline(console, result)
    console.print(_changes(result))
    after = result.diff.after
    if costs:
        console.print()
        console.print(cost_table(after))
    sections: tuple[Iterable[RenderableType], ...] = (
        budget_lines(after.total, result.standard, result.project, result.stack),
        finding_lines(result.judgement, f"{result.project}/{result.stack}", after.total.currency),
        _policies(result),
        gap_lines(after),
        largest_lines(after, "Largest lines after the change"),
        commitment_lines(after.commitments, after.total.currency),
        assumption_lines(assumptions_of(result)),
        _messages(result),
        (verdict_line(result.judgement, result.violations),),
    )
    for section in sections:
        print_section(console, section)


def _headline(console: Console, result: "PreviewResult") -> None:
    book = result.diff.after.book
    parts = [f"{result.preview.engine} engine"]
    if book is not None:
        parts.append(book_line(book, (*result.diff.before.resources.values(), *result.diff.after.resources.values())))
    parts.append(f"{result.diff.after.total.currency} a month")
    name = Text(f"{result.project}/{result.stack}", style="bold")
    console.print(name.append(f" · {' · '.join(parts)}", style="not bold dim"))
    console.print()


def _changes(result: "PreviewResult") -> Table:
    diff = result.diff
    table = Table(box=None, pad_edge=False, expand=False, show_edge=False, header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column("Resource", overflow="fold")
    for title in ("Before", "After", "Change"):
        table.add_column(title, justify="right", no_wrap=True)
    priced = [row for row in diff.changed if not _is_free(row)]
    for row in sorted(priced, key=lambda row: (-abs(row.delta.expected), row.urn)):
        sign, style = _SIGNS.get(row.op, ("=", "dim"))
        table.add_row(
            Text(sign, style=style),
            _named(row),
            cell(row.before) if row.before else figures.NOTHING,
            cell(row.after) if row.after else figures.NOTHING,
            figures.signed(row.delta),
        )
    free = [row for row in diff.changed if _is_free(row)]
    if free:
        table.add_row(
            "",
            Text(f"{_count(free, 'change')} that cost nothing: {_names(free)}", style="dim"),
            "",
            "",
            figures.NOTHING,
        )
    if not diff.changed:
        table.add_row("", Text("nothing changes", style="dim"), "", "", "")
    unchanged = [row for row in diff.unchanged if not _is_free(row)]
    idle = len(diff.unchanged) - len(unchanged)
    label = f"{_count(unchanged, 'unchanged resource')}" + (f", and {idle} that are free" if idle else "")
    table.add_row(
        "",
        Text(label, style="dim"),
        floor(Cost.total(row.before.cost for row in unchanged if row.before)),
        floor(Cost.total(row.after.cost for row in unchanged if row.after)),
        figures.signed(Delta.total(row.delta for row in unchanged)),
    )
    table.add_section()
    table.add_row(
        "",
        Text("Total", style="bold"),
        Text(floor(diff.before.total), style="bold"),
        Text(floor(diff.after.total), style="bold"),
        Text(figures.signed(diff.delta), style="bold"),
    )
    return table


def _named(row: DiffRow) -> Text:
    text = Text(f"{short_type(row.cost.type)} ").append(row.cost.name, style="bold")
    if row.is_renamed and row.old_urn is not None:
        text.append(f"  renamed from {name_of(row.old_urn)}", style="dim")
    if row.op is Op.REPLACE and row.replace_keys:
        text.append(f"  replaced for {', '.join(row.replace_keys)}", style="dim")
    return text


def _is_free(row: DiffRow) -> bool:
    return all(side is None or side.status is Status.FREE for side in (row.before, row.after)) and not row.is_renamed


def _policies(result: "PreviewResult") -> Iterator[Text]:
    violations = result.violations
    if violations:
        yield Text(f"Policy violations: {len(violations)}", style="bold")
    for each in violations:
        where = f" {name_of(each.urn)}" if each.urn else ""
        message = " ".join(each.message.split())
        yield Text(f"  [{each.enforcement_level}] {each.pack} {each.policy}{where}: {message}")


def _messages(result: "PreviewResult") -> Iterator[Text]:
    for notice in result.notices:
        yield Text(f"note: {notice}")
    for each in result.preview.diagnostics:
        if each.severity is not DiagnosticSeverity.INFO:
            yield Text(f"{each.severity}: {each.message.strip()}")


def _count(things: list[DiffRow], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _names(rows: list[DiffRow]) -> str:
    return ", ".join(dict.fromkeys(row.cost.name for row in rows))
