"""What a stack rule looks at: a stack with its resources, what they cost, and what changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from outlay.diff import CostDiff
from outlay.estimate.resource_cost import StackCost
from outlay.estimate.subject import SnapshotIndex
from outlay.money import Cost, Delta
from outlay.resource import STACK_TYPE, Resource, Snapshot, Urn, name_of, type_of
from outlay.tagging.ownership import Ownership

from outlay_policy_pack.pricing import Pricing
from outlay_policy_pack.resource_view import ResourceView

ONE_SIDE_KNOWN: Final = "what the stack cost before is not known here"
"""Why growth is open where only one side is known. A preview knows both, and decides what a pack in it left open."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What a stack's cost grows by: from `before` by `delta`. `since` says what `before` is of."""

    before: Cost
    delta: Delta
    since: str = "the state before the change"

    @classmethod
    def of(cls, diff: CostDiff) -> "Growth":
        """The growth that a previewed change brings."""
        return cls(diff.before.total, diff.delta)


@dataclass(frozen=True)
class StackView:
    """A stack after the change.

    `growth` is None where only one side is known, as inside the engine without a baseline. `is_state` says that this
    is a state and no change, so that nothing grows. `as_of` is the day to judge by; without one nothing expires.
    """

    resources: Snapshot
    cost: StackCost
    pricing: Pricing
    growth: Growth | None = None
    is_state: bool = False
    environment: str = ""
    as_of: date | None = None
    ownership: Ownership = field(default_factory=Ownership)

    @property
    def project(self) -> str:
        """The project's name."""
        return self.resources.project

    @property
    def stack(self) -> str:
        """The stack's name."""
        return self.resources.stack

    @cached_property
    def index(self) -> SnapshotIndex:
        """Who refers to whom in the stack."""
        return SnapshotIndex(self.resources)

    def views(self) -> Iterator[ResourceView]:
        """Each resource as a resource rule looks at it."""
        return (self.view(resource) for resource in self.resources)

    def view(self, resource: Resource) -> ResourceView:
        """One resource as a resource rule looks at it; the same for every rule, so that each works out nothing anew."""
        if resource.urn not in self._views:
            self._views[resource.urn] = self._view(resource)
        return self._views[resource.urn]

    @cached_property
    def _views(self) -> dict[Urn, ResourceView]:
        return {}

    def _view(self, resource: Resource) -> ResourceView:
        return ResourceView(
            resource,
            project=self.project,
            stack=self.stack,
            environment=self.environment,
            pricing=self.pricing,
            ownership=self.ownership,
            index=self.index,
            cost=self.cost.resources.get(resource.urn),
        )


def component_path(around: Snapshot | None, resource: Resource) -> str:
    """The components that lead to a resource, outermost first: `shop › network`; empty at the top of a stack.

    Args:
        around: the resources that the components are among; without them only the nearest one's name is known.
        resource: the resource.
    """
    known: Mapping[Urn, Resource] = around.resources if around is not None else {}
    names: list[str] = []
    seen = {resource.urn}
    parent = resource.parent
    while parent is not None and parent not in seen and type_of(parent) != STACK_TYPE:
        seen.add(parent)
        names.append(name_of(parent))
        above = known.get(parent)
        parent = above.parent if above is not None else None
    return " › ".join(reversed(names))
