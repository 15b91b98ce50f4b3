"""What resources and stacks cost: the values that an estimate yields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from outlay.estimate.charge import PricedCharge
from outlay.money import ZERO, Cost, Gap, GapKind
from outlay.prices.book import BookIdentity
from outlay.resource import Urn


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

    `charges` are its lines, `cost` their sum with the gaps, `free_reason` says why a free one is free, `assumptions`
    name what the figures rest on that nobody stated. `is_structural` marks what only orders others (the stack,
    providers, local components): never priced, never counted. `neighbours` are the other resources of the stack whose
    properties entered the cost.
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
class StackCost:
    """What all resources of a snapshot cost a month, by URN, with their sum and the book that priced them."""

    resources: Mapping[Urn, ResourceCost] = field(default_factory=dict)
    total: Cost = field(default_factory=lambda: Cost.total(()))
    book: BookIdentity | None = None

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
    known = [charge.cost for charge in charges if charge.cost is not None]
    is_open = any(gap.kind is not GapKind.USAGE for gap in gaps)
    return Cost(
        sum((cost.low for cost in known), ZERO),
        sum((cost.expected for cost in known), ZERO),
        None if is_open else sum((cost.high for cost in known), ZERO),
        tuple(gaps),
        currency,
    )
