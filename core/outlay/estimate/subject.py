"""A resource as pricers see it, and its neighbours.

`Subject` is a resource with its inputs readable by type; `Neighbours` finds the resources it refers to and those that
refer to it: by property dependencies first, by literal ids second. Not here: pricers and prices.
"""

from collections.abc import Mapping
from typing import Final

from outlay.estimate.amount import MONTH_HOURS, Amount
from outlay.estimate.properties import OpenValue, Properties, Reading
from outlay.resource import Resource, Snapshot, Unknown, Urn, Value

_IDENTIFYING: Final = ("id", "arn", "name", "selfLink", "bucket")
_NEVER_A_REFERENCE: Final = frozenset({"name", "tags", "tagsAll", "labels", "region", "description", "__defaults"})


class Subject:
    """The resource being priced: `inputs` read by type, `region` for price queries, `running_hours` a month.

    Every default that is read through it is noted by name.
    """

    __slots__ = ("inputs", "reading", "resource", "running_hours")

    def __init__(self, resource: Resource, reading: Reading, running_hours: Amount | None = None) -> None:
        self.resource = resource
        self.reading = reading
        self.inputs = Properties(resource.inputs, reading)
        self.running_hours = running_hours or ALL_HOURS
        """Hours a month that the resource runs: 730 unless a schedule stops it. For what can be stopped."""

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


class Neighbours:
    """The resources around one resource, within one snapshot.

    What is read through it is recorded in `seen`: it belongs to what a price was computed from.
    """

    __slots__ = ("_index", "_reading", "_resource", "seen")

    def __init__(self, resource: Resource, index: "SnapshotIndex", reading: Reading) -> None:
        self._resource = resource
        self._index = index
        self._reading = reading
        self.seen: dict[Urn, None] = {}

    def target(self, key: str, type_: str) -> Subject | None:
        """The resource of `type_` that the property `key` refers to, None where there is none in the stack.

        A property dependency decides; else a literal id, arn or name anywhere within the property's value.
        """
        for urn in self._resource.property_dependencies.get(key, ()):
            found = self._index.resources.get(urn)
            if found is not None and found.type == type_:
                return self._see(found)
        for text in _literals(self._resource.inputs.get(key)):
            for urn in self._index.by_literal.get(text, ()):
                if self._index.resources[urn].type == type_:
                    return self._see(self._index.resources[urn])
        return None

    def users(self, type_: str, key: str | None = None) -> tuple[Subject, ...]:
        """The resources of `type_` that refer to this one (through the property `key`, where it is given)."""
        found = self._index.users_of(self._resource).get(type_, {})
        return tuple(self._see(self._index.resources[urn]) for urn, keys in found.items() if key is None or key in keys)

    def of(self, subject: Subject) -> "Neighbours":
        """The neighbours of a neighbour: of the cluster that a service names, say. What is read counts as seen here."""
        further = Neighbours(subject.resource, self._index, self._reading)
        further.seen = self.seen
        return further

    def _see(self, resource: Resource) -> Subject:
        self.seen[resource.urn] = None
        return Subject(resource, self._reading)


class SnapshotIndex:
    """Who refers to whom in a snapshot; built on the first question, once a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.resources = snapshot.resources
        self._by_literal: dict[str, list[Urn]] | None = None
        self._users: dict[Urn, dict[str, dict[Urn, set[str]]]] | None = None

    @property
    def by_literal(self) -> Mapping[str, list[Urn]]:
        """Resources by the literal ids, arns and names that others may write."""
        if self._by_literal is None:
            self._by_literal = {}
            for resource in self.resources.values():
                for text in {text for text in _identities(resource) if text}:
                    self._by_literal.setdefault(text, []).append(resource.urn)
        return self._by_literal

    def users_of(self, resource: Resource) -> Mapping[str, Mapping[Urn, set[str]]]:
        """The resources that refer to this one, by type, with the properties through which they do."""
        if self._users is None:
            self._users = {}
            for user in self.resources.values():
                for key, targets in user.property_dependencies.items():
                    for target in targets:
                        self._add(target, user, key)
                for key, value in user.inputs.items():
                    if key in _NEVER_A_REFERENCE:
                        continue
                    for text in _literals(value):
                        for target in self.by_literal.get(text, ()):
                            if target != user.urn:
                                self._add(target, user, key)
        return self._users.get(resource.urn, {})

    def _add(self, target: Urn, user: Resource, key: str) -> None:
        assert self._users is not None
        self._users.setdefault(target, {}).setdefault(user.type, {}).setdefault(user.urn, set()).add(key)


def _identities(resource: Resource) -> list[str]:
    found = [resource.id or ""]
    for key in _IDENTIFYING:
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
