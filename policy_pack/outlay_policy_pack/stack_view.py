"""What a rule looks at: a stack with its resources and what they cost."""

from dataclasses import dataclass

from outlay.diff import CostDiff
from outlay.estimate.resource_cost import StackCost
from outlay.resource import Snapshot


@dataclass(frozen=True, slots=True)
class StackView:
    """A stack after the change: its resources, what they cost, and the difference that leads there.

    `diff` is None where only one side is known, as inside the engine's analysis: what asks for it is undecided there.
    """

    resources: Snapshot
    cost: StackCost
    diff: CostDiff | None = None

    @property
    def project(self) -> str:
        """The project's name."""
        return self.resources.project

    @property
    def stack(self) -> str:
        """The stack's name."""
        return self.resources.stack
