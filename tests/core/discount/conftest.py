"""What tests of discounts share: resources with charges of plain figures, in stacks."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from outlay.discount.effective import discounted
from outlay.discount.stated import Discounts
from outlay.estimate.charge import PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost, StackCost, Status, cost_of
from outlay.money import Cost
from outlay.prices.book import PriceBook
from outlay.prices.query import PriceQuery
from outlay.resource import urn_of

MONTH = 730


def span(low: Any, expected: Any = None, high: Any = None) -> Range:
    """One figure, or a range."""
    return Range(*(Decimal(str(low if each is None else each)) for each in (low, expected, high)))


def charge_of(
    query: PriceQuery, price: str, quantity: Range, *, unit: str = "hours", hours: Range | None = None, name: str = ""
) -> PricedCharge:
    """A charge at list price."""
    unit_price = Decimal(price)
    cost = Range(*(end * unit_price for end in (quantity.low, quantity.expected, quantity.high)))
    return PricedCharge(
        name=name or f"{query.item} {query.dimension}",
        component="",
        unit=unit,
        quantity=quantity,
        unit_price=unit_price,
        cost=cost,
        price=None,
        query=query,
        formula="",
        hours=hours,
        list_cost=cost,
        contracted_cost=cost,
    )


def resource_of(name: str, *charges: PricedCharge, provider: str = "aws", stack: str = "prod") -> ResourceCost:
    """A resource with these charges."""
    type_ = f"{provider}:index/thing:Thing"
    cost = cost_of(charges, (), "USD")
    urn = urn_of(stack, "shop", type_, name)
    return ResourceCost(urn, type_, name, None, Status.PRICED, cost, charges)


def stack_of(*resources: ResourceCost) -> StackCost:
    """A stack of these resources."""
    return StackCost.of({each.urn: each for each in resources})


@pytest.fixture
def running() -> Callable[..., ResourceCost]:
    """A resource of `count` instances that run all month, or `hours` of it, at an hourly price."""

    def make(
        name: str, query: PriceQuery, price: str, count: Any = 1, *, hours: int = MONTH, **more: Any
    ) -> ResourceCost:
        quantity = span(Decimal(str(count)) * hours)
        return resource_of(name, charge_of(query, price, quantity, hours=span(hours)), **more)

    return make


@pytest.fixture
def no_book(make_book: Callable[..., PriceBook]) -> PriceBook:
    """A book without figures."""
    return make_book(test={})


@pytest.fixture
def effective(no_book: PriceBook) -> Callable[..., dict[str, Decimal]]:
    """What each resource costs an hour of the month in the end, by name."""

    def run(discounts: Discounts, *resources: ResourceCost, book: PriceBook | None = None) -> dict[str, Decimal]:
        after = discounted(stack_of(*resources), discounts, book or no_book)
        return {each.name: each.cost.expected / MONTH for each in after.resources.values()}

    return run


def only(cost: Cost) -> Decimal:
    """The one figure of a cost that is no range."""
    assert cost.low == cost.expected == cost.high
    return cost.expected
