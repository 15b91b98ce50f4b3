"""What resources and stacks cost: the values that an estimate yields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from outlay.estimate.charge import PricedCharge
from outlay.money import Cost, Gap, GapKind
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
    providers, local components): never priced, never counted.
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


@dataclass(frozen=True, slots=True)
class StackCost:
    """What all resources of a snapshot cost a month, by URN, with their sum and the book that priced them."""

    resources: Mapping[Urn, ResourceCost] = field(default_factory=dict)
    total: Cost = field(default_factory=lambda: Cost.total(()))
    book: BookIdentity | None = None


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
