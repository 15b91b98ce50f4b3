"""Whether a resource's state in a file of somebody's is what a state is: checked by hand, so that nothing is imported.

Not here: the files that states stand in (`outlay_automation.estimate_files`, `scratch`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from outlay.errors import InvalidFile

_KINDS: Final[tuple[tuple[str, type], ...]] = (
    ("inputs", dict),
    ("outputs", dict),
    ("propertyDependencies", dict),
    ("dependencies", list),
    ("provider", str),
    ("parent", str),
    ("sourcePosition", str),
    ("stackTrace", list),
    ("id", str),
)


def checked_state(file: str | Path, state: Any, hint: str) -> Mapping[str, Any]:
    """A state that has what a resource needs, and nothing of a kind that no state has.

    Args:
        file: what the state stands in.
        state: the parsed document.
        hint: what to give instead.

    Raises:
        InvalidFile: it is something else.
    """
    if not isinstance(state, dict) or not all(isinstance(state.get(key), str) for key in ("urn", "type")):
        raise InvalidFile(file, None, "has a resource without URN or type", hint)
    for key, kind in _KINDS:
        if state.get(key) is not None and not isinstance(state[key], kind):
            raise InvalidFile(file, None, f"has a resource whose {key} is no {kind.__name__}: {state['urn']}", hint)
    if not all(isinstance(urns, list | None) for urns in (state.get("propertyDependencies") or {}).values()):
        raise InvalidFile(file, None, f"has a resource whose propertyDependencies are no lists: {state['urn']}", hint)
    if not all(isinstance(frame, dict) for frame in state.get("stackTrace") or ()):
        raise InvalidFile(file, None, f"has a resource whose stackTrace is none: {state['urn']}", hint)
    return state


def unchanged_left_out(digest: Mapping[str, Any]) -> int:
    """How many unchanged resources are not in a digest: they are there only where it was asked for them."""
    summary = digest.get("changeSummary")
    unchanged = summary.get("same", 0) if isinstance(summary, dict) else 0
    told = sum(step["op"] == "same" for step in digest.get("steps") or ())
    return max(0, unchanged - told) if isinstance(unchanged, int) else 0
