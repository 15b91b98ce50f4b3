"""The estimate: a snapshot, a price book and stated use in, what everything costs a month out.

It looks for each resource's pricer, runs it, and prices the charges that it yields; whatever cannot be said becomes
a gap by name. A pure function of its arguments. Not here: how a single charge is priced (`outlay.estimate.pricing`)
what discounts make of the charges (`outlay.discount`), and what differs between two snapshots (`outlay.diff`).
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from math import prod
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from outlay.discount.effective import discounted, discounted_resource
from outlay.discount.stated import Discounts
from outlay.errors import OutlayError
from outlay.estimate.charge import Free, PricedCharge
from outlay.estimate.choices import MOST_VARIANTS, merged, variants
from outlay.estimate.free import free_reason
from outlay.estimate.pricing import price_charge
from outlay.estimate.properties import OpenValue, Reading
from outlay.estimate.registry import REGISTRY, Pricer, Registry
from outlay.estimate.resource_cost import ResourceCost, StackCost, Status, cost_of, status_of
from outlay.estimate.subject import HoursLookup, Neighbours, SnapshotIndex, Subject, all_hours
from outlay.estimate.usage_based import charged_by
from outlay.estimate.usage_defaults import priced_by_use
from outlay.money import Cost, Gap, GapKind
from outlay.prices.book import PriceBook
from outlay.resource import Resource, Snapshot, Urn
from outlay.usage.model import InvalidUsage, NoUsage

UsageLookup: TypeAlias = Callable[[Resource], Mapping[str, object]]
"""What is stated of a resource's use: usage keys and figures, empty where nothing is."""

UNSTATED: Final = Discounts()
"""The discounts of someone who stated none: sustained use, which every account has that is not invoiced."""
_STRUCTURAL: Final = "it orders other resources and has no cost of its own"
_UNCOUNTED: Final = "no pricer counts that yet"
_UNANSWERED: Final = (
    "{0} was not answered, and what rests on its answer is not counted; answer it in finops.yaml: offline.answers: "
    "{{'{0}': {{…}}}}"
)
_EXTERNAL: Final = "it is read from elsewhere and not managed by this stack"


def nothing_stated(_resource: Resource) -> Mapping[str, object]:
    """The usage lookup of someone who stated nothing."""
    return {}


def estimate(
    snapshot: Snapshot,
    book: PriceBook,
    *,
    usage: UsageLookup = nothing_stated,
    hours: HoursLookup = all_hours,
    registry: Registry = REGISTRY,
    discounts: Discounts = UNSTATED,
) -> StackCost:
    """What every resource of the snapshot costs a month, in the book's currency.

    Args:
        snapshot: the resources; references between them are followed where a price needs it.
        book: where unit prices come from.
        usage: what is stated of each resource's use.
        hours: how many hours a month each resource runs that a schedule can stop.
        registry: the pricers.
        discounts: what is taken off; a commitment is drawn down once over the whole snapshot.

    Raises:
        DamagedPrices: a layer of the book cannot be read.
    """
    index = SnapshotIndex(snapshot)
    resources = {
        resource.urn: _listed(resource, index, book, usage(resource), hours, registry) for resource in snapshot
    }
    return discounted(StackCost.of(resources, book.identity, book.currency), discounts, book)


def estimate_resource(
    resource: Resource,
    index: SnapshotIndex,
    book: PriceBook,
    stated: Mapping[str, object],
    *,
    hours: HoursLookup = all_hours,
    registry: Registry = REGISTRY,
    discounts: Discounts = UNSTATED,
    instead: Mapping[Urn, Resource] = MappingProxyType({}),
) -> ResourceCost:
    """What one resource costs a month among its neighbours, in the book's currency.

    A value with known choices, its own or a neighbour's, gives a range over them. The resource need not be the one of
    its URN in the snapshot: with other inputs, this is what it would cost; `instead` are neighbours with other inputs.
    Of the discounts only those count that depend on nothing but the resource: a commitment belongs to all of them.

    Raises:
        DamagedPrices: a layer of the book cannot be read.
    """
    listed = _listed(resource, index, book, stated, hours, registry, instead)
    return discounted_resource(listed, discounts, book)


def _listed(
    resource: Resource,
    index: SnapshotIndex,
    book: PriceBook,
    stated: Mapping[str, object],
    hours: HoursLookup,
    registry: Registry,
    instead: Mapping[Urn, Resource] = MappingProxyType({}),
) -> ResourceCost:
    """What a resource costs before discounts."""
    currency = book.currency
    if resource.remote:
        gap = Gap(GapKind.NOT_SEEN, resource.urn, "", "a remote component, whose resources this preview did not see")
        return _gap(resource, (gap,), currency)
    if resource.unanswered:
        gaps = tuple(Gap(GapKind.UNKNOWN, resource.urn, "", _UNANSWERED.format(each)) for each in resource.unanswered)
        return _gap(resource, gaps, currency)
    if not resource.custom or resource.package == "pulumi":
        return _free(resource, _STRUCTURAL, currency, is_structural=True)
    if resource.external:
        return _free(resource, _EXTERNAL, currency)
    pricer = registry.find(resource.type)
    if pricer is None:
        reason = free_reason(resource.type)
        if reason:
            return _free(resource, reason, currency)
        if use := charged_by(resource.type):
            gap = Gap(GapKind.USAGE, resource.urn, "", f"charged by {use}; {_UNCOUNTED}")
            return _gap(resource, (gap,), currency, tuple(_passed_over(key, _UNCOUNTED) for key in _keys(stated)))
        gap = Gap(GapKind.UNSUPPORTED, resource.urn, "", f"no pricer for {resource.type}")
        return _gap(resource, (gap,), currency)

    def priced(each: Resource, instead: Mapping[Urn, Resource]) -> ResourceCost:
        def by_use(figures: Mapping[str, object]) -> ResourceCost:
            reading = Reading()
            near = Neighbours(each, index, reading, hours=hours, instead=instead)
            return _priced(Subject(each, reading, hours(each)), pricer, near, book, figures)

        return priced_by_use(by_use, stated)

    alternatives = variants(resource)
    costs = [priced(each, instead) for each in alternatives]
    around = _alternatives_around(costs, {**index.resources, **instead} if instead else index.resources)
    if around and len(alternatives) * len(around) <= MOST_VARIANTS:
        costs = [priced(each, {**instead, **chosen}) for each in alternatives for chosen in around]
    return costs[0] if len(costs) == 1 else merged(costs)


def _alternatives_around(
    costs: Iterable[ResourceCost], resources: Mapping[Urn, Resource]
) -> list[Mapping[Urn, Resource]]:
    """Every combination of the choices that are open in the neighbours these costs rest on; none where none is."""
    neighbours = dict.fromkeys(urn for cost in costs for urn in cost.neighbours)
    open_ones = [found for urn in neighbours if len(found := variants(resources[urn])) > 1]
    if not open_ones or prod(len(found) for found in open_ones) > MOST_VARIANTS:
        return []
    return [{each.urn: each for each in chosen} for chosen in product(*open_ones)]


def _priced(
    subject: Subject,
    pricer: Pricer[Any],
    near: Neighbours,
    book: PriceBook,
    stated: Mapping[str, object],
) -> ResourceCost:
    resource = subject.resource
    charges: list[PricedCharge] = []
    gaps: list[Gap] = []
    free: list[str] = []
    for key in pricer.usage_model.unknown_keys(stated) if stated else ():
        subject.reading.note(_passed_over(key, "the type has no such usage"))
    try:
        for item in pricer.charges(subject, pricer.usage_model.read(stated), near):
            if isinstance(item, Free):
                free.append(item.reason)
            else:
                charges.extend(price_charge(item, resource, book, subject.reading))
        if not charges and not free:
            raise ValueError("it gave neither a charge nor a reason why there is none")
    except (OpenValue, InvalidUsage) as open_:
        gaps.append(Gap(GapKind.UNKNOWN, resource.urn, "", str(open_)))
    except OutlayError:  # the book is damaged, say: that is no fault of a pricer, and no estimate can be trusted
        raise
    except Exception as error:  # a pricer of a plug-in may raise anything; it is named and the rest goes on
        reason = f"the pricer of {resource.type} failed: {type(error).__name__}: {error}"
        gaps.append(Gap(GapKind.UNSUPPORTED, resource.urn, "", reason))
    gaps.extend(gap for charge in charges for gap in charge.gaps)
    cost = cost_of(charges, gaps, book.currency)
    status = status_of(cost.gaps, has_charges=bool(charges))
    return ResourceCost(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        region=_region(resource),
        status=status,
        cost=cost,
        charges=tuple(charges),
        free_reason="; ".join(free) if status is Status.FREE else "",
        assumptions=tuple(subject.reading.defaults),
        neighbours=near.read,
    )


def _free(resource: Resource, reason: str, currency: str, *, is_structural: bool = False) -> ResourceCost:
    return ResourceCost(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        region=_region(resource),
        status=Status.FREE,
        cost=Cost.total((), currency),
        free_reason=reason,
        is_structural=is_structural,
    )


def _gap(resource: Resource, gaps: tuple[Gap, ...], currency: str, assumptions: tuple[str, ...] = ()) -> ResourceCost:
    return ResourceCost(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        region=_region(resource),
        status=status_of(gaps, has_charges=False),
        cost=Cost.total((Cost.missing(gap, currency) for gap in gaps), currency),
        assumptions=assumptions,
    )


def _passed_over(key: str, why: str) -> str:
    return f"usage {key} is passed over: {why}"


def _keys(stated: Mapping[str, object]) -> tuple[str, ...]:
    """Every key of what is stated: those that a model without any does not have."""
    return NoUsage.unknown_keys(stated)


def _region(resource: Resource) -> str | None:
    return resource.region if isinstance(resource.region, str) else None


def usage_keys_nobody_knows(
    snapshot: Iterable[Resource], usage: UsageLookup, registry: Registry = REGISTRY
) -> Mapping[str, tuple[str, ...]]:
    """By URN, the usage keys that were stated and that nothing reads.

    Those that the resource's usage model does not have, and all of a type that is charged by its use and has no pricer.
    """
    found: dict[str, tuple[str, ...]] = {}
    for resource in snapshot:
        stated = usage(resource)
        if not stated:
            continue
        pricer = registry.find(resource.type)
        if pricer is not None:
            unknown = pricer.usage_model.unknown_keys(stated)
        else:
            unknown = _keys(stated) if charged_by(resource.type) else ()
        if unknown:
            found[resource.urn] = unknown
    return found
