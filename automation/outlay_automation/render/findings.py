"""What rules found, as a person reads it: a rule at a time, what stops the change first, and briefly if it is much.

Not here: the headline and the verdict of a page, and what a finding says (`outlay_policy_pack`).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.money import ZERO
from outlay.resource import name_of, type_of
from outlay_policy_pack.message import exemption_line, place
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from outlay_automation.render import figures
from outlay_automation.render.sections import hanging, short_type

if TYPE_CHECKING:
    from outlay_automation.judging import Judgement

_MOST_SHOWN: Final = 5
"""Findings of a rule that are shown one by one."""
_UNTIL: Final = re.compile(r" \((advisory until \d{4}-\d{2}-\d{2})\)$")
"""How the message of a rule ends that is only advisory for a time."""
_SEVERITIES: Final = tuple(Severity)


@dataclass(frozen=True, slots=True)
class _State:
    """What findings do: in a word before each rule, in the count above all, and its colour."""

    word: str
    counted: Callable[[int], str]
    style: str
    holds: Callable[[Finding], bool]


_STATES: Final = (
    _State(
        "blocks",
        lambda count: "1 blocks" if count == 1 else f"{count} block",
        "bold red",
        lambda each: each.blocks and not each.is_undecided,
    ),
    _State(
        "undecided",
        lambda count: f"{count} undecided, which blocks",
        "bold yellow",
        lambda each: each.blocks and each.is_undecided,
    ),
    _State(
        "advisory",
        lambda count: f"{count} to look at",
        "yellow",
        lambda each: each.level is EnforcementLevel.ADVISORY and not each.exemption,
    ),
    _State("exempted", lambda count: f"{count} exempted", "dim", lambda each: bool(each.exemption)),
)
"""Worst first; each finding is in one of them."""


def finding_lines(judgement: "Judgement", stack: str, currency: str) -> Iterator[Text | Table | Padding]:
    """What rules found in a stack (`project/stack`), and which did not apply; amounts are in `currency`."""
    as_of = judgement.as_of
    by_state = [(state, [each for each in judgement.findings if state.holds(each)]) for state in _STATES]
    if judgement.findings:
        counts = " · ".join(state.counted(len(found)) for state, found in by_state if found)
        heading = Text("Findings: ", style="bold").append(counts)
        if saving := judgement.summary.saving:
            heading.append(f" · mending all would save {figures.money(saving, currency)} a month", style="green")
        yield heading
        yield _table(by_state, currency)
    exemptible = (each for each in judgement.findings if each.blocks and each.is_exemptible)
    if as_of is not None and (blocking := next(exemptible, None)):
        line = Text("An exemption, where one is due, goes under exemptions in finops.yaml: ", style="dim")
        yield hanging(line.append(exemption_line(blocking, stack, as_of)))
    reasons: dict[str, list[str]] = {}
    for policy, reason in judgement.outcome.not_applicable.items():
        reasons.setdefault(reason, []).append(policy)
    if reasons:
        said = "; ".join(f"{', '.join(policies)} ({reason})" for reason, policies in reasons.items())
        yield Text(f"Not applicable: {said}", style="dim")


def _table(by_state: Iterable[tuple[_State, list[Finding]]], currency: str) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    table.add_column("")
    for state, found in by_state:
        for group in _by_rule(found):
            table.add_row(Text(f"  {state.word}", style=state.style), Group(*_rule_lines(group, currency)))
    return table


def _by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings a rule, the gravest rule first, then the one that would save most."""
    groups: dict[str, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.rule, []).append(each)
    return sorted(groups.values(), key=lambda each: (_SEVERITIES.index(each[0].severity), -_saving(each), each[0].rule))


def _rule_lines(findings: list[Finding], currency: str) -> Iterator[Text | Padding]:
    """A rule with its findings, those first that cost or would save most."""
    first = findings[0]
    heading = Text(first.rule, style="bold").append(f" {first.policy}" if first.policy else "")
    until = _advisory_until(first)
    yield heading.append(f" · {first.title}{f' · {until}' if until else ''}", style="not bold dim")
    ordered = sorted(findings, key=lambda each: (-(each.saving or each.monthly or ZERO), each.urn, each.message))
    shown = ordered if len(ordered) <= _MOST_SHOWN + 1 else ordered[:_MOST_SHOWN]
    remedies = {_remedy(each) for each in shown}
    for each in shown:
        yield hanging(_finding(each, currency))
        if len(remedies) > 1 and (remedy := _remedy(each)):
            yield hanging(Text(remedy, style="italic"))
    if len(shown) < len(ordered):
        rest = ordered[len(shown) :]
        saving = f", which would save {figures.money(_saving(rest), currency)} a month" if _saving(rest) else ""
        yield hanging(Text(f"… and {len(rest)} more{saving}; --format json has all", style="dim"))
    if len(remedies) == 1 and (remedy := _remedy(first)):
        yield hanging(Text(remedy, style="italic"))


def _finding(finding: Finding, currency: str) -> Text:
    """Which resource, where it is declared, what is wrong, and what that costs."""
    line = Text()
    if finding.urn:
        line.append(f"{short_type(type_of(finding.urn))} ").append(name_of(finding.urn), style="bold")
        if found := place(finding.where, finding.source):
            line.append(f" ({found})", style="dim")
        line.append(": ")
    line.append(_brief(finding))
    if finding.saving:
        line.append(f"; saves {figures.money(finding.saving, currency)} a month", style="green")
    elif finding.monthly:
        line.append(f"; {figures.money(finding.monthly, currency)} a month")
    return line


def _brief(finding: Finding) -> str:
    """The message without what its rule's heading says, and with the first of many reasons why it is open."""
    message = _UNTIL.sub("", finding.message)
    first, *others = finding.open or ("",)
    if not others:
        return message
    return message.replace("; ".join(finding.open), f"{first.partition('; ')[0]} … and {len(others)} more")


def _advisory_until(finding: Finding) -> str:
    """Until when the rule only advises, as its messages say it; empty where they do not."""
    found = _UNTIL.search(finding.message)
    return found[1] if found else ""


def _remedy(finding: Finding) -> str:
    """What to do about it, or why nothing has to be done."""
    if finding.exemption:
        return f"because {finding.exemption}"
    return f"→ {finding.remediation}" if finding.remediation else ""


def _saving(findings: Iterable[Finding]) -> Decimal:
    return sum((each.saving or ZERO for each in findings), ZERO)
