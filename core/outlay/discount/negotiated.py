"""Negotiated percentages: the last of the discounts, on what all others leave.

Of several that select a line the first counts. A price that a contract sets itself is negotiated already and has no
percentage on top.
"""

from collections.abc import Iterable

from outlay.discount.line import Line
from outlay.discount.stated import NegotiatedDiscount
from outlay.prices.book import CONTRACT


def apply(discounts: tuple[NegotiatedDiscount, ...], lines: Iterable[Line]) -> None:
    """Take off each line what the first discount that selects it says."""
    for line in lines:
        price = line.charge.price
        if price is None or price.layer != CONTRACT:
            line.negotiated = next((each for each in discounts if line.is_selected(each.selector)), None)
