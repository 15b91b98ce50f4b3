"""The text of a finding for people: where, what it costs, what to write instead, and how to be exempted.

Not here: the headline that stands over it in Pulumi and in a report, and the summary of a stack (`summary`).
"""

import glob
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from outlay.figures import money
from outlay.finding import Finding
from outlay.resource import SourcePosition
from outlay.standard.exemptions import SAY_WHO, SAY_WHY

_EXEMPTION_DAYS: Final = 90
"""How long the exemption holds that is offered: a quarter, after which somebody looks at it again."""


def text_of(finding: Finding, stack: str, currency: str, as_of: date | None = None) -> str:
    """A finding in a few lines, the first of which says what is wrong.

    Args:
        finding: what a rule found.
        stack: the stack, as `project/stack`.
        currency: the currency of its amounts.
        as_of: the day from which the exemption that is offered is counted; without one none is offered, nor where
            none could hold.
    """
    return "\n".join(_lines(finding, stack, currency, as_of))


def exemption_line(finding: Finding, stack: str, as_of: date) -> str:
    """An entry for `exemptions` of finops.yaml that lets a finding pass for a while; who and why is to be filled in."""
    about = f"resource: {_quoted(finding.urn)}" if finding.urn else f"stacks: [{_quoted(stack)}]"
    until = (as_of + timedelta(days=_EXEMPTION_DAYS)).isoformat()
    return f'- {{rule: {finding.rule}, {about}, reason: "{SAY_WHY}", owner: "{SAY_WHO}", expires: {until}}}'


def place(where: str, source: SourcePosition | None) -> str:
    """Where a resource is declared, as far as it is known: the components around it and the line of the program."""
    line = f"{source.file}:{source.line}" if source is not None else ""
    return ", ".join(filter(None, (f"inside {where}" if where else "", line)))


def _lines(finding: Finding, stack: str, currency: str, as_of: date | None) -> Iterator[str]:
    yield finding.message
    if found := place(finding.where, finding.source):
        yield f"where: {found}"
    if cost := _cost(finding, currency):
        yield f"cost: {cost}"
    if finding.remediation:
        yield f"instead: {finding.remediation}"
    if finding.exemption:
        yield f"exempted: {finding.exemption}"
    elif finding.blocks and finding.is_exemptible and as_of is not None:
        yield f"exempt it by, under exemptions of finops.yaml: {exemption_line(finding, stack, as_of)}"


def _cost(finding: Finding, currency: str) -> str:
    """What it costs, and what the mended form would save."""
    parts = []
    if finding.monthly:
        parts.append(f"{money(finding.monthly, currency)} a month")
    if finding.saving:
        parts.append(f"{money(finding.saving, currency)} a month less when mended")
    return ", ".join(parts)


def _quoted(text: str) -> str:
    """A text as YAML that means it and no other, where globs are understood."""
    return json.dumps(glob.escape(text), ensure_ascii=False)
