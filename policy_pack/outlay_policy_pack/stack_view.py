"""What a rule looks at: a stack with its resources and what they cost."""

from dataclasses import dataclass

from outlay.diff import CostDiff
from outlay.resource import Snapshot


@dataclass(frozen=True, slots=True)
class StackView:
    """A stack after the change: its resources and the difference in cost that leads there."""

    resources: Snapshot
    diff: CostDiff

    @property
    def project(self) -> str:
        """The project's name."""
        return self.resources.project

    @property
    def stack(self) -> str:
        """The stack's name."""
        return self.resources.stack
