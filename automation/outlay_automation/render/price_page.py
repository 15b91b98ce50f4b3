"""What `outlay prices show` shows, as one value: the table and the document are made of it."""

from dataclasses import dataclass
from decimal import Decimal

from outlay.prices.book import BookIdentity
from outlay.prices.query import GLOBAL

from outlay_automation.prices.answers import ItemAnswers


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A dimension and term of the item that is not shown, and the regions that have it; `asked` is the region shown."""

    dimension: str
    term: str
    regions: tuple[str, ...]
    asked: str

    @property
    def is_here(self) -> bool:
        """Whether the region that is shown has it too, so that it was left out by what was asked."""
        return not self.asked or self.asked in self.regions or GLOBAL in self.regions


@dataclass(frozen=True, slots=True)
class PricePage:
    """An item's prices with what was asked.

    `region` is empty where all are asked for. `elsewhere` is what the item has besides, in other regions or under
    dimensions and terms that nobody asked for. `quantity` is in the unit of each price.
    """

    service: str
    item: str
    region: str
    currency: str
    quantity: Decimal | None
    allow_stand_ins: bool
    book: BookIdentity
    answers: ItemAnswers
    elsewhere: tuple[Elsewhere, ...]
    notices: tuple[str, ...]
