"""What an effective cost rests on that nobody can look up, and which of the stated discounts do nothing.

Not here: what becomes of each commitment (`CommitmentUse` says it), and what a single resource rests on.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from outlay.discount.line import Line
from outlay.discount.spot import SpotOutcome
from outlay.discount.stated import Discounts, NegotiatedDiscount, SavingsPlan, Selector, SpendCommitment, SpotUse
from outlay.estimate.amount import MONTH_HOURS
from outlay.estimate.charge import DiscountKind, Range
from outlay.estimate.resource_cost import CommitmentUse
from outlay.step import Assumption

_SUBJECT: Final = "finops.yaml discounts"
_AT_ONE_TIME: Final = "what runs part of a month runs at the same time as all else that does; commitments are drawn so"
_IDLE: Final = "it applies to nothing that is estimated here"
_WHOLE_COMMITMENTS: Final = "commitments are taken to be this estimate's alone: nothing else is taken to use them"
_WHOLE_FREE_TIER: Final = "the whole free tier is taken to be this estimate's: nothing else is taken to use it"


def assumptions_of(
    discounts: Discounts,
    lines: Sequence[Line],
    choices: Sequence[Line],
    commitments: Sequence[CommitmentUse],
    spot: SpotOutcome,
) -> Iterator[Assumption]:
    """What the effective cost of these lines rests on, each once.

    Args:
        discounts: what is stated.
        lines: the charges after all discounts.
        choices: the alternatives of those that are still a choice.
        commitments: what became of the commitments; what is said of one that is not applied is no assumption.
        spot: what came of buying at spot prices.
    """
    applied = {use.name for use in commitments if use.cost is not None}
    texts = [*spot.missing, *_rates(discounts, applied), *_shares(lines, applied)]
    if lines or choices:
        texts += _idle(discounts, lines, choices, spot)
    yield from (Assumption(_SUBJECT, text) for text in dict.fromkeys(texts))


def _rates(discounts: Discounts, applied: set[str]) -> Iterator[str]:
    """The percentages that the standard states, and those that a provider publishes."""
    for plan in discounts.savings_plans:
        if plan.rates:
            rates = _percentages(plan)
            yield f"{plan.name}: {rates}, as the standard states; it is not checked against the provider's rates"
    for of in discounts.spend_commitments:
        yield f"{of.name}: {_spend(of)}"
    stated = [(each.name, each.percent) for each in discounts.reservations if each.name in applied]
    stated += [(each.name, each.percent) for each in discounts.committed_use if each.name in applied]
    stated += [(each.name, each.percent) for each in discounts.spot]
    for name, percent in stated:
        if percent is not None:
            yield f"{name}: {percent} % off the on-demand price, as the standard states"


def _shares(lines: Sequence[Line], applied: set[str]) -> Iterator[str]:
    """Whose the commitments and allowances are, and who draws on them at what time."""
    if any(line.saved and line.charge.hours is not None and _is_part_time(line.charge.hours) for line in lines):
        yield _AT_ONE_TIME
    if applied:
        yield _WHOLE_COMMITMENTS
    if any(kind is DiscountKind.FREE_TIER for line in lines for kind, _ in line.saved):
        yield _WHOLE_FREE_TIER


def _idle(discounts: Discounts, lines: Sequence[Line], choices: Sequence[Line], spot: SpotOutcome) -> Iterator[str]:
    """The entries that take no line and no choice, such as one whose service is misspelt."""
    taken = {id(line.negotiated) for line in lines}
    untaken = (each for each in discounts.negotiated if id(each) not in taken)
    idle: tuple[SpotUse | NegotiatedDiscount, ...] = (*spot.idle, *untaken)
    for each in idle:
        if not any(line.is_selected(each.selector) for line in choices):
            yield f"{each.name}: {_IDLE}"
    used = {line.provider for line in lines for kind, _ in line.saved if kind is DiscountKind.FREE_TIER}
    for provider in sorted(discounts.free_tiers - used):
        yield f"free tier of {provider}: {_IDLE}"


def _is_part_time(hours: Range) -> bool:
    return hours.low < MONTH_HOURS


def _percentages(plan: SavingsPlan) -> str:
    """What it takes off what, the first that selects a charge first."""
    first, *others = plan.rates
    selected = _selected(first.selector)
    found = [f"{first.percent} % off on-demand prices{f' of {selected}' if selected else ''}"]
    found += [
        f"{each.percent} % off those of {_selected(each.selector) or 'all else that it covers'}" for each in others
    ]
    return ", ".join(found)


def _selected(by: Selector) -> str:
    """What a selector takes, in words; empty where it takes everything."""
    parts = [" or ".join(each) for each in (by.services, by.items, by.providers, by.resources) if each]
    if not by.regions:
        return " ".join(parts)
    return f"{' '.join(parts) or 'everything'} in {' or '.join(by.regions)}"


def _spend(of: SpendCommitment) -> str:
    if of.percent is None:
        return f"what Google publishes for {of.years} year{'' if of.years == 1 else 's'} off on-demand prices"
    return f"{of.percent} % off on-demand prices, as the standard states"
