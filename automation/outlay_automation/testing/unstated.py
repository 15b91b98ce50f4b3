"""Remembers which figures were compared although use is missing in them that nobody stated: a session tells it.

Not here: whether such use counts (`program_cost`), and how a session tells it (`plugin`).
"""

from collections.abc import Iterable
from typing import Final

from outlay.money import Gap
from outlay.resource import name_of

_MOST_NAMES: Final = 3
_compared: dict[str, None] = {}


def note(what: str, without: Iterable[Gap]) -> None:
    """Remember that a figure was compared without some use; nothing where none is missing."""
    charges: dict[str, list[str]] = {}
    for gap in without:
        charges.setdefault(gap.charge or gap.reason, []).append(name_of(gap.urn))
    if charges:
        said = (f"{charge} ({_names(list(dict.fromkeys(names)))})" for charge, names in charges.items())
        _compared[f"{what}: {_some(list(said))}"] = None


def taken() -> tuple[str, ...]:
    """What was remembered since this was last asked, in order."""
    found = tuple(_compared)
    for each in found:
        _compared.pop(each, None)
    return found


def _names(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMES]) + (
        f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    )


def _some(parts: list[str]) -> str:
    return "; ".join(parts[:_MOST_NAMES]) + (
        f"; and {len(parts) - _MOST_NAMES} more" if len(parts) > _MOST_NAMES else ""
    )
