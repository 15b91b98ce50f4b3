"""Whether what has no figure yet could use a commitment: then nobody can say how much of it is unused.

A gap could draw on a commitment where nothing that is known of it says otherwise: service, region, family, engine. Not
here: what draws on a commitment for certain (a module each).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeAlias

from outlay.discount.machine_type import family_of
from outlay.discount.normalisation import family
from outlay.discount.stated import CommittedUse, Discounts, Plan, Reservation, SavingsPlan, SpendCommitment
from outlay.estimate.charge import DiscountKind, PricedCharge, Range
from outlay.estimate.resource_cost import CommitmentUse, ResourceCost, StackCost
from outlay.money import GapKind
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND

_COULD_BE_USED: Final = "what has no figure here may use some of it"
_AWS: Final = "aws"
_GOOGLE: Final = "gcp"
_COMPUTE: Final = "ComputeEngine"
_WHOLE_RESOURCES: Final = frozenset({GapKind.UNKNOWN, GapKind.NOT_SEEN, GapKind.UNSUPPORTED})
_COMPUTE_PLAN: Final = frozenset({"AmazonEC2", "AmazonECS", "AmazonEKS", "AWSLambda"})
_RUNNING: Final = frozenset({"hours", "vCPU-hours", "GB-hours", "GPU-hours", "GB-seconds"})
_NO_INSTANCES: Final = ("cpu-credits", "ebs-optimized", "year-1-2", "bytes")


@dataclass(frozen=True, slots=True)
class _Open:
    """What could run: a provider's anything, or what is asked of the price book by a query."""

    provider: str
    query: PriceQuery | None = None


_Fits: TypeAlias = Callable[[PriceQuery], bool]


def with_open_use(
    uses: Iterable[CommitmentUse], discounts: Discounts, stacks: Iterable[StackCost]
) -> Iterator[CommitmentUse]:
    """The uses, with nothing unused at the least where something without a figure could draw on the commitment."""
    could_run = [each for stack in stacks for cost in stack.resources.values() for each in _open_uses(cost)]
    takers = _takers(discounts) if could_run else {}
    for use in uses:
        taker = takers.get((use.kind, use.name))
        if taker is None or use.unused is None or not use.unused.high or not _is_taken(taker, could_run):
            yield use
        else:
            note = "; ".join(each for each in (use.note, _COULD_BE_USED) if each)
            yield replace(use, unused=Range(Decimal(0), use.unused.expected, use.unused.high), note=note)


def _is_taken(taker: tuple[str, _Fits], could_run: Iterable[_Open]) -> bool:
    provider, fits = taker
    return any(each.provider in ("", provider) and (each.query is None or fits(each.query)) for each in could_run)


def _open_uses(cost: ResourceCost) -> Iterator[_Open]:
    """What a resource could run beyond what has a figure."""
    provider = cost.type.partition(":")[0]
    for gap in cost.loose_gaps:
        if gap.kind in _WHOLE_RESOURCES:
            yield _Open("" if gap.kind is GapKind.NOT_SEEN else provider)
    for charge in cost.charges:
        if charge.gaps and not charge.cost and _could_run(charge):
            yield _Open(provider, charge.query)
        for each in charge.alternatives:
            if each is not None and _could_run(each):
                yield _Open(provider, each.query)


def _could_run(charge: PricedCharge) -> bool:
    query = charge.query
    is_instance = not query.dimension.startswith(_NO_INSTANCES)
    return query.term == ON_DEMAND and charge.unit in _RUNNING and is_instance


def _takers(discounts: Discounts) -> Mapping[tuple[DiscountKind, str], tuple[str, _Fits]]:
    """By commitment, whose provider it is of and what it could be used by."""
    found: dict[tuple[DiscountKind, str], tuple[str, _Fits]] = {}
    for reservation in discounts.reservations:
        found[DiscountKind.RESERVATION, reservation.name] = _AWS, _fits_reservation(reservation)
    for plan in discounts.savings_plans:
        found[DiscountKind.SAVINGS_PLAN, plan.name] = _AWS, _fits_plan(plan)
    for committed in discounts.committed_use:
        found[DiscountKind.COMMITTED_USE, committed.name] = _GOOGLE, _fits_committed_use(committed)
    for spend in discounts.spend_commitments:
        found[DiscountKind.COMMITTED_USE, spend.name] = _GOOGLE, _fits_spend(spend)
    return found


def _fits_reservation(of: Reservation) -> _Fits:
    own = family(of.instance_type)

    def fits(query: PriceQuery) -> bool:
        is_there = query.service == of.service.value and _is_in(query, of.region)
        return is_there and (not isinstance(query.item, str) or family(query.item) == own)

    return fits


def _fits_plan(plan: SavingsPlan) -> _Fits:
    def fits(query: PriceQuery) -> bool:
        if plan.plan is Plan.COMPUTE:
            is_instance = not isinstance(query.item, str) or query.service != "AmazonEC2" or "." in query.item
            return query.service in _COMPUTE_PLAN and is_instance
        is_there = query.service == "AmazonEC2" and _is_in(query, plan.region)
        return is_there and (not isinstance(query.item, str) or family(query.item) == plan.family)

    return fits


def _fits_committed_use(of: CommittedUse) -> _Fits:
    items = {of.family, *(kind for kind, _ in of.gpus)}

    def fits(query: PriceQuery) -> bool:
        is_there = query.service == _COMPUTE and _is_in(query, of.region)
        return is_there and (not isinstance(query.item, str) or bool({query.item, family_of(query.item)} & items))

    return fits


def _fits_spend(of: SpendCommitment) -> _Fits:
    return lambda query: query.service == of.service.value and _is_in(query, of.region)


def _is_in(query: PriceQuery, region: str) -> bool:
    """Whether it could be in the region; an empty one is everywhere, and one that is open could be any."""
    return not region or not isinstance(query.region, str) or query.region == region
