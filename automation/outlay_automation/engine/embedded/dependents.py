"""Which resources have to go before another one can be replaced: those that rest on it and would be replaced by that.

Needed where the old resource is deleted first. Pure. Source: Pulumi's documentation of `deleteBeforeReplace`, and what
the genuine engine does.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from outlay.resource import Urn

from outlay_automation.engine.embedded.baseline import OldState
from outlay_automation.engine.offline.values import UNKNOWN, Properties


def dependents(
    root: Urn,
    states: Iterable[OldState],
    settled: Collection[Urn],
    is_replaced: Callable[[OldState, Properties], bool],
) -> Iterator[OldState]:
    """The states that fall with `root`, in the order of the states.

    Args:
        root: the URN of what is deleted first, as it was.
        states: all old states; one that rests on another stands behind it.
        settled: the URNs of states of which is known already what becomes of them.
        is_replaced: whether a state would be replaced if its inputs were these.
    """
    falling = {root}
    for each in states:
        if each.urn in settled or not each.is_("custom") or each.is_("external"):
            continue
        open_ = {key for key, urns in each.property_dependencies.items() if falling.intersection(urns)}
        has_provider_gone = each.provider in falling
        inputs = {key: UNKNOWN if key in open_ else value for key, value in each.inputs.items()}
        if has_provider_gone or (open_ and is_replaced(each, inputs)):
            falling.add(each.urn)
            yield each
