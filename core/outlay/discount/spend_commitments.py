"""Committed spend at Google Cloud: flexible commitments for compute, and those for Cloud SQL.

A commitment is so much an hour at on-demand prices, for which less is paid; what exceeds it is charged at on-demand
prices. It is drawn on after committed use of resources, by the use with the highest discount first, ties by URN.
Source: Google Cloud, "Committed use discounts" (cloud.google.com/docs/cuds): compute flexible commitments take 28 %
off for one year and 46 % for three, from H3 machines 17 % and 38 %, from memory-optimised ones 63 % for three years
alone, and leave shared-core machine types out; Cloud SQL's take 25 % and 52 % off vCPUs and memory, but of shared-core
tiers.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from outlay.discount.alike import Alike, portions_in_order
from outlay.discount.line import Line
from outlay.discount.machine_type import SHARED_CORE, family_of
from outlay.discount.pool import Draw, Pool, use_of
from outlay.discount.stated import SpendCommitment, SpendService
from outlay.estimate.charge import DiscountKind
from outlay.estimate.resource_cost import CommitmentUse
from outlay.prices.term import Years

_USUAL: Final[dict[Years, Decimal]] = {1: Decimal(28), 3: Decimal(46)}
_HIGH_PERFORMANCE: Final[dict[Years, Decimal]] = {1: Decimal(17), 3: Decimal(38)}
_MEMORY_OPTIMISED: Final[dict[Years, Decimal]] = {3: Decimal(63)}
_BY_FAMILY: Final = {
    **dict.fromkeys(("c2", "c2d", "c3", "c3d", "c4", "c4a", "c4d", "e2", "n1", "n2", "n2d", "n4"), _USUAL),
    "h3": _HIGH_PERFORMANCE,
    **dict.fromkeys(("m1", "m2", "m3", "m4"), _MEMORY_OPTIMISED),
}
_CLOUD_SQL: Final[dict[Years, Decimal]] = {1: Decimal(25), 3: Decimal(52)}
_SHARED_CORE_TIERS: Final = frozenset({"db-f1-micro", "db-g1-small"})
_COMPUTE_PARTS: Final = frozenset({"linux", "vcpu", "memory"})
_NO_INSTANCE: Final = frozenset({"storage", "backup", "idle-ip", "sql-server-licence"})


def draw_down(commitments: Iterable[SpendCommitment], groups: Sequence[Alike]) -> Iterator[CommitmentUse]:
    """Let the lines draw on the commitments, and say what became of each.

    What is paid for a commitment pays for use at the price less the share that is taken off it, so that a machine with
    a smaller share takes more of it.
    """
    ranked = sorted(commitments, key=lambda each: (-_most(each), each.name))
    for of in ranked:
        pool = Pool(DiscountKind.COMMITTED_USE, of.name, Fraction(of.commitment), 1 - _most(of))
        pool.draw(_draws(of, groups))
        note = "" if of.percent is not None else f"it takes off what Google publishes for {of.service.value}"
        yield use_of(DiscountKind.COMMITTED_USE, of.name, [pool], note)


def _draws(of: SpendCommitment, groups: Sequence[Alike]) -> Iterator[Draw]:
    by_share: dict[Fraction, list[Alike]] = {}
    for group in groups:
        share = _share(of, group.first)
        if share is not None:
            by_share.setdefault(share, []).append(group)
    for share in sorted(by_share, reverse=True):
        weight = Fraction(1) if share == _most(of) else (1 - share) / (1 - _most(of))
        for portion in portions_in_order(by_share[share]):
            price = portion.unit_price
            yield Draw(portion, price * weight, price * (1 - share), portion.line.is_agreed)


def _most(of: SpendCommitment) -> Fraction:
    """The share that it takes off what it is usually spent on."""
    if of.percent is not None:
        return Fraction(of.percent) / 100
    usual = _CLOUD_SQL if of.service is SpendService.CLOUD_SQL else _USUAL
    return Fraction(usual[of.years]) / 100


def _share(of: SpendCommitment, line: Line) -> Fraction | None:
    """The share that it takes off a line; None where it is not for it."""
    query = line.query
    if query.service != of.service.value or not line.is_on_demand or of.region not in ("", line.region):
        return None
    if of.service is SpendService.CLOUD_SQL:
        published = None if line.item in _SHARED_CORE_TIERS or line.item in _NO_INSTANCE else _CLOUD_SQL
    elif line.item in SHARED_CORE or query.dimension not in _COMPUTE_PARTS:
        published = None
    else:
        published = _BY_FAMILY.get(family_of(line.item))
    percent = of.percent if published and of.percent is not None else (published or {}).get(of.years)
    return None if percent is None else Fraction(percent) / 100
