"""Free tiers: allowances a month that an account has once, used up by resource in the order of their URNs.

Off unless the standard switches them on, as in the field: an estimate of one stack cannot know what others have used.
Not here: the allowances themselves (`outlay.discount.allowances`).
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from outlay.discount.allowances import ALLOWANCES, Allowance
from outlay.discount.line import Line, hours_of
from outlay.estimate.charge import DiscountKind
from outlay.prices.term import ON_DEMAND


def apply(providers: frozenset[str], lines: Sequence[Line]) -> None:
    """Use up the allowances of these providers."""
    by_service: dict[str, list[Line]] = {}
    for line in lines if providers else ():
        by_service.setdefault(line.query.service, []).append(line)
    for allowance in ALLOWANCES:
        if allowance.provider in providers:
            for pool in _pools(allowance, by_service.get(allowance.service, ())):
                _use_up(allowance, pool)


def _pools(allowance: Allowance, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines that share an amount, in order."""
    by_region: dict[str, list[Line]] = {}
    for line in sorted((line for line in lines if _is_within(allowance, line)), key=lambda line: line.order):
        by_region.setdefault(line.region if allowance.is_per_region else "", []).append(line)
    yield from by_region.values()


def _is_within(allowance: Allowance, line: Line) -> bool:
    query = line.query
    return (
        line.charge.unit == allowance.unit
        and query.term == ON_DEMAND
        and (not allowance.dimensions or query.dimension in allowance.dimensions)
        and line.is_selected(allowance.selector)
    )


def _use_up(allowance: Allowance, lines: Sequence[Line]) -> None:
    left = [Fraction(allowance.amount)] * 3
    for line in lines:
        for portion in line.portions:
            for end, rest in enumerate(portion.rest):
                asked = rest.unit_hours / hours_of(allowance.unit)
                free = min(asked, left[end])
                if free:
                    left[end] -= free
                    share = free / asked
                    of = (DiscountKind.FREE_TIER, f"free tier, {allowance.name}")
                    portion.take(end, rest.times(share), rest.times(1 - share), Fraction(0), of, is_agreed=False)
