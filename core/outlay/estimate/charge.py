"""A charge: one line of what a resource costs, before and after it has a price.

`Charge` is what a pricer yields (quantity × price query: data). `PricedCharge` is what the estimate makes of it.
Not here: the quantities' arithmetic (`outlay.estimate.amount`) and the figures (`outlay.prices`).
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from outlay.estimate.amount import Number, Quantity
from outlay.money import Gap, Money
from outlay.prices.query import Price, PriceQuery


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of a resource's cost as a pricer states it: how much of what, at which price.

    The name says what is charged and never holds a property's value, so that the line before a change and the line
    after it are the same line.
    `component` names the part of the resource it belongs to (`root block device`). `factor` multiplies the price
    where the provider's rule does (a custom machine type costs 1.05 × the predefined one).
    """

    name: str
    quantity: Quantity
    price: PriceQuery
    component: str = ""
    factor: Decimal = Decimal(1)

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


@dataclass(frozen=True, slots=True)
class PricedCharge:
    """One line of a resource's cost with its figures.

    `cost` is None when a gap stands in its place. `price` is None when the book has none; a charge that depends on
    use has a price and no cost. A price with graduated tiers gives one such line a tier; `unit_price` is the tier's,
    times `factor`. Over alternatives, `unit_price` is None where they differ in it, and `price` is the first one's.
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

    @property
    def label(self) -> str:
        """The name with the part it belongs to."""
        return f"{self.component}: {self.name}" if self.component else self.name
