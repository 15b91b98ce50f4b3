"""What rules price by: the book, stated use and discounts of a standard, as one value."""

from dataclasses import dataclass

from outlay.discount.stated import Discounts
from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.estimate.stack import UNSTATED, UsageLookup, estimate, estimate_resource, nothing_stated
from outlay.estimate.subject import SnapshotIndex
from outlay.prices.book import PriceBook
from outlay.resource import Resource, Snapshot


@dataclass(frozen=True, slots=True)
class Pricing:
    """A price book with the use and the discounts that a standard states."""

    book: PriceBook
    usage: UsageLookup = nothing_stated
    discounts: Discounts = UNSTATED

    def estimate(self, snapshot: Snapshot) -> StackCost:
        """What a whole stack costs a month."""
        return estimate(snapshot, self.book, usage=self.usage, discounts=self.discounts)

    def cost(self, resource: Resource, index: SnapshotIndex) -> ResourceCost:
        """What one resource costs a month among its neighbours."""
        return estimate_resource(resource, index, self.book, self.usage(resource), discounts=self.discounts)
