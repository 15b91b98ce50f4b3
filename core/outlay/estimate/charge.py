"""A charge: one line of what a resource costs, before and after it has a price.

`Charge` is what a pricer yields (quantity × price query: data). `PricedCharge` is what the estimate makes of it.
Not here: the quantities' arithmetic (`outlay.estimate.amount`), the figures (`outlay.prices`), and what discounts make
of a charge (`outlay.discount`).
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from outlay.estimate.amount import Amount, Number, Quantity, Unit
from outlay.money import Gap, Money
from outlay.prices.query import Price, PriceQuery


@dataclass(frozen=True, slots=True, eq=False)
class MatchedQuery(PriceQuery):
    """The price query of something whose reservations are told apart by more than its price.

    `matched_as` is the dimension that a reservation has to have, where the price is that of another one (MariaDB costs
    what MySQL does and has reservations of its own). `zone` is the availability zone, empty where nobody says it. It
    names the same figure as the plain query, and equals it.
    """

    matched_as: str = ""
    zone: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PriceQuery) and _figure(self) == _figure(other)

    __hash__ = PriceQuery.__hash__


def _figure(of: PriceQuery) -> tuple[object, ...]:
    return of.service, of.region, of.item, of.dimension, of.term


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of a resource's cost as a pricer states it: how much of what, at which price.

    The name says what is charged and never holds a property's value, so that the line before a change and the line
    after it are the same line.
    `component` names the part of the resource it belongs to (`root block device`). `factor` multiplies the price
    where the provider's rule does (a custom machine type costs 1.05 × the predefined one). `hours` says how many hours
    a month everything counted exists, for what is charged by the hour and may stop; None is the whole month.
    `level` is the unit of a level that use holds on average (capacity units, processing units) where its hours are
    charged: without that use the price is shown of one held for a month, since an hour of it tells nobody much.
    """

    name: str
    quantity: Quantity
    price: PriceQuery
    component: str = ""
    factor: Decimal = Decimal(1)
    hours: Amount | None = None
    level: Unit | None = None

    def times(self, count: Number) -> "Charge":
        """The same charge for `count` equal resources, such as the instances of a group."""
        return replace(self, quantity=self.quantity.times(count))

    @property
    def label(self) -> str:
        """The name with the part it belongs to: unique within a resource."""
        return f"{self.component}: {self.name}" if self.component else self.name


@dataclass(frozen=True, slots=True)
class Free:
    """What a pricer yields when this resource costs nothing as it is configured, with the reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Range:
    """A figure a month as a range: an amount of money, or a quantity."""

    low: Decimal
    expected: Decimal
    high: Decimal


class DiscountKind(StrEnum):
    """Why something costs less than its list price."""

    NEGOTIATED = "negotiated"
    """A rate that the organisation agreed with the provider."""
    SPOT = "spot"
    """Bought at the spot price."""
    FREE_TIER = "free_tier"
    """Within what the provider gives each account for nothing."""
    RESERVATION = "reservation"
    """Covered by a reservation."""
    SAVINGS_PLAN = "savings_plan"
    """Covered by an AWS Savings Plan."""
    COMMITTED_USE = "committed_use"
    """Covered by a committed use discount of Google Cloud, for resources or for spend."""
    SUSTAINED_USE = "sustained_use"
    """Google Cloud's discount for what runs most of the month."""


@dataclass(frozen=True, slots=True)
class AppliedDiscount:
    """What one discount takes off a charge a month, at the expected quantity."""

    kind: DiscountKind
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PricedCharge:
    """One line of a resource's cost with its figures.

    `cost` is the effective cost, with every discount that applies (FOCUS: EffectiveCost); `list_cost` is without any,
    `contracted_cost` with negotiated rates but without commitments (FOCUS: ListCost, ContractedCost). `discounts` say
    what lies between list and effective cost. All three are None when a gap stands in their place, and `list_cost`
    also where the book knows only a contract's price.

    `price` is None when the book has none; of nothing such a charge costs nothing, and has a cost and no unit price.
    A charge that depends on use has no cost, and a price where the book has one. `list_price` is the
    published price where `price` is a contract's. A price with graduated tiers gives one such line a tier;
    `unit_price` is the tier's, times `factor`, before discounts. Over alternatives, `unit_price` is None where they
    differ in it, `price` is the first one's, and `alternatives` are the lines themselves where they differ in what is
    bought (None where one lacks the line).
    """

    name: str
    component: str
    unit: str
    quantity: Range | None
    unit_price: Money | None
    cost: Range | None
    price: Price | None
    query: PriceQuery
    formula: str
    gaps: tuple[Gap, ...] = ()
    factor: Decimal = Decimal(1)
    hours: Range | None = None
    list_cost: Range | None = None
    contracted_cost: Range | None = None
    list_price: Price | None = None
    discounts: tuple[AppliedDiscount, ...] = ()
    alternatives: tuple["PricedCharge | None", ...] = ()

    @property
    def reserved_dimension(self) -> str:
        """The dimension that a reservation has to have to cover it."""
        query = self.query
        return query.matched_as or query.dimension if isinstance(query, MatchedQuery) else query.dimension

    @property
    def zone(self) -> str:
        """The availability zone, empty where nobody says it."""
        return self.query.zone if isinstance(self.query, MatchedQuery) else ""

    @property
    def lacks_price(self) -> bool:
        """Whether the book was asked for its price, and had none that it needs."""
        is_named = isinstance(self.query.region, str) and isinstance(self.query.item, str)
        return is_named and self.price is None and self.cost is None

    @property
    def label(self) -> str:
        """The name with the part it belongs to."""
        return f"{self.component}: {self.name}" if self.component else self.name
