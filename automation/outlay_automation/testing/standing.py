"""Asserts that a program keeps the standard: what the rules found, in the words that a preview prints.

Not here: the rules (`outlay_policy_pack`).
"""

from dataclasses import replace

from outlay.finding import EnforcementLevel
from rich.console import Console

from outlay_automation.render.findings import finding_lines
from outlay_automation.render.sections import page_text
from outlay_automation.render.verdict import verdict_line
from outlay_automation.testing.program_cost import ProgramCost


def assert_within_standard(cost: ProgramCost, *rules: str, level: str = EnforcementLevel.MANDATORY) -> None:
    """Assert that nothing of the standard stops the program.

    Args:
        cost: the program.
        rules: the rules that are meant, by id or name; all by default.
        level: `mandatory` for what would stop a deployment, `advisory` for all that is not exempted.

    Raises:
        AssertionError: a rule found something, or nobody can decide it and the standard blocks then. It says what,
            where, and what to do about it.
        ValueError: there is no such level.
    """
    __tracebackhide__ = True
    least = EnforcementLevel(level)
    if least not in (EnforcementLevel.MANDATORY, EnforcementLevel.ADVISORY):
        raise ValueError(f"the level is mandatory or advisory, not {level!r}")
    found = tuple(
        each
        for each in cost.findings
        if (each.blocks if least is EnforcementLevel.MANDATORY else not each.exemption)
        and (not rules or each.rule in rules or each.policy in rules)
    )
    if not found:
        return
    judgement = cost.result.judgement
    said = replace(judgement, outcome=replace(judgement.outcome, findings=found, not_applicable={}))

    def draw(console: Console) -> None:
        for line in finding_lines(said, cost.name, cost.currency):
            console.print(line)
        console.print(verdict_line(said))

    raise AssertionError(f"{cost.name} does not keep the standard\n{page_text(draw).rstrip()}")
