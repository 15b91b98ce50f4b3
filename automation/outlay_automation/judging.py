"""What the rules say of a stack whose costs are known: the step that previews and stored files share.

Not here: where a stack comes from (`stack_preview`, `stored_stack`), and how what is said is printed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from outlay.estimate.resource_cost import StackCost
from outlay.estimate.stack import usage_keys_nobody_knows
from outlay.finding import Finding, Verdict, verdict
from outlay.prices.book import PriceBook
from outlay.prices.opened_book import OpenedBook, open_book
from outlay.resource import STACK_TYPE, Resource, Snapshot, type_of
from outlay.standard.environments import ENVIRONMENT_KEY
from outlay.standard.model import Standard
from outlay.standard.reading import read_standard
from outlay.step import PolicyViolation
from outlay.tagging.ownership import of_stack
from outlay.wire import values_of
from outlay_policy_pack.declaration import PACK
from outlay_policy_pack.evaluation import Outcome, evaluate
from outlay_policy_pack.own_policies import COST_SUMMARY
from outlay_policy_pack.pricing import Pricing
from outlay_policy_pack.stack_view import ONE_SIDE_KNOWN, Growth, StackView
from outlay_policy_pack.summary import Summary

NO_STANDARD: Final = (
    "no finops.yaml was found: rules are at their defaults, and nothing is required; `outlay init` writes one"
)
"""What a result says that nobody gave a standard for."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of a stack, summed up, and what follows. `as_of` is the day that it was judged by."""

    outcome: Outcome
    summary: Summary
    as_of: date | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules found, exempted findings among them."""
        return self.outcome.findings

    @property
    def verdict(self) -> Verdict:
        """What follows from the findings."""
        return verdict(self.outcome.findings)


def opened_standard(path: Path | None) -> tuple[Standard, OpenedBook]:
    """The standard in a file, or an empty one where there is none, with the book that it asks for.

    Raises:
        InvalidFile: the file or one that it names is not what it should be.
        DamagedPrices: an overlay of prices is missing, cut or altered.
    """
    if path is None:
        return Standard(), open_book(None, None)
    standard = read_standard(path)
    return standard, open_book(standard, path)


def pricing_of(
    standard: Standard, book: PriceBook, configuration: Mapping[str, str], as_of: date | None = None
) -> Pricing:
    """What a standard prices by: a book, with the use, the hours, the choices and the discounts that it states.

    Args:
        standard: the standard.
        book: where unit prices come from.
        configuration: the stack's configuration by full key, which may state its environment.
        as_of: the day that days until expiry count from; without one nothing expires.
    """
    return Pricing.of(standard, book, as_of=as_of, environment=configuration.get(ENVIRONMENT_KEY, ""))


def passed_over(resources: Iterable[Resource], standard: Standard) -> tuple[str, ...]:
    """What is stated of the use of these resources and nobody reads, and what a usage file was matched to, in words."""
    resources = tuple(resources)
    unknown = usage_keys_nobody_knows(resources, standard.usage.of)
    unread = (f"usage {', '.join(keys)} of {urn} is stated, and nothing reads it" for urn, keys in unknown.items())
    return (*unread, *standard.usage.notices(resources))


def judgement_of(
    resources: Snapshot,
    cost: StackCost,
    standard: Standard,
    pricing: Pricing,
    *,
    configuration: Mapping[str, str],
    growth: Growth | None = None,
    is_state: bool = False,
    as_of: date | None = None,
) -> Judgement:
    """Hold a stack against its standard.

    Args:
        resources: the stack after the change, or as it is.
        cost: what it costs.
        standard: what to judge by.
        pricing: what it was priced by.
        configuration: the stack's configuration by full key, as far as it is known.
        growth: what the change adds, where both sides are known.
        is_state: whether this is a state and no change.
        as_of: the day to judge by; without one nothing expires or grows old.

    Raises:
        InvalidFile: the standard sets a rule that does not exist, or sets one wrongly.
        WrongUse: the configuration states one owner twice.
    """
    project, stack = resources.project, resources.stack
    view = StackView(
        resources,
        cost,
        pricing,
        growth=growth,
        is_state=is_state,
        environment=standard.environment(project, stack, configuration.get(ENVIRONMENT_KEY, "")),
        as_of=as_of,
        ownership=of_stack(standard, project, stack, values_of(configuration)),
    )
    outcome = evaluate(view, standard)
    return Judgement(outcome, Summary.of(view, standard, outcome.findings), as_of)


def said_besides(violations: Iterable[PolicyViolation], outcome: Outcome) -> Iterator[PolicyViolation]:
    """What policy packs said that no finding says: our own pack, attached to the engine, says most things again.

    A violation is a finding when it is of our pack, of the same policy and of the same resource; not when it stops the
    change and the finding does not, as with a level that only Pulumi's own policy configuration sets. What the pack
    left open since it sees one side only is decided here, unless the rule is off here or has no limit to hold to.
    """
    known: dict[tuple[str, str], bool] = {}
    for finding in outcome.findings:
        key = (finding.policy, finding.urn)
        known[key] = known.get(key, False) or finding.blocks
    for each in violations:
        if each.pack != PACK or not (_is_told_anyway(each, outcome) or _is_found(each, known)):
            yield each


def _is_told_anyway(violation: PolicyViolation, outcome: Outcome) -> bool:
    """Whether a violation of our pack is its summary, which a page is itself, or an open question that is none here."""
    is_summary = violation.policy == COST_SUMMARY.name and not violation.is_mandatory
    return is_summary or (violation.policy in outcome.decided and ONE_SIDE_KNOWN in violation.message)


def _is_found(violation: PolicyViolation, known: Mapping[tuple[str, str], bool]) -> bool:
    """Whether a violation of our pack is among the findings, of which `known` says whether they stop the change."""
    urn = violation.urn or ""
    # the engine says of a whole stack that it is about the stack's own resource
    stops = known.get((violation.policy, "" if type_of(urn) == STACK_TYPE else urn))
    return stops is not None and (stops or not violation.is_mandatory)
