"""How rules say what more than one of them says: counts, why a cost cannot be compared with a limit, and what helps.

Not here: money (`outlay.figures`).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from outlay.estimate.resource_cost import ResourceCost
from outlay.money import Cost, Gap, GapKind
from outlay.prices.refresh_advice import refresh_commands
from outlay.resource import name_of

_MOST_NAMED: Final = 3
_NARROW: Final = (
    "State use (usage) or the values of what is open (choices) more closely, or move the limit out of the range."
)


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
    return tuple(reasons(that_count(cost.gaps, usage_counts=usage_counts))) or ("the estimate is a range around it",)


def that_count(gaps: Iterable[Gap], *, usage_counts: bool) -> tuple[Gap, ...]:
    """The gaps that leave a limit undecided: those for lack of stated use only where they count."""
    return tuple(gap for gap in gaps if usage_counts or gap.kind is not GapKind.USAGE)


def settling(policy: str, gaps: Iterable[Gap], costs: Iterable[ResourceCost]) -> str:
    """What to do where a cost does not decide a limit: for each kind of gap what closes it.

    Args:
        policy: the rule's name, which the standard sets it by.
        gaps: what leaves it undecided; none where the estimate is a range.
        costs: what resources cost, by whose queries a missing price is named.
    """
    wanted = frozenset(gaps)
    kinds = {gap.kind for gap in wanted}
    without_price = [
        charge.query
        for cost in costs
        for charge in cost.charges
        if charge.lacks_price and any(gap in wanted for gap in charge.gaps)
    ]
    said = []
    warn = f"set `rules: {{{policy}: {{on_unknown: warn}}}}` in finops.yaml"
    if GapKind.UNSUPPORTED in kinds:
        said.append(f"For a type without a pricer {warn}, or write a pricer of your own (a plug-in).")
    elif GapKind.NOT_SEEN in kinds:
        said.append(f"For what a preview cannot see {warn}.")
    if GapKind.UNPRICED in kinds or without_price:
        commands = "`, then `".join(refresh_commands(without_price))
        refreshed = f"run `{commands}` (needs `outlay[refresh]`), or " if commands else ""
        said.append(f"For a missing price {refreshed}state one of your own (prices.contract in finops.yaml).")
    if GapKind.UNKNOWN in kinds:
        said.append("Give what is open a value that is known at preview, or state its values (choices in finops.yaml).")
    if GapKind.USAGE in kinds:
        said.append("State the use that is missing (usage in finops.yaml).")
    return " ".join(said) or _NARROW


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
