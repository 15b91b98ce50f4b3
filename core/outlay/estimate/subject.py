"""A resource as pricers see it, and its neighbours.

`Subject` is a resource with its inputs readable by type; `Neighbours` finds the resources it refers to and those that
refer to it: by property dependencies first, by literal ids second. Not here: pricers and prices.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from outlay.estimate.amount import MONTH_HOURS, Amount
from outlay.estimate.properties import OpenValue, Properties, Reading
from outlay.estimate.type_aliases import current_type
from outlay.resource import Resource, Snapshot, Unknown, Urn, Value

_IDENTIFYING: Final = ("id", "arn", "name", "selfLink")
_OWN_NAME: Final = {
    "aws:docdb/cluster:Cluster": "clusterIdentifier",
    "aws:ecs/taskDefinition:TaskDefinition": "family",
    "aws:elasticache/replicationGroup:ReplicationGroup": "replicationGroupId",
    "aws:neptune/cluster:Cluster": "clusterIdentifier",
    "aws:rds/cluster:Cluster": "clusterIdentifier",
    "aws:rds/instance:Instance": "identifier",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:s3/bucketV2:BucketV2": "bucket",
}
"""By type, the property that is the resource's own name; to other types of its service it is a reference."""
_SCALED: Final = "resourceId"
"""What auto scaling calls the resource that it scales: `table/orders`, `replication-group/sessions`."""
_NEVER_A_REFERENCE: Final = frozenset({"name", "tags", "tagsAll", "labels", "region", "description", "__defaults"})


class Subject:
    """The resource being priced: `inputs` read by type, `region` for price queries, `running_hours` a month.

    Every default that is read through it is noted by name.
    """

    __slots__ = ("_hours", "inputs", "reading", "resource")

    def __init__(self, resource: Resource, reading: Reading, running_hours: Amount | None = None) -> None:
        self.resource = resource
        self.reading = reading
        self.inputs = Properties(resource.inputs, reading)
        self._hours = ALL_HOURS if running_hours is None else running_hours

    @property
    def running_hours(self) -> Amount:
        """Hours a month that the resource runs: 730 unless a schedule stops it, which is noted.

        Only for what can be stopped.
        """
        if self._hours is not ALL_HOURS:
            self.reading.note(f"hours a month: {self._hours.formula}")
        return self._hours

    @property
    def region(self) -> str | Unknown | None:
        """Where the resource lives, None where nobody said."""
        return self.resource.region

    @property
    def region_name(self) -> str:
        """Where the resource lives, for a pricer whose rule depends on it.

        Raises:
            OpenValue: when the region is open or nobody said it.
        """
        if isinstance(self.resource.region, str):
            return self.resource.region
        raise OpenValue("region", "is not set" if self.resource.region is None else "is open until deployment")

    @property
    def urn(self) -> Urn:
        """The resource's URN."""
        return self.resource.urn

    @property
    def type(self) -> str:
        """The resource's type token."""
        return self.resource.type


ALL_HOURS: Final = Amount.exactly(MONTH_HOURS, "hours a month")

HoursLookup: TypeAlias = Callable[[Resource], Amount]
"""How many hours a month a resource runs, where something can stop it: what a schedule says."""


def all_hours(_resource: Resource) -> Amount:
    """The hours of someone who has no schedules: every hour of the month."""
    return ALL_HOURS


@dataclass(frozen=True, slots=True)
class Question:
    """What a pricer asked of a resource's neighbours: its `target` by a property, or its `users`."""

    of: Urn
    relation: str
    type: str
    key: str | None


class Neighbours:
    """The resources around one resource, within one snapshot.

    Each question and what answered it is recorded in `seen`, also when nothing did: it belongs to what a price was
    computed from. `instead` are resources to hand out in place of those of the same URN in the snapshot.
    """

    __slots__ = ("_hours", "_index", "_instead", "_reading", "_resource", "seen")

    def __init__(
        self,
        resource: Resource,
        index: "SnapshotIndex",
        reading: Reading,
        *,
        hours: HoursLookup = all_hours,
        instead: Mapping[Urn, Resource] | None = None,
    ) -> None:
        self._resource = resource
        self._index = index
        self._reading = reading
        self._hours = hours
        self._instead = instead or {}
        self.seen: dict[Question, tuple[Urn, ...]] = {}

    def target(self, key: str, type_: str) -> Subject | None:
        """The resource of `type_` that the property `key` refers to, None where there is none in the stack.

        A property dependency decides; else a literal id, arn or name anywhere within the property's value. A resource
        is never its own target.
        """
        found = next((urn for urn in self._referred(key) if self._is_other(urn, type_)), None)
        answers = self._answered(Question(self._resource.urn, "target", type_, key), () if found is None else (found,))
        return answers[0] if answers else None

    def users(self, type_: str, key: str | None = None) -> tuple[Subject, ...]:
        """The resources of `type_` that refer to this one (through the property `key`, where it is given)."""
        found = self._index.users_of(self._resource).get(type_, {})
        urns = tuple(urn for urn, keys in found.items() if key is None or key in keys)
        return self._answered(Question(self._resource.urn, "users", type_, key), urns)

    def of(self, subject: Subject) -> "Neighbours":
        """The neighbours of a neighbour: of the cluster that a service names, say. What is read counts as seen here."""
        further = Neighbours(subject.resource, self._index, self._reading, hours=self._hours, instead=self._instead)
        further.seen = self.seen
        return further

    @property
    def read(self) -> tuple[Urn, ...]:
        """The resources that any question led to, each once."""
        return tuple(dict.fromkeys(urn for urns in self.seen.values() for urn in urns))

    def _referred(self, key: str) -> Iterator[Urn]:
        yield from self._resource.property_dependencies.get(key, ())
        for text in _literals(self._resource.inputs.get(key)):
            yield from self._index.by_literal.get(text, ())

    def _is_other(self, urn: Urn, type_: str) -> bool:
        found = self._index.resources.get(urn)
        return found is not None and current_type(found.type) == type_ and urn != self._resource.urn

    def _answered(self, question: Question, urns: tuple[Urn, ...]) -> tuple[Subject, ...]:
        self.seen[question] = urns
        resources = [self._instead.get(urn) or self._index.resources[urn] for urn in urns]
        return tuple(Subject(each, self._reading, self._hours(each)) for each in resources)


class SnapshotIndex:
    """Who refers to whom in a snapshot; built on the first question, once a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.resources = snapshot.resources
        self._by_literal: dict[str, list[Urn]] | None = None
        self._users: dict[Urn, dict[str, dict[Urn, set[str]]]] | None = None

    @property
    def _is_of_one(self) -> bool:
        """Whether there is nobody to refer to: a resource that is priced alone is never its own neighbour."""
        return len(self.resources) == 1

    @property
    def by_literal(self) -> Mapping[str, list[Urn]]:
        """Resources by the literal ids, arns and names that others may write."""
        if self._by_literal is None:
            self._by_literal = {}
            if self._is_of_one:
                return self._by_literal
            for resource in self.resources.values():
                for text in {text for text in _identities(resource) if text}:
                    self._by_literal.setdefault(text, []).append(resource.urn)
        return self._by_literal

    def users_of(self, resource: Resource) -> Mapping[str, Mapping[Urn, set[str]]]:
        """The resources that refer to this one, by type, with the properties through which they do."""
        if self._users is None:
            self._users = {}
            if self._is_of_one:
                return {}
            for user in self.resources.values():
                for key, targets in user.property_dependencies.items():
                    for target in targets:
                        self._add(target, user, key)
                for key, value in user.inputs.items():
                    if key in _NEVER_A_REFERENCE:
                        continue
                    texts = _literals(value)
                    if key == _SCALED:
                        texts += [text.rpartition("/")[2] for text in texts if "/" in text]
                    for text in texts:
                        for target in self.by_literal.get(text, ()):
                            if target != user.urn:
                                self._add(target, user, key)
        return self._users.get(resource.urn, {})

    def _add(self, target: Urn, user: Resource, key: str) -> None:
        assert self._users is not None
        self._users.setdefault(target, {}).setdefault(current_type(user.type), {}).setdefault(user.urn, set()).add(key)


def _identities(resource: Resource) -> list[str]:
    found = [resource.id or ""]
    own = _OWN_NAME.get(resource.type)
    for key in _IDENTIFYING if own is None else (*_IDENTIFYING, own):
        for side in (resource.outputs, resource.inputs):
            value = side.get(key)
            if isinstance(value, str):
                found.append(value)
    return found


def _literals(value: Value) -> list[str]:
    """The texts within a property, shallow nesting included, in order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _literals(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in _literals(inner)]
    return []
