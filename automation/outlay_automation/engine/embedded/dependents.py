"""Which resources have to go before another one can be replaced: those that rest on it and would be replaced by that.

Needed where the old resource is deleted first. Pure. Source: Pulumi's documentation of `deleteBeforeReplace`, and what
the genuine engine does.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from heapq import heappop, heappush

from outlay.resource import Urn

from outlay_automation.engine.embedded.baseline import OldState
from outlay_automation.engine.offline.values import UNKNOWN, Properties


class Dependents:
    """Which states rest on which, looked up by what they rest on.

    Args:
        states: all old states; one that rests on another stands behind it.
    """

    def __init__(self, states: Iterable[OldState]) -> None:
        self._states = [each for each in states if each.is_("custom") and not each.is_("external")]
        self._positions: dict[Urn, list[int]] = {}
        """By URN, where those stand that rest on it, ascending."""
        self._with: dict[Urn, list[OldState]] = {}
        """By URN, those that its replacement replaces as well, whatever they rest on."""
        for position, each in enumerate(self._states):
            rests_on = {urn for urns in each.property_dependencies.values() for urn in urns} | {each.provider}
            for urn in rests_on:
                self._positions.setdefault(urn, []).append(position)
            for urn in each.document.get("replaceWith") or ():
                self._with.setdefault(urn, []).append(each)

    def replaced_with(self, root: Urn, settled: Collection[Urn]) -> Iterator[OldState]:
        """The states that their option `replaceWith` has replaced with `root`, but for those that are settled."""
        yield from (each for each in self._with.get(root, ()) if each.urn not in settled)

    def falling(
        self, root: Urn, settled: Collection[Urn], is_replaced: Callable[[OldState, Properties], bool]
    ) -> Iterator[OldState]:
        """The states that fall with `root`, in the order of the states.

        Args:
            root: the URN of what is deleted first, as it was.
            settled: the URNs of states of which is known already what becomes of them.
            is_replaced: whether a state would be replaced if its inputs were these.
        """
        falling = {root}
        due = list(self._positions.get(root, ()))  # ascending, and so a heap
        last = -1
        while due:
            position = heappop(due)
            if position == last:
                continue
            last = position
            each = self._states[position]
            if each.urn in settled:
                continue
            open_ = {key for key, urns in each.property_dependencies.items() if falling.intersection(urns)}
            inputs = {key: UNKNOWN if key in open_ else value for key, value in each.inputs.items()}
            if each.provider in falling or (open_ and is_replaced(each, inputs)):
                falling.add(each.urn)
                for behind in self._positions.get(each.urn, ()):
                    if behind > position:
                        heappush(due, behind)
                yield each
