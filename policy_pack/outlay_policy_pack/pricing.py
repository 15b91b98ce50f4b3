"""What rules price by: the book, and the use, hours, choices and discounts of a standard, as one value."""

from dataclasses import dataclass, field
from datetime import date

from outlay.discount.of_standard import discounts_of
from outlay.discount.stated import Discounts
from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.estimate.stack import UNSTATED, UsageLookup, estimate, estimate_resource, nothing_stated
from outlay.estimate.subject import HoursLookup, SnapshotIndex, all_hours
from outlay.prices.book import PriceBook
from outlay.resource import Resource, Snapshot
from outlay.standard.choices import ChoicesByPattern, resource_with_choices, with_choices
from outlay.standard.model import Standard
from outlay.standard.running_hours import hours_of


@dataclass(frozen=True, slots=True)
class Pricing:
    """A price book with the use, the hours, the choices and the discounts that a standard states."""

    book: PriceBook
    usage: UsageLookup = nothing_stated
    discounts: Discounts = UNSTATED
    hours: HoursLookup = all_hours
    choices: ChoicesByPattern = field(default_factory=dict)

    @classmethod
    def of(cls, standard: Standard, book: PriceBook, *, as_of: date | None = None, environment: str = "") -> "Pricing":
        """What a standard prices by.

        Args:
            standard: the standard.
            book: where unit prices come from.
            as_of: the day that days until expiry count from; without one nothing expires.
            environment: the environment that the stack states of itself; by its name and project otherwise.
        """
        hours = hours_of(standard, as_of, environment)
        return cls(book, standard.usage.of, discounts_of(standard, book), hours, standard.choices)

    def estimate(self, snapshot: Snapshot) -> StackCost:
        """What a whole stack costs a month."""
        known = with_choices(snapshot, self.choices)
        return estimate(known, self.book, usage=self.usage, hours=self.hours, discounts=self.discounts)

    def cost(self, resource: Resource, index: SnapshotIndex) -> ResourceCost:
        """What one resource costs a month among its neighbours."""
        known = resource_with_choices(resource, self.choices)
        return estimate_resource(
            known, index, self.book, self.usage(resource), hours=self.hours, discounts=self.discounts
        )
