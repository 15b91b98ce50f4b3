"""Cheaper equivalents of a resource that the price book knows, as data: for rules and for `outlay explain`.

An alternative is the same resource with other inputs, priced by the same pricer. Which families succeed which is data
beside this module, never in a rule. Not here: whether somebody has to take one (`outlay_policy_pack`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from outlay.discount.stated import Discounts
from outlay.estimate.stack import UNSTATED
from outlay.estimate.subject import SnapshotIndex
from outlay.money import Cost, Money
from outlay.prices.book import PriceBook
from outlay.resource import Resource, Value


class AlternativeKind(StrEnum):
    """In what an alternative differs."""

    GENERATION = "generation"
    """A newer generation of the same machine."""
    ARCHITECTURE = "architecture"
    """The same machine with arm64 processors."""
    STORAGE = "storage"
    """A newer kind of disk (gp3 for gp2)."""
    REGION = "region"
    """The same in another region."""
    COMMITMENT = "commitment"
    """The same under a commitment."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same resource in a cheaper form.

    `changes` are the inputs to set, by path (`("rootBlockDevice", "volumeType")`); `title` says them in words
    (`gp3 instead of gp2`), `before` and `after` are the deciding values. `cost` is what it then costs a month, `saving`
    what that is less. `condition` is what has to hold for it to be an equivalent (`the images run on arm64`).
    """

    kind: AlternativeKind
    title: str
    before: str
    after: str
    changes: Mapping[tuple[str, ...], Value]
    cost: Cost
    saving: Money
    condition: str = ""


_NOTHING_STATED: Final[Mapping[str, object]] = {}


def alternatives(
    resource: Resource,
    book: PriceBook,
    *,
    index: SnapshotIndex | None = None,
    stated: Mapping[str, object] = _NOTHING_STATED,
    discounts: Discounts = UNSTATED,
) -> tuple[Alternative, ...]:
    """The cheaper equivalents of a resource that the book has prices for, the greatest saving first.

    Args:
        resource: the resource; what is open or unpriced has no alternatives.
        book: where unit prices come from.
        index: its neighbours; without them it stands alone.
        stated: what is stated of its use.
        discounts: what is taken off.

    Raises:
        DamagedPrices: a layer of the book cannot be read.
    """
    raise NotImplementedError
