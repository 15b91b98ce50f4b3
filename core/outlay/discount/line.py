"""A charge while its discounts are worked out: portions with a unit price each, at all three ends of its range.

Not here: which discount takes what (a module each) and in which order (`outlay.discount.effective`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from outlay.discount.load import MONTH, Load
from outlay.discount.stated import NegotiatedDiscount, Selector
from outlay.estimate.amount import MONTH_HOURS
from outlay.estimate.charge import AppliedDiscount, DiscountKind, PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost
from outlay.prices.book import CONTRACT
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import Urn

_WHOLE_MONTH: Final = Range(MONTH_HOURS, MONTH_HOURS, MONTH_HOURS)
EXPECTED: Final = 1
"""Which of the three ends is the expected one: low, expected, high."""
_UNIT_HOURS: Final = {"GB-months": MONTH}


def hours_of(unit: str) -> Fraction:
    """Hours that one of a unit stands for: a GB-month is a GB for the whole month, all else counts as it is."""
    return _UNIT_HOURS.get(unit, Fraction(1))


class Portion:
    """A part of a charge that one unit price applies to: all of it, or the vCPUs or the memory of a machine.

    `rest` is what nothing has discounted so far, in units at each time of the month; `paid` is what the parts that
    are discounted cost, and `agreed` what of that is paid at prices that a contract sets. All have three ends.
    `unit_price` is that of an hour of a unit.
    """

    __slots__ = ("agreed", "line", "paid", "rest", "unit_price", "what")

    def __init__(self, line: "Line", unit_price: Fraction, rest: tuple[Load, Load, Load], what: str = "") -> None:
        self.line = line
        self.unit_price = unit_price
        self.rest: list[Load] = list(rest)
        self.paid = [Fraction(0)] * len(self.rest)
        self.agreed = [Fraction(0)] * len(self.rest)
        self.what = what

    def take(
        self, end: int, covered: Load, rest: Load, price: Fraction, of: tuple[DiscountKind, str], *, is_agreed: bool
    ) -> None:
        """Pay for a covered part at `price` an hour of a unit; `rest` is what is left to discount."""
        hours = covered.unit_hours
        self.settle(end, hours * price, hours * self.unit_price, rest, of, is_agreed=is_agreed)

    def settle(
        self, end: int, cost: Fraction, without: Fraction, rest: Load, of: tuple[DiscountKind, str], *, is_agreed: bool
    ) -> None:
        """Put down what a part costs, and what it would have cost without the discount.

        `is_agreed` says whether what it costs is, or follows from, a price that a contract sets.
        """
        self.rest[end] = rest
        self.paid[end] += cost
        if is_agreed:
            self.agreed[end] += cost
        if end == EXPECTED and without != cost:
            self.line.saved[of] = self.line.saved.get(of, Fraction(0)) + without - cost

    @property
    def is_covered(self) -> bool:
        """Whether nothing is left to discount, at any end."""
        return not any(units for rest in self.rest for _, units in rest.stretches)

    def cost(self, end: int) -> Fraction:
        """What the portion costs with the discounts so far."""
        return self.paid[end] + self.rest[end].unit_hours * self.unit_price

    def published(self, end: int) -> Fraction:
        """What of its cost is paid at published prices, so that a negotiated percentage is taken off it."""
        paid = self.paid[end] - self.agreed[end]
        return paid if self.line.is_agreed else paid + self.rest[end].unit_hours * self.unit_price


@dataclass(slots=True)
class Line:
    """A charge with its portions, and what discounts have saved of it at the expected quantity so far.

    `order` tells it apart from all others, and in which order they come: URN, number of the stack, number of the
    charge.
    """

    order: tuple[str, int, int]
    provider: str
    charge: PricedCharge
    quantity: Range
    unit_price: Decimal
    saved: dict[tuple[DiscountKind, str], Fraction] = field(default_factory=dict)
    negotiated: NegotiatedDiscount | None = None
    """The percentage that is taken off in the end."""
    _portions: list[Portion] = field(default_factory=list)

    @property
    def portions(self) -> list[Portion]:
        """Its parts: one at first, made when it is first asked for, since most lines are never discounted."""
        if not self._portions:
            factor = hours_of(self.charge.unit)
            ends = list(zip(_ends(self.quantity), _ends(self.charge.hours or _WHOLE_MONTH), strict=True))
            loads = {end: Load.of(Fraction(end[0]) * factor, end[1]) for end in ends}
            low, expected, high = (loads[end] for end in ends)
            self._portions = [Portion(self, Fraction(self.unit_price) / factor, (low, expected, high))]
        return self._portions

    def split(self, parts: Callable[[Portion], Iterable[Portion]]) -> None:
        """Part each portion into others that cost the same together."""
        self._portions = [part for portion in self.portions for part in parts(portion)]

    @property
    def urn(self) -> Urn:
        """The resource it belongs to."""
        return self.order[0]

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
    def is_on_demand(self) -> bool:
        """Whether it is bought at the on-demand price, as everything is that a commitment can cover."""
        return self.query.term == ON_DEMAND

    @property
    def is_agreed(self) -> bool:
        """Whether its own price is one that a contract sets."""
        price = self.charge.price
        return price is not None and price.layer == CONTRACT

    @property
    def is_all_agreed(self) -> bool:
        """Whether all of it is paid at prices that a contract sets, its own or a commitment's."""
        if not self._portions:
            return self.is_agreed
        is_any = self.is_agreed or any(any(portion.agreed) for portion in self._portions)
        return is_any and not any(portion.published(end) for portion in self._portions for end in range(3))

    def is_selected(self, selector: Selector) -> bool:
        """Whether a selector takes it."""
        return selector.takes(
            provider=self.provider,
            service=self.query.service,
            item=self.item,
            region=self.region,
            resource=self.urn,
        )

    def discounted(self) -> PricedCharge:
        """The charge with its three costs and what lies between them."""
        charge, negotiated = self.charge, self.negotiated
        if not self.saved and negotiated is None:
            return charge if not charge.discounts else _without_discounts(charge, self._before)
        before, contracted = self._before, self._before
        if self.saved:
            ends = [sum((portion.cost(end) for portion in self.portions), Fraction(0)) for end in range(3)]
        else:
            ends = [Fraction(end) for end in _ends(before)]
        saved = {**self.saved}
        if negotiated is not None:
            published = (
                [sum((portion.published(end) for portion in self.portions), Fraction(0)) for end in range(3)]
                if self.saved
                else ends
            )
            taken = Fraction(negotiated.percent) / 100
            saved[DiscountKind.NEGOTIATED, negotiated.name] = published[EXPECTED] * taken
            ends = [end - part * taken for end, part in zip(ends, published, strict=True)]
            if not self.is_agreed:
                contracted = Range(*(money(Fraction(end) * (1 - taken)) for end in _ends(before)))
        return replace(
            charge,
            cost=hull([money(end) for end in ends]),
            contracted_cost=contracted,
            discounts=tuple(AppliedDiscount(kind, name, money(part)) for (kind, name), part in saved.items()),
        )

    @property
    def _before(self) -> Range:
        """What the charge costs at the price it was looked up at."""
        found = undiscounted(self.charge)
        assert found is not None, "a line has a price and a quantity"
        return found


def lines_of(cost: ResourceCost, stack: int) -> Iterator[Line]:
    """The charges of a resource that have a price and a quantity.

    Args:
        cost: the resource.
        stack: the number of its stack within a fleet; it only breaks ties of order.
    """
    provider = cost.type.partition(":")[0]
    for number, charge in enumerate(cost.charges):
        if not charge.alternatives:
            line = line_of(charge, provider, (cost.urn, stack, number))
            if line is not None:
                yield line


def open_lines_of(cost: ResourceCost) -> Iterator[Line]:
    """The alternatives of a resource's charges that are still a choice, each as a line."""
    for number, charge in enumerate(cost.charges):
        for each in charge.alternatives:
            line = line_of(each, cost.type.partition(":")[0], (cost.urn, 0, number)) if each is not None else None
            if line is not None:
                yield line


def line_of(charge: PricedCharge, provider: str, order: tuple[str, int, int]) -> Line | None:
    """A charge as a line; None where it has no cost, no single unit price or no quantity."""
    if charge.cost is None or charge.quantity is None or charge.unit_price is None:
        return None
    return Line(order, provider, charge, charge.quantity, charge.unit_price)


def undiscounted(charge: PricedCharge) -> Range | None:
    """What a charge costs at the price it was looked up at: the list price, or a contract's."""
    if charge.quantity is None or charge.unit_price is None or charge.cost is None:
        return None
    if not charge.discounts:
        return charge.cost
    return Range(*(end * charge.unit_price for end in _ends(charge.quantity)))


def _without_discounts(charge: PricedCharge, before: Range) -> PricedCharge:
    listed = charge.list_cost if charge.list_price is not None or charge.list_cost is None else before
    return replace(charge, cost=before, contracted_cost=before, list_cost=listed, discounts=())


def hull(ends: Sequence[Decimal]) -> Range:
    """The range over the three ends, each worked out by itself.

    They are in order already but where more use of one thing pushes another from a commitment that must be used first
    to one that is cheaper.
    """
    return Range(min(ends), ends[EXPECTED], max(ends))


def money(exact: Fraction) -> Decimal:
    """An exact fraction as an amount; the order of two amounts stays."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _ends(of: Range) -> tuple[Decimal, Decimal, Decimal]:
    return (of.low, of.expected, of.high)
