"""The discounts that a standard states, with each service by its name in the price book.

People write `EC2` or `Compute Engine` where the book has `AmazonEC2` and `ComputeEngine`; selectors take what
`outlay prices show` takes. Not here: what discounts come to (`outlay.discount`).
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outlay.discount.stated import Discounts, Selector
from outlay.errors import WrongUse
from outlay.prices.lookup_file import LookupFile

if TYPE_CHECKING:
    from outlay.prices.book import PriceBook
    from outlay.standard.model import Standard

_OF_A_GLOB: Final = frozenset("*?[")


def discounts_of(standard: "Standard", book: "PriceBook") -> Discounts:
    """What the standard states; a service of which the book knows nothing keeps its spelling, and selects nothing.

    Args:
        standard: what the organisation states.
        book: the prices, whose services are meant.
    """
    stated = standard.discounts.stated()
    selectors = [each.selector for each in stated.spot]
    selectors += [each.selector for each in stated.negotiated]
    selectors += [rate.selector for plan in stated.savings_plans for rate in plan.rates]
    if not any(selector.services for selector in selectors):
        return stated
    known = sorted({service for layer in book.layers if isinstance(layer, LookupFile) for service in layer.services()})
    plans = (
        replace(plan, rates=tuple(replace(rate, selector=_named(rate.selector, known)) for rate in plan.rates))
        for plan in stated.savings_plans
    )
    return replace(
        stated,
        spot=tuple(replace(each, selector=_named(each.selector, known)) for each in stated.spot),
        negotiated=tuple(replace(each, selector=_named(each.selector, known)) for each in stated.negotiated),
        savings_plans=tuple(plans),
    )


def _named(selector: Selector, known: Sequence[str]) -> Selector:
    return replace(selector, services=tuple(dict.fromkeys(_spelled(selector.services, known))))


def _spelled(services: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    from outlay.prices.names import service_named

    for text in services:
        if _OF_A_GLOB.isdisjoint(text):
            with suppress(WrongUse):
                yield service_named(text, known)
                continue
        yield text
