"""What hours cost when stated use says that a reservation covers them: what is billed by the hour within its term.

Not here: reservations that an account holds and that are drawn down over a stack (`outlay.discount.reservations`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue, Properties, shown
from outlay.prices.term import Offering, Payment, Years, reserved
from outlay.usage.aws.reservation import ReservableUsage

T = TypeVar("T")

_YEARS: Final[dict[str, Years]] = {"1_year": 1, "3_year": 3}
_PAYMENTS: Final = {
    "no_upfront": Payment.NO_UPFRONT,
    "partial_upfront": Payment.PARTIAL_UPFRONT,
    "all_upfront": Payment.ALL_UPFRONT,
}
_OFFERINGS: Final = {"": Offering.STANDARD, "standard": Offering.STANDARD, "convertible": Offering.CONVERTIBLE}
_PAID_UPFRONT: Final = "its hours are paid upfront, with the reservation"


@dataclass(frozen=True, slots=True)
class StatedReservation:
    """The reservation that stated use says hours are bought with."""

    years: Years
    payment: Payment
    offering: Offering

    @property
    def term(self) -> str:
        """The price book's term of it."""
        return reserved(self.years, self.payment, self.offering)


def stated_reservation(usage: ReservableUsage, inputs: Properties, offering: str = "") -> StatedReservation | None:
    """The reservation that is stated, None where none is; what is paid upfront for it is named as left out.

    Raises:
        OpenValue: when the stated reservation is none.
    """
    if not usage.reserved_instance_term:
        return None
    found = StatedReservation(
        _of("reserved_instance_term", usage.reserved_instance_term, _YEARS),
        _of("reserved_instance_payment_option", usage.reserved_instance_payment_option, _PAYMENTS),
        _of("reserved_instance_type", offering, _OFFERINGS),
    )
    if found.payment is not Payment.NO_UPFRONT:
        inputs.assume("what is paid upfront for the reservation is not included")
    return found


def as_reserved(
    charge: Charge, usage: ReservableUsage, inputs: Properties, offering: str = ""
) -> Iterator[Charge | Free]:
    """The charge of hours on demand, at what a stated reservation bills for them; as it is where none is stated.

    What is paid upfront is no cost of a month: it is named as left out. All upfront leaves nothing to bill by the hour.
    Source: Amazon EC2 User Guide, Reserved Instances: payment options.

    Raises:
        OpenValue: when the stated reservation is none.
    """
    stated = stated_reservation(usage, inputs, offering)
    if stated is None:
        yield charge
    elif stated.payment is Payment.ALL_UPFRONT:
        inputs.assume(_PAID_UPFRONT)
        yield Free(_PAID_UPFRONT)
    else:
        yield replace(charge, price=replace(charge.price, term=stated.term))


def _of(key: str, stated: str, known: dict[str, T]) -> T:
    found = known.get(stated.lower())
    if found is None:
        allowed = " or ".join(name for name in known if name)
        raise OpenValue(f"usage {key}", f"is {shown(stated)}; {allowed} belongs there")
    return found
