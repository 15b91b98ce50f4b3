"""Asserts that a program keeps the standard: what the rules found, in the words that a preview prints.

Not here: the rules (`outlay_policy_pack`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from outlay.finding import EnforcementLevel
from outlay_policy_pack.rule import Rule, all_rules
from rich.console import Console

from outlay_automation.render.findings import finding_lines
from outlay_automation.render.sections import page_text
from outlay_automation.render.verdict import verdict_line
from outlay_automation.testing.program_cost import ProgramCost


def assert_within_standard(cost: ProgramCost, *rules: str, level: str = EnforcementLevel.MANDATORY) -> None:
    """Assert that nothing of the standard stops the program.

    Args:
        cost: the program.
        rules: the rules that are meant, by id or name, each of which has to be in force; all by default.
        level: `mandatory` for what would stop a deployment, `advisory` for all that is not exempted.

    Raises:
        AssertionError: a rule found something, or nobody can decide it and the standard blocks then. It says what,
            where, and what to do about it. Or a rule that is named is disabled or does not apply, so that nothing
            would be asserted.
        LookupError: there is no rule of that id or name.
        ValueError: there is no such level.
    """
    __tracebackhide__ = True
    least = EnforcementLevel(level)
    if least not in (EnforcementLevel.MANDATORY, EnforcementLevel.ADVISORY):
        raise ValueError(f"the level is mandatory or advisory, not {level!r}")
    meant = _meant(rules)
    names = {each.name for each in meant}
    found = tuple(
        each
        for each in cost.findings
        if (each.blocks if least is EnforcementLevel.MANDATORY else not each.exemption)
        and (not rules or each.policy in names)
    )
    if not found:
        if idle := list(_not_in_force(meant, cost)):
            raise AssertionError("\n".join((f"nothing would be asserted of {cost.name}:", *idle)))
        return
    judgement = cost.result.judgement
    said = replace(judgement, outcome=replace(judgement.outcome, findings=found, not_applicable={}))

    def draw(console: Console) -> None:
        for line in finding_lines(said, cost.name, cost.currency):
            console.print(line)
        console.print(verdict_line(said))

    raise AssertionError(f"{cost.name} does not keep the standard\n{page_text(draw).rstrip()}")


def _meant(rules: Sequence[str]) -> list[Rule[Any]]:
    known = {key: each for each in all_rules() for key in (each.id, each.name)}
    for key in rules:
        if key not in known:
            close = get_close_matches(key, known, 3)
            said = f"; did you mean {' or '.join(map(repr, close))}?" if close else ""
            raise LookupError(f"there is no rule {key!r}{said}")
    return [known[key] for key in rules]


def _not_in_force(rules: Sequence[Rule[Any]], cost: ProgramCost) -> Iterator[str]:
    outcome = cost.result.outcome
    for each in rules:
        if reason := outcome.not_applicable.get(each.name):
            yield f"  {each.id} {each.name} does not apply: {reason}"
        elif each.name not in outcome.decided:
            yield f"  {each.id} {each.name} is disabled in the standard"
