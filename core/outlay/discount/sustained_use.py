"""Google Cloud's sustained use discount: the longer something runs within a month, the less each further hour costs.

Each quarter of the month has a price of its own, in parts of the base price. A line gets it by itself: resources that
run at the same time gain nothing from each other, and which ones run one after another nobody states. What a
commitment or spot has covered already gets none.

Source: Google Cloud, "Sustained use discounts" (docs.cloud.google.com/compute/docs/sustained-use-discounts): up to
30 % for N1, M1, M2, f1-micro, g1-small and GPUs attached to N1; up to 20 % for N2, N2D and C2; sole-tenant nodes as
their family. E2 and later families have none. Only self-serve accounts have it.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Final

from outlay.discount.line import Line, Portion
from outlay.discount.load import MONTH, Load
from outlay.discount.machine_type import family_of
from outlay.estimate.charge import DiscountKind
from outlay.prices.book import CONTRACT
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND

NAME: Final = "sustained use"
ASSUMPTION: Final = (
    "sustained use discounts apply, as to every account that is not invoiced "
    "(discounts.gcp.sustained_use says whether they do)"
)
_THIRTY: Final = tuple(Fraction(part, 10) for part in (10, 8, 6, 4))
_TWENTY: Final = tuple(Fraction(part, 15) for part in (15, 13, 11, 9))
"""What the hours of each quarter of the month cost of the base price: 30 %, and 20 %, less over all of it."""
_QUARTER: Final = MONTH / 4
_COMPUTE: Final = "ComputeEngine"
_SCHEDULES: Final = {
    **dict.fromkeys(("n1", "m1", "m2", "f1", "g1"), _THIRTY),
    **dict.fromkeys(("n2", "n2d", "c2"), _TWENTY),
}
_MACHINE_PARTS: Final = frozenset({"linux", "vcpu", "memory", "extended-memory"})
_GPU: Final = "gpu"
_GPUS_ATTACHED_TO_N1: Final = ("nvidia-tesla-k80", "nvidia-tesla-p", "nvidia-tesla-t4", "nvidia-tesla-v100")


def is_eligible(query: PriceQuery) -> bool:
    """Whether what is priced by the query can have the discount at all."""
    return query.service == _COMPUTE and query.term == ON_DEMAND and _schedule(query) is not None


def apply(lines: Iterable[Line], *, is_stated: bool) -> None:
    """Give each eligible line the discount on what of it has none yet.

    Args:
        lines: the charges.
        is_stated: whether somebody says that the discount applies. If it is only taken for granted, it is not put on
            top of a price that a contract sets: whether that holds it already nobody knows.
    """
    for line in lines:
        price = line.charge.price
        is_left_out = not is_stated and price is not None and price.layer == CONTRACT
        schedule = _schedule(line.query) if not is_left_out and is_eligible(line.query) else None
        if schedule is not None:
            for portion in line.portions:
                _apply(portion, schedule)


def _apply(portion: Portion, schedule: tuple[Fraction, ...]) -> None:
    before: Load | None = None
    for end, rest in enumerate(portion.rest):
        if rest is not before:  # mostly all three ends are one
            charged = sum((units * _charged_hours(hours, schedule) for units, hours in rest.levels()), Fraction(0))
            cost, without, before = charged * portion.unit_price, rest.unit_hours * portion.unit_price, rest
        of = (DiscountKind.SUSTAINED_USE, NAME)
        portion.settle(end, cost, without, Load.of(Fraction(0)), of, is_agreed=portion.line.is_agreed)


@lru_cache(maxsize=256)
def _charged_hours(hours: Fraction, schedule: tuple[Fraction, ...]) -> Fraction:
    """Hours at the base price that cost as much as these hours of a month do."""
    charged = Fraction(0)
    for quarter, part in enumerate(schedule):
        charged += part * min(max(hours - quarter * _QUARTER, Fraction(0)), _QUARTER)
    return charged


def _schedule(query: PriceQuery) -> tuple[Fraction, ...] | None:
    item = query.item
    if not isinstance(item, str):
        return None
    if query.dimension == _GPU:
        return _THIRTY if item.startswith(_GPUS_ATTACHED_TO_N1) else None
    return _SCHEDULES.get(family_of(item)) if query.dimension in _MACHINE_PARTS else None
