"""A charge while its discounts are worked out: portions with a unit price each, at all three ends of its range.

Not here: which discount takes what (a module each) and in which order (`outlay.discount.effective`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from outlay.discount.load import MONTH, Load
from outlay.estimate.charge import AppliedDiscount, DiscountKind, PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import Urn

EXPECTED: Final = 1
"""Which of the three ends is the expected one: low, expected, high."""
_UNIT_HOURS: Final = {"GB-months": MONTH}


def hours_of(unit: str) -> Fraction:
    """Hours that one of a unit stands for: a GB-month is a GB for the whole month, all else counts as it is."""
    return _UNIT_HOURS.get(unit, Fraction(1))


class Portion:
    """A part of a charge that one unit price applies to: all of it, or the vCPUs or the memory of a machine.

    `rest` is what nothing has discounted so far, in units at each time of the month; `paid` is what the parts that
    are discounted cost. Both have three ends. `unit_price` is that of an hour of a unit.
    """

    __slots__ = ("line", "paid", "rest", "unit_price", "what")

    def __init__(self, line: "Line", unit_price: Fraction, rest: tuple[Load, Load, Load], what: str = "") -> None:
        self.line = line
        self.unit_price = unit_price
        self.rest: list[Load] = list(rest)
        self.paid = [Fraction(0)] * len(self.rest)
        self.what = what

    def take(self, end: int, covered: Load, rest: Load, price: Fraction, of: tuple[DiscountKind, str]) -> None:
        """Pay for a covered part at `price` an hour of a unit; `rest` is what is left to discount."""
        hours = covered.unit_hours
        self.settle(end, hours * price, hours * self.unit_price, rest, of)

    def settle(self, end: int, cost: Fraction, without: Fraction, rest: Load, of: tuple[DiscountKind, str]) -> None:
        """Put down what a part costs, and what it would have cost without the discount."""
        self.rest[end] = rest
        self.paid[end] += cost
        if end == EXPECTED and without != cost:
            self.line.saved[of] = self.line.saved.get(of, Fraction(0)) + without - cost

    def cost(self, end: int) -> Fraction:
        """What the portion costs with the discounts so far."""
        return self.paid[end] + self.rest[end].unit_hours * self.unit_price


@dataclass(slots=True)
class Line:
    """A charge with its portions, and what discounts have saved of it at the expected quantity so far."""

    order: tuple[str, int, int]
    provider: str
    urn: Urn
    charge: PricedCharge
    portions: list[Portion] = field(default_factory=list)
    saved: dict[tuple[DiscountKind, str], Fraction] = field(default_factory=dict)
    negotiated: Fraction = Fraction(0)
    """The share that a negotiated percentage takes off at the end."""

    @property
    def query(self) -> PriceQuery:
        """What the charge asked of the price book."""
        return self.charge.query

    @property
    def item(self) -> str:
        """What is charged, in the provider's spelling."""
        return str(self.query.item)

    @property
    def region(self) -> str:
        """Where."""
        return str(self.query.region)

    @property
    def unit_hours(self) -> Fraction:
        """Hours that one unit of the quantity stands for."""
        return hours_of(self.charge.unit)

    @property
    def is_on_demand(self) -> bool:
        """Whether it is bought at the on-demand price, as everything is that a commitment can cover."""
        return self.query.term == ON_DEMAND

    def discounted(self) -> PricedCharge:
        """The charge with its three costs and what lies between them."""
        charge = self.charge
        before = undiscounted(charge)
        assert before is not None, "a line has a price and a quantity"
        kept = 1 - self.negotiated
        ends = [sum((portion.cost(end) for portion in self.portions), Fraction(0)) for end in range(3)]
        if self.negotiated:
            name = (DiscountKind.NEGOTIATED, self._negotiated_name)
            self.saved[name] = ends[EXPECTED] * self.negotiated
        if not self.saved and not self.negotiated and not charge.discounts:
            return charge
        contracted = Range(*(money(Fraction(end) * kept) for end in _ends(before))) if self.negotiated else before
        return replace(
            charge,
            cost=Range(*(money(end * kept) for end in ends)) if self.saved else before,
            contracted_cost=contracted,
            discounts=tuple(AppliedDiscount(kind, name, money(part)) for (kind, name), part in self.saved.items()),
        )

    _negotiated_name: str = ""

    def negotiate(self, name: str, percent: Decimal) -> None:
        """Take a percentage off in the end."""
        self._negotiated_name = name
        self.negotiated = Fraction(percent) / 100


def lines_of(cost: ResourceCost, stack: int) -> Iterator[Line]:
    """The charges of a resource that have a price and a quantity, each as one portion.

    Args:
        cost: the resource.
        stack: the number of its stack within a fleet; it only breaks ties of order.
    """
    provider = cost.type.partition(":")[0]
    for number, charge in enumerate(cost.charges):
        if charge.cost is not None and not charge.alternatives:
            line = line_of(charge, cost.urn, provider, (cost.urn, stack, number))
            if line is not None:
                yield line


def line_of(charge: PricedCharge, urn: Urn, provider: str, order: tuple[str, int, int]) -> Line | None:
    """A charge as a line of one portion; None where it has no single unit price or no quantity."""
    quantity, unit_price = charge.quantity, charge.unit_price
    if charge.cost is None or quantity is None or unit_price is None:
        return None
    line = Line(order, provider, urn, charge)
    factor = line.unit_hours
    hours = charge.hours or Range(*[Decimal(MONTH.numerator)] * 3)
    low, expected, high = (
        Load.of(Fraction(amount) * factor, each) for amount, each in zip(_ends(quantity), _ends(hours), strict=True)
    )
    line.portions.append(Portion(line, Fraction(unit_price) / factor, (low, expected, high)))
    return line


def undiscounted(charge: PricedCharge) -> Range | None:
    """What a charge costs at the price it was looked up at: the list price, or a contract's."""
    if charge.quantity is None or charge.unit_price is None or charge.cost is None:
        return None
    if not charge.discounts:
        return charge.cost
    return Range(*(end * charge.unit_price for end in _ends(charge.quantity)))


def money(exact: Fraction) -> Decimal:
    """An exact fraction as an amount; the order of two amounts stays."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _ends(of: Range) -> tuple[Decimal, Decimal, Decimal]:
    return (of.low, of.expected, of.high)
