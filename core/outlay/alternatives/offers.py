"""From candidates to alternatives: each is priced by the resource's own pricer, and offered where it is cheaper.

The only place where a candidate meets a price, and it holds none. Not here: what the candidates of a type are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from outlay.alternatives.alternative import Alternative, AlternativeKind
from outlay.alternatives.architectures import functions, tasks
from outlay.alternatives.aws_disks import database_storage, instance_volumes, volumes
from outlay.alternatives.aws_machines import database_classes, instance_types
from outlay.alternatives.candidate import Candidate, Finder, with_changes
from outlay.alternatives.gcp_machines import machine_types
from outlay.discount.stated import Discounts
from outlay.estimate.properties import Reading
from outlay.estimate.registry import REGISTRY, Registry
from outlay.estimate.resource_cost import ResourceCost
from outlay.estimate.stack import UNSTATED, estimate_resource
from outlay.estimate.subject import HoursLookup, Neighbours, SnapshotIndex, all_hours
from outlay.money import Cost, GapKind
from outlay.prices.book import PriceBook
from outlay.resource import Resource, Snapshot

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
    "aws:lambda/function:Function": (functions,),
    "aws:rds/instance:Instance": (database_classes, database_storage),
    "gcp:compute/instance:Instance": (machine_types,),
}
_NOTHING_STATED: Final[Mapping[str, object]] = MappingProxyType({})


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

    Raises:
        DamagedPrices: a layer of the book cannot be read.
    """
    finders = _FINDERS.get(resource.type, ())
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

    def priced(each: Resource, instead: Mapping[str, Resource]) -> ResourceCost:
        return estimate_resource(
            each, around, book, stated, hours=hours, registry=registry, discounts=discounts, instead=instead
        )

    now = priced(resource, {})
    if not now.cost.expected:
        return ()
    offered = []
    for candidate in candidates:
        if candidate.urn:
            changed = around.resources[candidate.urn]
            new = replace(changed, inputs=with_changes(changed.inputs, candidate.changes))
            cost = priced(resource, {candidate.urn: new}).cost
        else:
            region = candidate.region or resource.region
            inputs = with_changes(resource.inputs, candidate.changes)
            cost = priced(replace(resource, inputs=inputs, region=region), {}).cost
        if _is_cheaper(now.cost, cost):
            offered.append((candidate, _offer(candidate, now.cost, cost)))
    found = list(_best(offered))
    if AlternativeKind.COMMITMENT in kinds:
        from outlay.alternatives.commitments import commitments

        found.extend(commitments(now, book, discounts))
    return tuple(sorted(found, key=lambda each: -each.saving))


def _found(resource: Resource, finders: Iterable[Finder], index: SnapshotIndex, book: PriceBook) -> Iterator[Candidate]:
    near = Neighbours(resource, index, Reading())
    for finder in finders:
        for candidate in finder(resource, near):
            if candidate.item is None or book.may_have(*candidate.item):
                yield candidate


def _is_cheaper(now: Cost, then: Cost) -> bool:
    """Whether it costs less, and nothing has no figure that had one: an open end would make the saving a guess."""
    opened = {gap.identity for gap in then.gaps if gap.kind is not GapKind.USAGE}
    return then.expected < now.expected and opened <= {gap.identity for gap in now.gaps}


def _offer(candidate: Candidate, now: Cost, then: Cost) -> Alternative:
    known = {gap.charge for gap in now.gaps}
    use = [gap.charge for gap in then.gaps if gap.kind is GapKind.USAGE and gap.charge not in known]
    used = f"what is used of {', '.join(use)} is charged then, and no use is stated" if use else ""
    conditions = (candidate.condition, used)
    return Alternative(
        kind=candidate.kind,
        title=candidate.title,
        before=candidate.before,
        after=candidate.after,
        changes=candidate.changes,
        cost=then,
        saving=now.expected - then.expected,
        condition="; ".join(text for text in conditions if text),
        urn=candidate.urn,
    )


def _best(offered: Iterable[tuple[Candidate, Alternative]]) -> Iterator[Alternative]:
    """Of the offers in one place the one that saves most; at the same saving the first, which is the newest."""
    best: dict[object, Alternative] = {}
    for candidate, offer in offered:
        known = best.get(candidate.place)
        if known is None or offer.saving > known.saving:
            best[candidate.place] = offer
    yield from best.values()
