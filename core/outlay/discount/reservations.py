"""Reservations of AWS: EC2, RDS, ElastiCache and OpenSearch, matched as AWS matches them.

A reservation for one zone, or of a kind without size flexibility, covers its own type only. A size-flexible one covers
its family by normalised units: its own type first, then from the smallest size to the largest, ties by URN. Those that
cover one type only are applied first, then by the discount that they give.

Source: Amazon EC2 User Guide, "How Reserved Instance discounts are applied"; Amazon RDS User Guide, "Reserved DB
instances" (a Multi-AZ deployment counts twice); Amazon ElastiCache User Guide, "Reserved nodes" (size flexibility).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from outlay.discount.line import Line
from outlay.discount.normalisation import family, normalised_units
from outlay.discount.pool import Draw, Pool, not_applied, use_of
from outlay.discount.stated import Reservation, ReservedService
from outlay.estimate.charge import DiscountKind
from outlay.estimate.resource_cost import CommitmentUse
from outlay.prices.book import PriceBook
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import ON_DEMAND, YEAR_HOURS, reserved

_NOT_FLEXIBLE: Final = frozenset({"g4ad", "g4dn", "g5", "g5g"})
"""EC2 families without size flexibility (Amazon EC2 User Guide, limitations of instance size flexibility)."""
_FLEXIBLE_ENGINES: Final = frozenset({"mysql", "postgres", "aurora-mysql", "aurora-postgresql"})
"""Engines of RDS with size flexibility, and beside them whatever runs under the customer's own licence."""
_OWN_LICENCE: Final = "-byol"
_MULTI_AZ: Final = "multi-az"
_SINGLE_AZ: Final = "single-az"


@dataclass(frozen=True, slots=True)
class _Priced:
    """A reservation with what one hour of its type costs under it."""

    reservation: Reservation
    rate: Fraction
    discount: Fraction
    is_flexible: bool


def draw_down(reservations: Iterable[Reservation], lines: Sequence[Line], book: PriceBook) -> Iterator[CommitmentUse]:
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
        pool.draw(_draws(it, lines, it.rate / units))
        note = "" if not it.reservation.zone else f"matching instances are taken to run in {it.reservation.zone}"
        yield use_of(DiscountKind.RESERVATION, it.reservation.name, [pool], note)


def _draws(it: _Priced, lines: Sequence[Line], price_of_unit: Fraction) -> list[Draw]:
    found = [
        (line.item != it.reservation.instance_type, weight, line)
        for line in lines
        if (weight := _weight(it, line)) is not None
    ]
    found.sort(key=lambda each: (each[0], each[1], each[2].order))
    return [Draw(portion, weight, weight * price_of_unit) for _, weight, line in found for portion in line.portions]


def _weight(it: _Priced, line: Line) -> Fraction | None:
    """What an instance of the line takes of the reservation; None where it does not match."""
    of, query = it.reservation, line.query
    if query.service != of.service.value or line.region != of.region or not line.is_on_demand:
        return None
    if not it.is_flexible:
        return Fraction(1) if line.item == of.instance_type and query.dimension == of.dimension else None
    if family(line.item) != family(of.instance_type) or _engine(query.dimension) != _engine(of.dimension):
        return None
    return _units(line.item, query.dimension)


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
            return engine.partition("/")[0] in _FLEXIBLE_ENGINES or engine.endswith(_OWN_LICENCE)
        case ReservedService.ELASTICACHE:
            return True
        case ReservedService.OPENSEARCH:
            return False


def _priced(of: Reservation, book: PriceBook) -> _Priced | str:
    """The reservation with its hourly rate, what is paid upfront spread over its term; or why there is none."""
    query = PriceQuery(of.service.value, of.region, of.instance_type, of.dimension, ON_DEMAND)
    on_demand = book.find(query)
    if not isinstance(on_demand, Price) or not on_demand.unit_price:
        return f"there is no price of {query} to compare it with"
    listed = Fraction(on_demand.unit_price)
    if of.percent is not None:
        rate = listed * (1 - Fraction(of.percent) / 100)
    else:
        query = PriceQuery(
            of.service.value, of.region, of.instance_type, of.dimension, reserved(of.years, of.payment, of.offering)
        )
        price = book.find(query)
        if not isinstance(price, Price):
            return f"the price book has no price of {query}; state `percent`, what it takes off the on-demand price"
        rate = Fraction(price.unit_price) + Fraction(price.upfront) / (YEAR_HOURS * of.years)
        if not rate:
            return f"the price book has a price of nothing of {query}; state `percent` instead"
    return _Priced(of, rate, 1 - rate / listed, _is_flexible(of))
