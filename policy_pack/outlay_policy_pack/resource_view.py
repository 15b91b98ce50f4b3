"""What a resource rule looks at: one resource, where it stands, and what it and its alternatives cost."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from outlay.alternatives import Alternative, AlternativeKind, alternatives
from outlay.estimate.resource_cost import ResourceCost
from outlay.estimate.subject import SnapshotIndex
from outlay.resource import Resource, Secret, Snapshot, Unknown
from outlay.tagging.ownership import Ownership

from outlay_policy_pack.pricing import Pricing

_KINDS: Final = frozenset({AlternativeKind.GENERATION, AlternativeKind.STORAGE})
"""Newer forms of the same; another processor or region is no rule's to ask for."""


class ResourceView:
    """A resource as a rule looks at it.

    Args:
        resource: the resource, after the change.
        project: the project's name.
        stack: the stack's name.
        environment: the stack's environment.
        pricing: what it is priced by.
        ownership: who owns the stack, as far as it says so; for remediation.
        index: its neighbours, where they are known: while resources are registered, each stands alone.
        cost: what it costs, where that was worked out already.
    """

    def __init__(
        self,
        resource: Resource,
        *,
        project: str,
        stack: str,
        environment: str,
        pricing: Pricing,
        ownership: Ownership | None = None,
        index: SnapshotIndex | None = None,
        cost: ResourceCost | None = None,
    ) -> None:
        self.resource = resource
        self.project = project
        self.stack = stack
        self.environment = environment
        self.ownership = ownership or Ownership()
        self._pricing = pricing
        self._index = index
        self._cost = cost

    @cached_property
    def cost(self) -> ResourceCost:
        """What the resource costs a month."""
        if self._cost is not None:
            return self._cost
        return self._pricing.cost(self.resource, self._neighbours)

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Cheaper equivalents that the price book knows, of the kinds that rules hold to, the greatest saving first."""
        pricing = self._pricing
        return alternatives(
            self.resource,
            pricing.book,
            index=self._neighbours,
            stated=pricing.usage(self.resource),
            discounts=pricing.discounts,
            hours=pricing.hours,
            kinds=_KINDS,
            cost=self.cost if pricing.discounts.is_by_resource else None,
        )

    @cached_property
    def _neighbours(self) -> SnapshotIndex:
        return self._index or SnapshotIndex(Snapshot.of(self.resource))

    def open_inputs(self, *names: str) -> tuple[str, ...]:
        """Which of these inputs are open until deployment or secret, said as `Found.open` takes them."""
        return tuple(_open(self.resource.inputs, names))


def _open(inputs: Mapping[str, object], names: tuple[str, ...]) -> list[str]:
    found = []
    for name in names:
        value = inputs.get(name)
        if isinstance(value, Unknown):
            found.append(f"{name} is open until deployment")
        elif isinstance(value, Secret):
            found.append(f"{name} is secret")
    return found
