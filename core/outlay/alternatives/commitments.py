"""The same resource under a commitment: a reservation of AWS, committed use of Google Cloud.

A commitment is worked out as a stated one is, for one resource that has it to itself; what of it stays unused counts
as its cost. Not here: what commitments come to (`outlay.discount`), and whether one is held already: those are stated
in the standard.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from outlay.alternatives.alternative import Alternative, AlternativeKind
from outlay.discount.effective import discounted
from outlay.discount.machine_type import SHARED_CORE, family_of
from outlay.discount.stated import CommittedUse, Discounts, Reservation, ReservedService
from outlay.estimate.amount import MONTH_HOURS, written
from outlay.estimate.charge import PricedCharge
from outlay.estimate.gcp.machine_shapes import shapes_by_name
from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.money import Cost
from outlay.prices.book import PriceBook
from outlay.prices.query import Price
from outlay.prices.term import ON_DEMAND, Payment, Years, committed_use, reserved

_YEARS: Final[tuple[Years, ...]] = (1, 3)
_PAYMENTS: Final = (Payment.NO_UPFRONT, Payment.PARTIAL_UPFRONT, Payment.ALL_UPFRONT)
_RESERVED: Final = {service.value: service for service in ReservedService}
_NAME: Final = "the commitment"


@dataclass(frozen=True, slots=True)
class _Offer:
    """A commitment that would cover a charge, by its term in the price book and in words."""

    term: str
    discounts: Discounts
    condition: str


def commitments(cost: ResourceCost, book: PriceBook, discounts: Discounts) -> Iterator[Alternative]:
    """The resource under each commitment that the book has prices of: of each length the one with least upfront.

    Args:
        cost: what the resource costs without.
        book: where the prices of commitments come from.
        discounts: what else is taken off; of commitments only the one in question counts.
    """
    charges = [charge for charge in cost.charges if charge.query.term == ON_DEMAND and not charge.gaps]
    own = Discounts(
        spot=discounts.spot,
        sustained_use=discounts.sustained_use,
        sustained_use_is_stated=discounts.sustained_use_is_stated,
        negotiated=discounts.negotiated,
    )
    for charge in charges:
        for offer in (*_reservations(charge, book), *_committed_use(charge)):
            found = _under(offer, cost, book, own)
            if found is not None and found.expected < cost.cost.expected:
                yield Alternative(
                    kind=AlternativeKind.COMMITMENT,
                    title=f"{offer.term} instead of {ON_DEMAND}",
                    before=ON_DEMAND,
                    after=offer.term,
                    changes={},
                    cost=found,
                    saving=cost.cost.expected - found.expected,
                    condition=offer.condition,
                )


def _reservations(charge: PricedCharge, book: PriceBook) -> Iterator[_Offer]:
    query = charge.query
    service = _RESERVED.get(query.service)
    count = _count(charge)
    if service is None or not count or not isinstance(query.region, str) or not isinstance(query.item, str):
        return
    for years in _YEARS:
        for payment in _PAYMENTS:
            term = reserved(years, payment)
            if not isinstance(book.find(replace(query, term=term)), Price):
                continue
            reservation = Reservation(
                _NAME,
                service,
                query.item,
                count,
                query.region,
                charge.reserved_dimension,
                years,
                payment,
            )
            condition = f"{count} × {query.item} is reserved for {_length(years)} and runs all that time"
            yield _Offer(term, Discounts(reservations=(reservation,)), condition)
            break


def _committed_use(charge: PricedCharge) -> Iterator[_Offer]:
    query = charge.query
    shape = shapes_by_name().get(query.item) if isinstance(query.item, str) else None
    count = _count(charge)
    is_machine = query.service == "ComputeEngine" and shape is not None and shape.machine_type not in SHARED_CORE
    if not is_machine or shape is None or not count or not isinstance(query.region, str) or shape.gpus:
        return
    for years in _YEARS:
        of = CommittedUse(
            _NAME,
            query.region,
            family_of(shape.machine_type),
            years,
            vcpus=shape.vcpus * count,
            memory=shape.memory * count,
            local_ssd=Decimal(shape.local_ssd_size * count),
        )
        parts = f"{written(of.vcpus)} vCPUs and {written(of.memory)} GB of {of.family}"
        condition = f"{parts} are committed to for {_length(years)} and used all that time"
        yield _Offer(committed_use(years), Discounts(committed_use=(of,)), condition)


def _count(charge: PricedCharge) -> int:
    """How many are charged by the hour; none where that is no whole number or is not the same all the time."""
    quantity = charge.quantity
    hours = charge.hours
    if quantity is None or hours is None or quantity.low != quantity.high or not hours.expected:
        return 0
    count = quantity.expected / hours.expected
    return int(count) if count == count.to_integral_value() and hours.expected <= MONTH_HOURS else 0


def _under(offer: _Offer, cost: ResourceCost, book: PriceBook, own: Discounts) -> Cost | None:
    """What the resource costs under the commitment, with what stays unused of it; None where it has no price."""
    stated = replace(own, reservations=offer.discounts.reservations, committed_use=offer.discounts.committed_use)
    stack = discounted(StackCost.of({cost.urn: cost}, book.identity, book.currency), stated, book)
    if any(use.unused is None for use in stack.commitments) or not stack.commitments:
        return None
    after = stack.resources[cost.urn].cost
    unused = [use.unused for use in stack.commitments if use.unused is not None]
    least, expected, most = (sum(getattr(each, end) for each in unused) for end in ("low", "expected", "high"))
    return replace(
        after,
        low=after.low + least,
        expected=after.expected + expected,
        high=None if after.high is None else after.high + most,
    )


def _length(years: Years) -> str:
    return "a year" if years == 1 else f"{years} years"
