"""Which resource of now was which before: each old state belongs to one resource, found by its URN or an alias.

Not here: what aliases lead to (`urns`), and what becomes of a state (`deployment`).
"""

from collections.abc import Collection, Iterator

from outlay.resource import Urn

from outlay_automation.engine.embedded.baseline import OldState
from outlay_automation.engine.embedded.registration import Refused, Registration
from outlay_automation.engine.embedded.urns import Namespace


class Former:
    """The old states, as resources take them up.

    Args:
        states: the old states by URN.
        namespace: the stack.
    """

    def __init__(self, states: dict[Urn, OldState], namespace: Namespace) -> None:
        self._states = states
        self._namespace = namespace
        self._aliases: dict[Urn, Urn] = {}
        """The former URN of each resource whose state was found by an alias."""
        self.taken: dict[Urn, Urn] = {}
        """The old states that are a resource's, with that resource, by URN."""

    def of(self, urn: Urn, registered: Collection[Urn], asked: Registration | None = None) -> OldState | None:
        """The state that a resource had; None for what is new.

        Args:
            urn: its URN.
            registered: the URNs of all resources so far.
            asked: what names its aliases; without it, it has none.

        Raises:
            Refused: the state is another resource's.
        """
        if urn in self.taken:
            raise Refused(f"{urn} is the former name of {self.taken[urn]}, and cannot be another resource as well")
        aliases: tuple[Urn, ...] = ()
        if asked is not None:
            aliases = self._namespace.aliases(asked.type, asked.name, asked.parent, asked.aliases, self._aliases)
        found = next((each for each in (urn, *aliases) if each in self._states), None)
        if found is None:
            return None
        if found != urn:
            if other := self.taken.get(found) or (found if found in registered else None):
                raise Refused(f"{urn} has the alias {found}, and so had {other}: only one can have been that")
            self._aliases[urn] = found
        self.taken[found] = urn
        return self._states[found]

    def left(self) -> Iterator[OldState]:
        """The states that no resource has taken up."""
        yield from (old for urn, old in self._states.items() if urn not in self.taken)
