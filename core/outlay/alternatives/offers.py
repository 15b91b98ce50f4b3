"""From candidates to alternatives: each is priced by the resource's own pricer, and offered where it is cheaper.

The only place where a candidate meets a price, and it holds none. Not here: what the candidates of a type are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from outlay.alternatives.alternative import Alternative, AlternativeKind
from outlay.alternatives.architectures import functions, tasks
from outlay.alternatives.aws_caches import cache_nodes
from outlay.alternatives.aws_disks import database_storage, instance_volumes, volumes
from outlay.alternatives.aws_machines import database_classes, instance_types
from outlay.alternatives.candidate import Candidate, Finder, with_changes
from outlay.alternatives.gcp_databases import database_tiers
from outlay.alternatives.gcp_machines import group_machine_types, machine_types
from outlay.discount.stated import Discounts
from outlay.discount.sustained_use import is_eligible
from outlay.estimate.amount import without_price
from outlay.estimate.properties import Reading
from outlay.estimate.registry import REGISTRY, Registry
from outlay.estimate.resource_cost import ResourceCost
from outlay.estimate.stack import UNSTATED, estimate_resource
from outlay.estimate.subject import HoursLookup, Neighbours, SnapshotIndex, all_hours
from outlay.money import Cost, GapKind, Money
from outlay.plug_ins.installed import installed
from outlay.prices.book import PriceBook
from outlay.prices.query import Price
from outlay.resource import Resource, Snapshot, Urn

IN_THE_PROGRAM: Final = frozenset(
    {
        AlternativeKind.GENERATION,
        AlternativeKind.PROCESSOR,
        AlternativeKind.ARCHITECTURE,
        AlternativeKind.STORAGE,
    }
)
"""The kinds that a change of the program brings about, where the stack is and whatever the organisation buys."""
_FINDERS: Final[Mapping[str, tuple[Finder, ...]]] = {
    "aws:autoscaling/group:Group": (instance_types, instance_volumes),
    "aws:ebs/volume:Volume": (volumes,),
    "aws:ec2/instance:Instance": (instance_types, instance_volumes),
    "aws:ecs/service:Service": (tasks,),
    "aws:ecs/taskSet:TaskSet": (tasks,),
    "aws:elasticache/cluster:Cluster": (cache_nodes,),
    "aws:elasticache/replicationGroup:ReplicationGroup": (cache_nodes,),
    "aws:lambda/function:Function": (functions,),
    "aws:rds/instance:Instance": (database_classes, database_storage),
    "gcp:compute/instance:Instance": (machine_types,),
    "gcp:compute/instanceGroupManager:InstanceGroupManager": (group_machine_types,),
    "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager": (group_machine_types,),
    "gcp:sql/databaseInstance:DatabaseInstance": (database_tiers,),
}
_NOTHING_STATED: Final[Mapping[str, object]] = MappingProxyType({})
_NOBODY: Final[Mapping[Urn, Resource]] = MappingProxyType({})


def alternatives(
    resource: Resource,
    book: PriceBook,
    *,
    index: SnapshotIndex | None = None,
    stated: Mapping[str, object] = _NOTHING_STATED,
    discounts: Discounts = UNSTATED,
    kinds: Collection[AlternativeKind] = IN_THE_PROGRAM,
    regions: Iterable[str] | None = None,
    hours: HoursLookup = all_hours,
    registry: Registry = REGISTRY,
    cost: ResourceCost | None = None,
) -> tuple[Alternative, ...]:
    """The cheaper equivalents of a resource that the book has prices for, the greatest saving first.

    Of those that exclude each other (a newer generation and the next newer one) the cheapest is offered, at the same
    cost the newest; each disk of a machine has its own. What depends on use that nobody stated counts on neither side,
    and a condition names what only the alternative has of it.

    Args:
        resource: the resource; what is open, secret or unpriced has no alternatives.
        book: where unit prices come from.
        index: its neighbours; without them it stands alone.
        stated: what is stated of its use.
        discounts: what is taken off, of which those count that depend on nothing but the resource.
        kinds: which kinds are looked for. Another region and commitments are looked for where they are asked for.
        regions: where the resource may be; without it, regions in the same part of the world are tried.
        hours: how many hours a month each resource runs that a schedule can stop.
        registry: the pricers.
        cost: what `estimate_resource` says of the resource by all of these, where somebody asked it already.

    Raises:
        DamagedPrices: a layer of the book cannot be read.
    """
    finders = (*_FINDERS.get(resource.type, ()), *installed().finders(resource.type))
    is_wider = AlternativeKind.REGION in kinds or AlternativeKind.COMMITMENT in kinds
    if not (finders or is_wider) or not resource.custom or resource.remote or resource.external:
        return ()
    around = index or SnapshotIndex(Snapshot.of(resource))
    candidates = [each for each in _found(resource, finders, around, book) if each.kind in kinds]
    if AlternativeKind.REGION in kinds:
        from outlay.alternatives.regions import moves  # a table of regions that no rule needs

        candidates.extend(moves(resource, regions))
    if not candidates and AlternativeKind.COMMITMENT not in kinds:
        return ()
    pricing = _Pricing(around, book, stated, discounts, hours, registry)
    now = cost or pricing.of(resource)
    if not now.cost.expected:
        return ()
    found = list(_best_of_each_place(candidates, resource, now, pricing))
    if AlternativeKind.COMMITMENT in kinds:
        from outlay.alternatives.commitments import commitments

        found.extend(commitments(now, book, discounts))
    return tuple(sorted(found, key=lambda each: -each.saving))


@dataclass(frozen=True, slots=True)
class _Pricing:
    """What a resource and all that it could be are priced by."""

    index: SnapshotIndex
    book: PriceBook
    stated: Mapping[str, object]
    discounts: Discounts
    hours: HoursLookup
    registry: Registry

    def of(self, resource: Resource, instead: Mapping[Urn, Resource] = _NOBODY) -> ResourceCost:
        """What a resource costs, with some of its neighbours changed."""
        return estimate_resource(
            resource,
            self.index,
            self.book,
            self.stated,
            hours=self.hours,
            registry=self.registry,
            discounts=self.discounts,
            instead=instead,
        )

    def as_candidate(self, resource: Resource, candidate: Candidate) -> Cost:
        """What a resource costs in another form."""
        if candidate.urn:
            changed = self.index.resources[candidate.urn]
            new = replace(changed, inputs=with_changes(changed.inputs, candidate.changes))
            return self.of(resource, {candidate.urn: new}).cost
        region = candidate.region or resource.region
        return self.of(replace(resource, inputs=with_changes(resource.inputs, candidate.changes), region=region)).cost


def _found(resource: Resource, finders: Iterable[Finder], index: SnapshotIndex, book: PriceBook) -> Iterator[Candidate]:
    near = Neighbours(resource, index, Reading())
    for finder in finders:
        for candidate in finder(resource, near):
            if candidate.item is None or book.may_have(*candidate.item):
                yield candidate


def _is_cheaper(now: Cost, then: Cost) -> bool:
    """Whether it costs less, and nothing has no figure or price that had one: that would make the saving a guess."""
    opened = {
        gap.identity for gap in then.gaps if gap.kind is not GapKind.USAGE or without_price(gap.reason) != gap.reason
    }
    return then.expected < now.expected and opened <= {gap.identity for gap in now.gaps}


def _alternative(candidate: Candidate, now: Cost, then: Cost) -> Alternative:
    known = {gap.charge for gap in now.gaps}
    use = [gap.charge for gap in then.gaps if gap.kind is GapKind.USAGE and gap.charge not in known]
    unused = f"nothing is used of what is charged then: {', '.join(use)}" if use else ""
    return Alternative(
        kind=candidate.kind,
        title=candidate.title,
        before=candidate.before,
        after=candidate.after,
        changes=candidate.changes,
        cost=then,
        saving=now.expected - then.expected,
        condition="; ".join(text for text in (candidate.condition, unused) if text),
        urn=candidate.urn,
    )


def _best_of_each_place(
    candidates: Iterable[Candidate], resource: Resource, now: ResourceCost, pricing: _Pricing
) -> Iterator[Alternative]:
    """Of the candidates for one place the one that saves most; at the same saving the first, which is the newest."""
    places: dict[object, list[Candidate]] = {}
    for candidate in candidates:
        places.setdefault(candidate.place, []).append(candidate)
    for those in places.values():
        in_order = _by_unit_price(those, now, pricing.book, pricing.discounts)
        offers = (
            _alternative(each, now.cost, then)
            for each in (those if in_order is None else in_order)
            if _is_cheaper(now.cost, then := pricing.as_candidate(resource, each))
        )
        best = next(offers, None) if in_order is not None else max(offers, key=attrgetter("saving"), default=None)
        if best is not None:
            yield best


def _by_unit_price(
    candidates: Sequence[Candidate], now: ResourceCost, book: PriceBook, discounts: Discounts
) -> list[Candidate] | None:
    """The candidates that cost less, the cheapest first, where their unit prices alone decide; None where more does.

    It saves pricing each of them: so it is where one line has the item that changes and nothing is taken off it.
    """
    lines = [charge for charge in now.charges if charge.query.item == candidates[0].before]
    price = lines[0].price if len(lines) == 1 else None
    if price is None or lines[0].discounts or discounts.negotiated or discounts.spot:
        return None
    if is_eligible(lines[0].query):
        return None
    worth: list[tuple[Money, Candidate]] = []
    for each in candidates:
        if each.item is None or each.before != candidates[0].before:
            return None
        other = book.find(replace(lines[0].query, item=each.item[1]))
        if isinstance(other, Price) and other.unit_price < price.unit_price:
            worth.append((other.unit_price, each))
    return [each for _, each in sorted(worth, key=lambda pair: pair[0])]
