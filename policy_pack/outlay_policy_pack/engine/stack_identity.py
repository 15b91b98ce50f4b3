"""Which stack a policy pack looks at, and what is known of it before any of its resources."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outlay.resource import Urn, Value
from outlay.standard.environments import ENVIRONMENT_KEY


@dataclass(frozen=True, slots=True)
class StackIdentity:
    """A stack: its project, its own name, and its configuration by full key (`outlay:owner`), where that is known.

    `is_state` says that a state is looked at, and no change: nothing grows then.
    """

    project: str
    name: str
    configuration: Mapping[str, Value] = field(default_factory=dict)
    is_state: bool = False

    @classmethod
    def of_state(cls, urn: Urn) -> "StackIdentity":
        """The stack of a state, by the URN of one of its resources: nothing else tells it."""
        parts = urn.split("::", 3)
        return cls(parts[1] if len(parts) > 1 else "", parts[0].rpartition(":")[2], is_state=True)

    @property
    def full_name(self) -> str:
        """`project/stack`, as finops.yaml names stacks."""
        return f"{self.project}/{self.name}"

    @property
    def stated_environment(self) -> str:
        """The environment that the stack's configuration states; empty where it states none."""
        stated = self.configuration.get(ENVIRONMENT_KEY, "")
        return stated if isinstance(stated, str) else ""
