"""The terms under which something is bought, spelled the same for both clouds.

`on-demand`, `spot`, `reserved-1yr-no-upfront`, `cud-3yr`, `savings-plan-compute-1yr-all-upfront`. Not here: how terms
are matched to what a stack runs (`outlay.discount`).
"""

from enum import StrEnum
from typing import Final, Literal, TypeAlias

ON_DEMAND: Final = "on-demand"
SPOT: Final = "spot"
YEAR_HOURS: Final = 8760
"""Hours a year, by which an amount paid upfront for a year is spread over its hours."""

Years: TypeAlias = Literal[1, 3]


class Payment(StrEnum):
    """When a commitment is paid (AWS's three payment options)."""

    NO_UPFRONT = "no-upfront"
    PARTIAL_UPFRONT = "partial-upfront"
    ALL_UPFRONT = "all-upfront"


class Offering(StrEnum):
    """Whether a reservation can be exchanged (AWS's offering classes)."""

    STANDARD = "standard"
    CONVERTIBLE = "convertible"


def reserved(years: Years, payment: Payment, offering: Offering = Offering.STANDARD) -> str:
    """The term of a reservation: `reserved-1yr-no-upfront`, `reserved-3yr-convertible-all-upfront`."""
    exchange = "" if offering is Offering.STANDARD else f"{offering}-"
    return f"reserved-{years}yr-{exchange}{payment}"


def committed_use(years: Years) -> str:
    """The term of a resource-based committed use discount of Google Cloud: `cud-1yr`."""
    return f"cud-{years}yr"


def savings_plan(plan: str, years: Years, payment: Payment) -> str:
    """The term of an AWS Savings Plan: `savings-plan-compute-1yr-no-upfront`."""
    return f"savings-plan-{plan}-{years}yr-{payment}"
