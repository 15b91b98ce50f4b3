"""Whether figures may be a book: the rules that each keeps, the anchors that anybody can look up, and what is covered.

The build refuses figures that break a rule; `outlay prices verify` checks a book that was built. Not here: whether a
file is whole (`LookupFile.verify`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final, TypeAlias

from outlay.money import Money
from outlay.prices.figure import UPFRONT, Figure
from outlay.prices.query import GLOBAL, Missing, Price, PriceQuery, PriceSource
from outlay.prices.region_names import known_regions

_HOURS: Final = "hours"
_COMPUTE: Final = frozenset(
    {"AmazonEC2", "AmazonES", "AmazonElastiCache", "AmazonRDS", "CloudSQL", "ComputeEngine", "ComputeEngineLicense"}
)
"""The services whose hours are machines: one that costs nothing is a figure that somebody lost."""

_Priced: TypeAlias = tuple[str, str, str, str, str]
"""Service, item, dimension, term, region: what an amount upfront and the hours beside it have in common."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A price that a person can look up on the provider's page, and that the embedded book must have."""

    query: PriceQuery
    unit_price: Money

    def holds(self, layer: PriceSource) -> bool:
        """Whether the layer answers with exactly this price."""
        answer = layer.find(self.query)
        return isinstance(answer, Price) and answer.unit_price == self.unit_price


ANCHORS: Final = (
    Anchor(PriceQuery("AmazonEC2", "us-east-1", "m5.large", "linux"), Decimal("0.096")),
    Anchor(PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "linux"), Decimal("0.115")),
    Anchor(PriceQuery("AmazonEC2", "us-east-1", "NatGateway", "hours"), Decimal("0.045")),
    Anchor(PriceQuery("aws_eks_cluster", "us-east-1", "EKS cluster"), Decimal("0.1")),
    Anchor(PriceQuery("AWSLambda", "us-east-1", "Duration", "x86-64"), Decimal("0.0000166667")),
    Anchor(PriceQuery("ComputeEngine", "us-central1", "e2-standard-2", "linux"), Decimal("0.06701142")),
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found of a layer: how many figures, which rules are broken, what is covered, which anchors hold.

    `coverage` counts the figures of each service by region. `ambiguous` are the names for which a source lists several
    prices without saying which is which: they answer no query.
    """

    figures: int
    problems: tuple[str, ...]
    coverage: Mapping[str, Mapping[str, int]]
    ambiguous: int
    anchors: Mapping[Anchor, Price | Missing]

    @property
    def is_sound(self) -> bool:
        """Whether no rule is broken."""
        return not self.problems


def verify(layer: PriceSource, figures: Iterable[Figure], anchors: Iterable[Anchor] = ()) -> Verification:
    """Check a layer's figures against the rules, and the anchors against its answers.

    Args:
        layer: what answers the anchors' queries.
        figures: all of its figures, in the book's order.
        anchors: the prices it must have: `ANCHORS` for the embedded book.
    """
    held = list(figures)
    answers = {anchor: layer.find(anchor.query) for anchor in anchors}
    lost = tuple(
        f"{anchor.query} is not {anchor.unit_price}: {_said(answer)}"
        for anchor, answer in answers.items()
        if not anchor.holds(layer)
    )
    coverage: dict[str, Counter[str]] = defaultdict(Counter)
    for figure in held:
        coverage[figure.name.service][figure.region] += 1
    ambiguous = sum(1 for _, group in _by_name(held) if len({(each.name.unit, each.price) for each in group}) > 1)
    return Verification(len(held), (*broken_rules(held), *lost), coverage, ambiguous, answers)


def broken_rules(figures: Iterable[Figure]) -> tuple[str, ...]:
    """What is wrong with figures, each by its name; nothing where they may be a book.

    A machine's hour costs something, unless it was paid upfront. A region is one that is known, and bills in the
    figure's currency. A source has a name and a licence. The first tier begins at 0.
    """
    free: dict[_Priced, Figure] = {}
    paid_upfront: set[_Priced] = set()
    without_start: dict[tuple[_Priced, str], Figure] = {}
    with_start: set[tuple[_Priced, str]] = set()
    found: list[str] = []
    for figure in figures:
        name = figure.name
        priced = (name.service, name.item, name.dimension, name.term, figure.region)
        if name.unit == UPFRONT:
            paid_upfront.add(priced)
        elif figure.price == 0 and name.service in _COMPUTE and name.unit == _HOURS:
            free[priced] = figure
        if name.tier_from == 0:
            with_start.add((priced, name.unit))
        else:
            without_start[priced, name.unit] = figure
        found.extend(_of_one(figure))
    found.extend(
        f"{_name(figure)}: a price of 0 for compute" for priced, figure in free.items() if priced not in paid_upfront
    )
    found.extend(
        f"{_name(figure)}: has tiers, and none from 0" for key, figure in without_start.items() if key not in with_start
    )
    return tuple(found)


def _of_one(figure: Figure) -> Iterator[str]:
    region = known_regions().get(figure.region)
    if region is None and figure.region != GLOBAL:
        yield f"{_name(figure)}: {figure.region or '(none)'} is no region that the book knows"
    elif region is not None and figure.currency != region.currency:
        yield f"{_name(figure)}: is in {figure.currency}, and {figure.region} bills in {region.currency}"
    if not figure.source.name or not figure.source.licence:
        yield f"{_name(figure)}: has no source"


def _by_name(figures: Iterable[Figure]) -> Iterator[tuple[object, list[Figure]]]:
    """The figures of one name, tier and region together, amounts upfront apart."""

    def key(figure: Figure) -> tuple[str, ...]:
        name = figure.name
        kind = UPFRONT if name.unit == UPFRONT else ""
        return (name.service, name.item, name.dimension, name.term, kind, str(name.tier_from), figure.region)

    for name, group in groupby(sorted(figures, key=key), key):
        yield name, list(group)


def _name(figure: Figure) -> str:
    name = figure.name
    return str(PriceQuery(name.service, figure.region, name.item, name.dimension, name.term))


def _said(answer: Price | Missing) -> str:
    return answer.reason if isinstance(answer, Missing) else f"the book has {answer.unit_price}"
