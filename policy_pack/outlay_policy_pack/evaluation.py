"""Runs every rule over a stack and gathers what they found. Not here: Pulumi, and what follows from findings."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from outlay.finding import Finding
from outlay.standard.model import Standard

from outlay_policy_pack.rules.budgets.estimate_within_budget import estimate_within_budget
from outlay_policy_pack.rules.tags.required_tags import required_tags
from outlay_policy_pack.stack_view import StackView

Rule: TypeAlias = Callable[[StackView, Standard], Iterator[Finding]]

RULES: Final[tuple[Rule, ...]] = (estimate_within_budget, required_tags)


def evaluate(view: StackView, standard: Standard) -> tuple[Finding, ...]:
    """What all rules find, sorted by rule and resource."""
    found = (finding for rule in RULES for finding in rule(view, standard))
    return tuple(sorted(found, key=lambda finding: (finding.rule, finding.urn, finding.message)))
