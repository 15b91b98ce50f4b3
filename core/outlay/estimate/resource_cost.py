"""What resources and stacks cost: the values that an estimate yields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from outlay.estimate.charge import DiscountKind, PricedCharge, Range
from outlay.money import ZERO, Cost, Gap, GapKind, Money
from outlay.prices.book import BookIdentity
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import YEAR_HOURS
from outlay.resource import Urn
from outlay.step import Assumption

_NO_LIST_PRICE = "only a contract's price is known, and no list price"


class Status(StrEnum):
    """What can be said of a resource's cost: that of its worst charge, worst first."""

    UNSUPPORTED = "unsupported"
    NOT_SEEN = "not_seen"
    UNPRICED = "unpriced"
    UNKNOWN = "unknown"
    USAGE = "usage"
    PRICED = "priced"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class ResourceCost:
    """What one resource costs a month.

    `charges` are its lines, `cost` the sum of what they cost effectively, with the gaps, `free_reason` says why a free
    one is free, `assumptions` name what the figures rest on that nobody stated. `is_structural` marks what only orders
    others (the stack, providers, local components): never priced, never counted. `neighbours` are the other resources
    of the stack whose properties entered the cost.
    """

    urn: Urn
    type: str
    name: str
    region: str | None
    status: Status
    cost: Cost
    charges: tuple[PricedCharge, ...] = ()
    free_reason: str = ""
    assumptions: tuple[str, ...] = ()
    is_structural: bool = False
    neighbours: tuple[Urn, ...] = ()

    @property
    def list_cost(self) -> Cost:
        """What it costs without any discount; a gap stands where only a contract's price is known."""
        if all(charge.list_cost is charge.cost for charge in self.charges):
            return self.cost
        unknown = tuple(
            Gap(GapKind.UNPRICED, self.urn, charge.label, _NO_LIST_PRICE)
            for charge in self.charges
            if charge.list_cost is None and charge.cost is not None
        )
        return _sum((charge.list_cost for charge in self.charges), (*self.cost.gaps, *unknown), self.cost.currency)

    @property
    def contracted_cost(self) -> Cost:
        """What it costs at negotiated rates, without commitments."""
        if all(charge.contracted_cost is charge.cost for charge in self.charges):
            return self.cost
        return _sum((charge.contracted_cost for charge in self.charges), self.cost.gaps, self.cost.currency)

    @property
    def loose_gaps(self) -> tuple[Gap, ...]:
        """The gaps that stand in the place of no single charge."""
        in_charges = {gap for charge in self.charges for gap in charge.gaps}
        return tuple(gap for gap in self.cost.gaps if gap not in in_charges)

    def with_charges(self, charges: Sequence[PricedCharge], loose_gaps: Sequence[Gap] | None = None) -> "ResourceCost":
        """The same resource with other lines, such as those after a discount: its cost is their sum anew.

        Args:
            charges: the lines.
            loose_gaps: the gaps outside the lines; its own by default.
        """
        loose = self.loose_gaps if loose_gaps is None else loose_gaps
        cost = cost_of(charges, (*loose, *(gap for charge in charges for gap in charge.gaps)), self.cost.currency)
        status = status_of(cost.gaps, has_charges=bool(charges))
        return replace(self, charges=tuple(charges), cost=cost, status=status)


@dataclass(frozen=True, slots=True)
class CommitmentPrice:
    """The price of the book that a commitment is charged by.

    It is the commitment's own, of which what is paid upfront is spread over its term of `years`; or the on-demand
    price, where the standard states what is taken off it in `percent`.
    """

    query: PriceQuery
    price: Price
    years: int
    percent: Decimal | None = None

    @property
    def rate(self) -> Fraction:
        """What an hour of a unit costs in the end."""
        hourly = Fraction(self.price.unit_price)
        if self.percent is not None:
            return hourly * (1 - Fraction(self.percent) / 100)
        return hourly + Fraction(self.price.upfront) / (YEAR_HOURS * self.years)


@dataclass(frozen=True, slots=True)
class CommitmentUse:
    """What becomes of one commitment: what it costs a month, and which part of that nothing uses.

    `cost` is None where neither the book nor the standard says its price; it is then not applied, and `note` says
    so. `unused` is no part of any resource's cost: low where most is used. `prices` are what it is charged by, where
    these are single prices of the book.
    """

    kind: DiscountKind
    name: str
    cost: Money | None
    unused: Range | None
    note: str = ""
    prices: tuple[CommitmentPrice, ...] = ()


@dataclass(frozen=True, slots=True)
class StackCost:
    """What all resources of a snapshot cost a month, by URN, with their sum and the book that priced them.

    `total` is the effective cost; what is unused of `commitments` stands with them and is in no total, since a
    commitment usually serves more than one stack. `assumptions` are those of the discounts.
    """

    resources: Mapping[Urn, ResourceCost] = field(default_factory=dict)
    total: Cost = field(default_factory=lambda: Cost.total(()))
    book: BookIdentity | None = None
    commitments: tuple[CommitmentUse, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    def __str__(self) -> str:
        """The sum in a line."""
        return str(self.total)

    @property
    def list_cost(self) -> Cost:
        """What everything costs without any discount."""
        return Cost.total((each.list_cost for each in self.resources.values()), self.total.currency)

    @property
    def contracted_cost(self) -> Cost:
        """What everything costs at negotiated rates, without commitments."""
        return Cost.total((each.contracted_cost for each in self.resources.values()), self.total.currency)

    @classmethod
    def of(
        cls, resources: Mapping[Urn, ResourceCost], book: BookIdentity | None = None, currency: str = "USD"
    ) -> "StackCost":
        """The cost of these resources, summed.

        Raises:
            CurrencyMismatch: when one of them is in another currency.
        """
        return cls(resources, Cost.total((each.cost for each in resources.values()), currency), book)


_STATUS_OF_GAP = {
    GapKind.UNSUPPORTED: Status.UNSUPPORTED,
    GapKind.NOT_SEEN: Status.NOT_SEEN,
    GapKind.UNPRICED: Status.UNPRICED,
    GapKind.UNKNOWN: Status.UNKNOWN,
    GapKind.USAGE: Status.USAGE,
}
_BY_BADNESS = tuple(Status)


def status_of(gaps: tuple[Gap, ...], *, has_charges: bool) -> Status:
    """The worst of the gaps' statuses; priced or free where there is none."""
    if not gaps:
        return Status.PRICED if has_charges else Status.FREE
    return min((_STATUS_OF_GAP[gap.kind] for gap in gaps), key=_BY_BADNESS.index)


def cost_of(charges: Sequence[PricedCharge], gaps: Sequence[Gap], currency: str) -> Cost:
    """The sum of priced charges, with the gaps."""
    return _sum((charge.cost for charge in charges), gaps, currency)


def _sum(costs: Iterable[Range | None], gaps: Sequence[Gap], currency: str) -> Cost:
    low = expected = high = ZERO
    for cost in costs:
        if cost is not None:
            low += cost.low
            expected += cost.expected
            high += cost.high
    is_open = any(gap.kind is not GapKind.USAGE for gap in gaps)
    return Cost(low, expected, None if is_open else high, tuple(gaps), currency)
