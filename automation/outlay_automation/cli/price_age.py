"""What a command says of the age of the prices it used, and how it ends where the standard lets that block."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from outlay.finding import EnforcementLevel, Finding, Verdict, verdict
from outlay.prices.opened_book import OpenedBook
from outlay.prices.staleness import dates_of

from outlay_automation.cli.clock import today

if TYPE_CHECKING:
    from outlay.estimate.resource_cost import ResourceCost


def age_findings(opened: OpenedBook, costs: Iterable["ResourceCost"]) -> tuple[Finding, ...]:
    """What is to be said today of the age of the prices that these costs rest on."""
    priced = tuple(costs)
    dates = dates_of(priced)
    return opened.findings(today(), dates.layers, priced) if dates is not None else ()


def age_notice(finding: Finding) -> str:
    """A finding of old prices in a line."""
    return f"{finding.message}; {finding.remediation.removesuffix('.')}"


def blocking_reasons(findings: Iterable[Finding]) -> str:
    """The findings that block, with their rules, in a line; empty where none does."""
    blocking = (each for each in findings if each.level is EnforcementLevel.MANDATORY)
    return "; ".join(f"{each.rule} {each.message}" for each in blocking)


def end_with(findings: tuple[Finding, ...]) -> None:
    """Say what was found, and end the command where it blocks.

    Raises:
        SystemExit: with the exit code of blocked.
    """
    for finding in findings:
        sys.stderr.write(f"note: {age_notice(finding)}\n")
    if verdict(findings) is Verdict.BLOCK:
        sys.stderr.write(f"Blocked: {blocking_reasons(findings)}\n")
        sys.exit(Verdict.BLOCK.exit_code)
