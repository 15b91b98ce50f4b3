"""What `outlay check` found, as a person reads it: a page a stack, and of several stacks how many pass.

Not here: the document for machines (`check_document`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TextIO

from outlay.finding import Verdict
from outlay_policy_pack.summary import spoken
from rich.console import Console, RenderableType
from rich.text import Text

from outlay_automation.render import figures
from outlay_automation.render.budget import budget_lines
from outlay_automation.render.findings import finding_lines
from outlay_automation.render.sections import book_line, print_page, print_section
from outlay_automation.render.verdict import verdict_line

if TYPE_CHECKING:
    from outlay_automation.stack_check import CheckResult

_IN_WORDS: Final = {
    Verdict.BLOCK: "blocked",
    Verdict.UNDECIDED: "blocked, since they cannot be decided",
    Verdict.WARN: "pass with findings to look at",
    Verdict.PASS: "pass",
}


def print_check(results: "Sequence[CheckResult]", stream: TextIO) -> None:
    """Print all stacks one after the other."""
    for number, result in enumerate(results):
        if number:
            stream.write("\n\n")
        print_page(stream, partial(_draw, result))
    if len(results) > 1:
        counts = Counter(each.judgement.verdict for each in results)
        said = ", ".join(f"{counts[verdict]} {words}" for verdict, words in _IN_WORDS.items() if counts[verdict])
        stream.write(f"\n\n{len(results)} stacks: {said}.\n")


def _draw(result: "CheckResult", console: Console) -> None:
    name, currency = f"{result.project}/{result.stack}", result.cost.total.currency
    parts = [result.stored.name]
    if result.cost.book is not None:
        parts.append(book_line(result.cost.book, result.cost.resources.values()))
    console.print(Text(name, style="bold").append(f" · {' · '.join(parts)} · {currency} a month", style="not bold dim"))
    sections: tuple[Iterable[RenderableType], ...] = (
        _money(result),
        finding_lines(result.judgement, name, currency),
        (verdict_line(result.judgement),),
    )
    for section in sections:
        print_section(console, section)


def _money(result: "CheckResult") -> Iterator[RenderableType]:
    """What the stack costs, what it grows by, and its budget."""
    yield Text("Costs ", style="bold").append(spoken(result.cost.total), style="not bold")
    if result.growth is not None:
        growth = Text("Grows by ", style="bold").append(figures.signed(result.growth.delta), style="")
        yield growth.append(f" since {result.growth.since}", style="not bold dim")
    yield from budget_lines(result.cost.total, result.standard, result.project, result.stack)
