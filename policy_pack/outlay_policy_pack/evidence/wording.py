"""How rules say what more than one of them says: counts, and why a cost cannot be compared with a limit.

Not here: money (`outlay.figures`).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from outlay.money import Cost, Gap, GapKind
from outlay.resource import name_of

_MOST_NAMED: Final = 3
SETTLE: Final = (
    "Settle what is open: by a value that is known at preview, a price of your own (prices.contract in finops.yaml) "
    "or stated use (usage)."
)
"""What to do where a cost does not decide a limit."""


def counted(number: int, noun: str) -> str:
    """`1 resource`, `2 resources`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Iterable[str]) -> str:
    """`a, b and c`; of many the first three and how many more: `a, b, c and 4 more`."""
    every = list(names)
    if len(every) > _MOST_NAMED + 1:
        return f"{', '.join(every[:_MOST_NAMED])} and {len(every) - _MOST_NAMED} more"
    return " and ".join(part for part in (", ".join(every[:-1]), *every[-1:]) if part)


def why_open(cost: Cost, *, usage_counts: bool = False) -> tuple[str, ...]:
    """Why a cost does not decide a limit, as `Found.open` takes it: its gaps, or that it is a range.

    Args:
        cost: the cost.
        usage_counts: whether a gap for lack of stated use counts as well.
    """
    gaps = [gap for gap in cost.gaps if usage_counts or gap.kind is not GapKind.USAGE]
    return tuple(reasons(gaps)) or ("the estimate is a range around it",)


def reasons(gaps: Iterable[Gap]) -> Iterator[str]:
    """Why there are gaps: each reason once, with the resources that it holds for; of many the first."""
    by_reason: dict[str, dict[str, None]] = {}
    for gap in gaps:
        by_reason.setdefault(gap.reason, {})[name_of(gap.urn)] = None
    found = list(by_reason.items())
    for reason, names in found[:_MOST_NAMED]:
        yield f"{reason} ({listed(names)})"
    left = {name for _, names in found[_MOST_NAMED:] for name in names}
    if left:
        yield f"{counted(len(left), 'resource')} more without a complete figure"
