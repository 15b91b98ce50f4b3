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
from outlay.prices.figure import UPFRONT, Figure, Source
from outlay.prices.query import GLOBAL, Missing, Price, PriceQuery, PriceSource
from outlay.prices.region_names import known_regions

_COMPUTE_UNITS: Final = frozenset(
    {
        "GB-hours",
        "GB-seconds",
        "GPU-hours",
        "GiB-seconds",
        "hours",
        "vCPU-hours",
        "vCPU-seconds",
    }
)
_COMPUTE: Final = frozenset(
    {
        "AWSLambda",
        "AmazonEC2",
        "AmazonECS",
        "AmazonEKS",
        "AmazonES",
        "AmazonElastiCache",
        "AmazonRDS",
        "CloudRun",
        "CloudSQL",
        "ComputeEngine",
        "ComputeEngineLicense",
    }
)
"""The services whose hours and seconds are machines: one that costs nothing is a figure that somebody lost."""

_Priced: TypeAlias = tuple[str, str, str, str, str]
"""Service, item, dimension, term, region: what an amount upfront and the hours beside it have in common."""

_Tiered: TypeAlias = tuple[str, str, str, str, str, str]
"""The same and the unit: what the tiers of a price have in common."""


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
    """What is wrong with figures, each by its name; nothing where they may be a book (`RuleCheck`)."""
    check = RuleCheck()
    for figure in figures:
        check.take(figure)
    return check.broken()


class RuleCheck:
    """The rules of the book, kept by figures that come one by one in any order; holds names, and no figures.

    A machine's hour costs something, unless something was paid for it upfront. A region is one that is known, and
    bills in the figure's currency. A source has a name and a licence. The first tier begins at 0.
    """

    def __init__(self) -> None:
        self._found: list[str] = []
        self._free: set[_Priced] = set()
        self._paid_upfront: set[_Priced] = set()
        self._later_tiers: set[_Tiered] = set()
        self._begun: set[_Tiered] = set()
        self._sound: set[tuple[str, str, Source]] = set()

    def take(self, figure: Figure) -> None:
        """Check a figure, and note what another may have to go with it."""
        name = figure.name
        unit = name.unit
        tiered = (name.service, name.item, name.dimension, name.term, figure.region, unit)
        if name.tier_from:
            self._later_tiers.add(tiered)
        else:
            self._begun.add(tiered)
        if unit == UPFRONT:
            if figure.price > 0:
                self._paid_upfront.add(_priced(figure))
        elif not figure.price and name.service in _COMPUTE and unit in _COMPUTE_UNITS:
            self._free.add(_priced(figure))
        origin = (figure.region, figure.currency, figure.source)
        if origin not in self._sound:  # few are not: a service in a region has one
            broken = tuple(_of_one(figure))
            self._found.extend(broken)
            if not broken:
                self._sound.add(origin)

    def broken(self) -> tuple[str, ...]:
        """What is wrong with the figures so far, each by its name."""
        free = sorted(self._free - self._paid_upfront)
        headless = sorted(tiered[:5] for tiered in self._later_tiers - self._begun)
        return (
            *self._found,
            *(f"{_called(*priced)}: a price of 0 for compute" for priced in free),
            *(f"{_called(*priced)}: has tiers, and none from 0" for priced in headless),
        )


def _priced(figure: Figure) -> _Priced:
    name = figure.name
    return (name.service, name.item, name.dimension, name.term, figure.region)


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
    return _called(*_priced(figure))


def _called(service: str, item: str, dimension: str, term: str, region: str) -> str:
    return str(PriceQuery(service, region, item, dimension, term))


def _said(answer: Price | Missing) -> str:
    return answer.reason if isinstance(answer, Missing) else f"the book has {answer.unit_price}"
