"""A preview as a person reads it in a terminal or a review: what changes, what that costs, what the figures rest on.

Not here: rounding and signs (`figures`), and the document for machines (`preview_document`).
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, TextIO

from outlay.diff import DiffRow
from outlay.estimate.resource_cost import Status
from outlay.finding import EnforcementLevel, Finding, Verdict
from outlay.money import Comparison, Cost, Delta
from outlay.prices.staleness import RULE as AGE_RULE
from outlay.resource import name_of
from outlay.step import DiagnosticSeverity, Op
from rich.console import Console
from rich.table import Table
from rich.text import Text

from outlay_automation.render import figures
from outlay_automation.render.assumptions import assumptions_of
from outlay_automation.render.costs import commitment_lines, cost_table
from outlay_automation.render.sections import (
    assumption_lines,
    book_line,
    cell,
    floor,
    gap_lines,
    largest_lines,
    print_page,
    short_type,
)

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


def _draw(console: Console, result: "PreviewResult", costs: bool) -> None:
    _headline(console, result)
    console.print(_changes(result))
    after = result.diff.after
    if costs:
        console.print()
        console.print(cost_table(after))
    sections = (
        gap_lines(after),
        largest_lines(after, "Largest lines after the change"),
        commitment_lines(after.commitments, after.total.currency),
        _budget(result),
        _tags(result),
        _policies(result),
        _prices(result),
        assumption_lines(assumptions_of(result)),
        _messages(result),
    )
    for section in sections:
        lines = list(section)
        if lines:
            console.print()
            for line in lines:
                console.print(line)
    console.print()
    console.print(_verdict(result))


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


def _budget(result: "PreviewResult") -> Iterator[Text]:
    budget = result.budget
    if budget is None:
        if result.standard.budgets.stacks:
            yield Text(f"No budget is set for {result.project}/{result.stack} in finops.yaml.", style="yellow")
        return
    total = result.diff.after.total
    currency = total.currency
    text = Text("Budget ", style="bold").append(figures.money(budget.monthly, currency), style="")
    answer = total.compare(budget.monthly)
    if answer is Comparison.ABOVE:
        text.append(f", exceeded by at least {figures.money(total.low - budget.monthly, currency)}", style="red")
    elif answer is Comparison.UNDECIDED:
        text.append(f", undecided: the estimate is {floor(total)}", style="yellow")
    else:
        headroom = budget.monthly - (total.high or total.low)
        share = f" ({headroom / budget.monthly * 100:.0f} %)" if budget.monthly else ""
        without_use = ", without the use that nobody stated" if total.gaps else ""
        text.append(f", headroom {figures.money(headroom, currency)}{share}{without_use}")
    yield text


def _tags(result: "PreviewResult") -> Iterator[Text]:
    found = [finding for finding in result.findings if finding.rule.startswith("OUT-T")]
    if found:
        yield Text(f"Required tags missing: {len(found)}", style="bold")
    for finding in found:
        cost = result.diff.after.resources[finding.urn]
        yield Text(f"  {short_type(cost.type)} {cost.name}: {finding.message}")


def _policies(result: "PreviewResult") -> Iterator[Text]:
    violations = result.preview.violations
    if violations:
        yield Text(f"Policy violations: {len(violations)}", style="bold")
    for each in violations:
        where = f" {name_of(each.urn)}" if each.urn else ""
        message = " ".join(each.message.split())
        yield Text(f"  [{each.enforcement_level}] {each.pack} {each.policy}{where}: {message}")


def _prices(result: "PreviewResult") -> Iterator[Text]:
    """What is to be said of the prices' age."""
    for finding in result.findings:
        if finding.rule == AGE_RULE:
            yield Text(f"{finding.rule} {finding.message}; {finding.remediation}", style="yellow")


def _messages(result: "PreviewResult") -> Iterator[Text]:
    for notice in result.notices:
        yield Text(f"note: {notice}")
    for each in result.preview.diagnostics:
        if each.severity is not DiagnosticSeverity.INFO:
            yield Text(each.message.strip())


def _verdict(result: "PreviewResult") -> Text:
    blocking = [each for each in result.findings if each.level is EnforcementLevel.MANDATORY]
    if result.verdict is Verdict.BLOCK:
        return Text(f"Blocked: {_reasons(blocking)}", style="bold red")
    if result.verdict is Verdict.UNDECIDED:
        return Text(f"Blocked, since it cannot be decided: {_reasons(blocking)}", style="bold yellow")
    if result.exit_code:
        return Text("Blocked by a policy pack.", style="bold red")
    advisory = [each for each in result.findings if each.level is EnforcementLevel.ADVISORY]
    if advisory:
        return Text(f"Passes, with {_count(advisory, 'finding')} to look at.", style="yellow")
    return Text("Passes.", style="green")


def _reasons(findings: Iterable[Finding]) -> str:
    return "; ".join(f"{finding.rule} {finding.message}" for finding in findings)


def _count(things: "list[DiffRow] | list[Finding]", name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _names(rows: list[DiffRow]) -> str:
    return ", ".join(dict.fromkeys(row.cost.name for row in rows))
