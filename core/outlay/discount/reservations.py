"""Reservations of AWS: EC2, RDS, ElastiCache and OpenSearch, matched as AWS matches them.

A reservation for one zone, or of a kind without size flexibility, covers its own type only. A size-flexible one covers
its family by normalised units: its own type first, then from the smallest size to the largest, ties by URN. Those that
cover one type only are applied first, then by the discount that they give.

Source: Amazon EC2 User Guide, "How Reserved Instance discounts are applied"; Amazon RDS User Guide, "Reserved DB
instances" (a Multi-AZ deployment counts twice); Amazon ElastiCache User Guide, "Reserved nodes" (size flexibility).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from outlay.discount.alike import Alike, portions_in_order
from outlay.discount.normalisation import family, normalised_units
from outlay.discount.pool import Draw, Pool, not_applied, use_of
from outlay.discount.stated import Reservation, ReservedService
from outlay.estimate.aws.database_engine import OWN_LICENCE, priced_as
from outlay.estimate.charge import DiscountKind
from outlay.estimate.resource_cost import CommitmentPrice, CommitmentUse
from outlay.prices.book import CONTRACT, PriceBook
from outlay.prices.query import Missing, Price, PriceQuery
from outlay.prices.term import ON_DEMAND, reserved

_NOT_FLEXIBLE: Final = frozenset({"g4ad", "g4dn", "g5", "g5g"})
"""EC2 families without size flexibility (Amazon EC2 User Guide, limitations of instance size flexibility)."""
_FLEXIBLE_ENGINES: Final = frozenset({"mysql", "mariadb", "postgres", "aurora-mysql", "aurora-postgresql"})
"""Engines of RDS with size flexibility, and beside them whatever runs under the customer's own licence."""
_MULTI_AZ: Final = "multi-az"
_SINGLE_AZ: Final = "single-az"


@dataclass(frozen=True, slots=True)
class _Priced:
    """A reservation with what one hour of its type costs under it, and the price that this follows from."""

    reservation: Reservation
    price: CommitmentPrice
    rate: Fraction
    discount: Fraction
    is_flexible: bool


def draw_down(reservations: Iterable[Reservation], groups: Sequence[Alike], book: PriceBook) -> Iterator[CommitmentUse]:
    """Let the lines draw on the reservations, and say what became of each."""
    priced: list[_Priced] = []
    for each in reservations:
        found = _priced(each, book)
        if isinstance(found, _Priced):
            priced.append(found)
        else:
            yield not_applied(DiscountKind.RESERVATION, each.name, found)
    for it in sorted(priced, key=lambda it: (it.is_flexible, -it.discount, it.reservation.name)):
        units = _units(it.reservation.instance_type, it.reservation.dimension) if it.is_flexible else Fraction(1)
        assert units is not None, "a flexible reservation has a size"
        pool = Pool(DiscountKind.RESERVATION, it.reservation.name, units * it.reservation.count, it.rate / units)
        matching = _matching(it, groups)
        pool.draw(_draws(matching, it.rate / units, it.price.price.layer == CONTRACT))
        use = use_of(DiscountKind.RESERVATION, it.reservation.name, [pool], _note(it.reservation, matching))
        yield replace(use, prices=(it.price,))


def _matching(it: _Priced, groups: Sequence[Alike]) -> dict[tuple[bool, Fraction], list[Alike]]:
    """What the reservation covers by whether it is of another type, and by what an instance takes of it."""
    found: dict[tuple[bool, Fraction], list[Alike]] = {}
    for group in groups:
        weight = _weight(it, group)
        if weight is not None:
            found.setdefault((group.item != it.reservation.instance_type, weight), []).append(group)
    return found


def _draws(
    matching: dict[tuple[bool, Fraction], list[Alike]], price_of_unit: Fraction, is_agreed: bool
) -> Iterator[Draw]:
    for is_other, weight in sorted(matching):
        price = weight * price_of_unit
        for portion in portions_in_order(matching[is_other, weight]):
            yield Draw(portion, weight, price, is_agreed)


def _note(of: Reservation, matching: dict[tuple[bool, Fraction], list[Alike]]) -> str:
    """What the result rests on: the zone of instances that do not say it, and the engine whose price is taken."""
    notes = []
    if of.zone and any(not group.zone for groups in matching.values() for group in groups):
        notes.append(f"instances whose zone nobody states are taken to run in {of.zone}")
    if _priced_dimension(of) != of.dimension:
        notes.append(f"it is priced as {_engine(_priced_dimension(of))}")
    return "; ".join(notes)


def _weight(it: _Priced, group: Alike) -> Fraction | None:
    """What an instance of these takes of the reservation; None where it does not match."""
    of = it.reservation
    if group.query.service != of.service.value or group.region != of.region:
        return None
    if of.zone and group.zone not in ("", of.zone):
        return None
    if not it.is_flexible:
        return Fraction(1) if group.item == of.instance_type and group.reserved_dimension == of.dimension else None
    if family(group.item) != family(of.instance_type) or _engine(group.reserved_dimension) != _engine(of.dimension):
        return None
    return _units(group.item, group.reserved_dimension)


def _units(instance_type: str, dimension: str) -> Fraction | None:
    """Normalised units of an instance; a deployment over two zones has two."""
    units = normalised_units(instance_type)
    return units if units is None or not dimension.endswith(_MULTI_AZ) else 2 * units


def _engine(dimension: str) -> str:
    """The dimension without how many zones a deployment has, over which a flexible reservation reaches."""
    engine, _, deployment = dimension.partition("/")
    return engine if deployment in (_SINGLE_AZ, _MULTI_AZ) else dimension


def _is_flexible(reservation: Reservation) -> bool:
    """Whether the reservation covers other sizes of its family."""
    if reservation.zone or normalised_units(reservation.instance_type) is None:
        return False
    engine = _engine(reservation.dimension)
    match reservation.service:
        case ReservedService.EC2:
            return reservation.dimension == "linux" and family(reservation.instance_type) not in _NOT_FLEXIBLE
        case ReservedService.RDS:
            return engine.partition("/")[0] in _FLEXIBLE_ENGINES or engine.endswith(OWN_LICENCE)
        case ReservedService.ELASTICACHE:
            return True
        case ReservedService.OPENSEARCH:
            return False


def _priced_dimension(of: Reservation) -> str:
    """The dimension that the price book has the reservation's prices by."""
    if of.service is not ReservedService.RDS:
        return of.dimension
    engine, _, deployment = of.dimension.partition("/")
    return f"{priced_as(engine)}/{deployment}"


def _priced(of: Reservation, book: PriceBook) -> _Priced | str:
    """The reservation with its hourly rate, what is paid upfront spread over its term; or why there is none."""
    dimension = _priced_dimension(of)
    query = PriceQuery(of.service.value, of.region, of.instance_type, dimension, ON_DEMAND)
    on_demand = book.find(query)
    if isinstance(on_demand, Missing):
        nearest = f"; the nearest: {', '.join(on_demand.nearest)}" if on_demand.nearest else ""
        return f"{on_demand.reason}{nearest}"
    if not on_demand.unit_price:
        return f"the price of {query} to compare it with is nothing"
    listed = Fraction(on_demand.unit_price)
    if of.percent is not None:
        found = CommitmentPrice(query, on_demand, of.years, of.percent)
    else:
        query = PriceQuery(
            of.service.value, of.region, of.instance_type, dimension, reserved(of.years, of.payment, of.offering)
        )
        price = book.find(query)
        if not isinstance(price, Price):
            return f"the price book has no price of {query}; state `percent`, what it takes off the on-demand price"
        found = CommitmentPrice(query, price, of.years)
        if not found.rate:
            return f"the price book has a price of nothing of {query}; state `percent` instead"
    return _Priced(of, found, found.rate, 1 - found.rate / listed, _is_flexible(of))
