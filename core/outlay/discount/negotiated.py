"""Negotiated percentages: the last of the discounts, on what all others leave.

Of several that select a line the first counts. What is paid at a price that a contract sets, on demand or for a
commitment, is negotiated already and has no percentage on top.
"""

from collections.abc import Iterable

from outlay.discount.line import Line
from outlay.discount.stated import NegotiatedDiscount


def apply(discounts: tuple[NegotiatedDiscount, ...], lines: Iterable[Line]) -> None:
    """Take off each line what the first discount that selects it says."""
    for line in lines:
        if not line.is_all_agreed:
            line.negotiated = next((each for each in discounts if line.is_selected(each.selector)), None)
