"""The reservation that somebody states for a database instance in its use, as usage files of other tools do.

Not here: reservations that an organisation holds and that cover what matches them (`outlay.discount.reservations`).
"""

from typing import Final

from outlay.estimate.properties import OpenValue
from outlay.prices.term import Payment, Years, reserved
from outlay.usage.aws.rds import ReservedUsage

_TERMS: Final[dict[str, Years]] = {"1_year": 1, "3_year": 3}
_PAYMENTS: Final = {
    "no_upfront": Payment.NO_UPFRONT,
    "partial_upfront": Payment.PARTIAL_UPFRONT,
    "all_upfront": Payment.ALL_UPFRONT,
}


def stated_term(usage: ReservedUsage) -> str:
    """The price book's term of the reservation that is stated; empty where none is.

    Raises:
        OpenValue: when what is stated is no term that RDS sells: it has no three years without an amount upfront.
    """
    if not usage.reserved_instance_term:
        return ""
    years = _TERMS.get(usage.reserved_instance_term)
    payment = _PAYMENTS.get(usage.reserved_instance_payment_option)
    if years is None:
        raise OpenValue("usage reserved_instance_term", "is neither 1_year nor 3_year")
    if payment is None or (years == 3 and payment is Payment.NO_UPFRONT):
        raise OpenValue("usage reserved_instance_payment_option", f"is no option that a term of {years} years has")
    return reserved(years, payment)
