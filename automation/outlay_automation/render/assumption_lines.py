"""Everything that figures rest on and nobody stated, by name and briefly: what is alike stands in one paragraph.

Not here: which assumptions there are (`outlay.estimate.assumptions`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from outlay.estimate.assumptions import grouped
from outlay.estimate.properties import PROVIDER_DEFAULT
from outlay.resource import name_of
from outlay.step import Assumption
from rich.padding import Padding
from rich.text import Text

from outlay_automation.render.sections import hanging

_MOST_NAMES: Final = 6
_ALIKE: Final[Mapping[str, re.Pattern[str]]] = {
    "The providers' defaults": re.compile(rf"(?P<what>.+?)(?P<why>) \({re.escape(PROVIDER_DEFAULT)}\)"),
    "Stand-in prices": re.compile(r"(?P<what>.+): the price is a stand-in (?P<why>\(.+\))"),
    "Prices that nobody published so": re.compile(r"(?P<what>.+): the price is (?P<why>(?:derived|unverified) \(.+\))"),
}
"""Texts that say the same of many things, by what a paragraph of them is called."""


def assumption_lines(assumptions: Iterable[Assumption]) -> Iterator[Text | Padding]:
    """How many there are, a paragraph for each kind that is alike, and a line for each other."""
    groups = grouped(assumptions)
    if groups:
        yield Text(f"Assumptions: {len(groups)}", style="bold")
    alike: dict[str, dict[tuple[str, str], list[str]]] = {kind: {} for kind in _ALIKE}
    others: list[tuple[str, str]] = []
    for text, subjects in groups:
        names = _names(subjects)
        kind, match = next(
            ((kind, found) for kind, pattern in _ALIKE.items() if (found := pattern.fullmatch(text))), ("", None)
        )
        if match is None:
            others.append((names, text))
        else:
            alike[kind].setdefault((names, match["why"]), []).append(match["what"])
    for kind, said in alike.items():
        if said:
            parts = (f"{names}: {', '.join(whats)}{f' {why}' if why else ''}" for (names, why), whats in said.items())
            yield hanging(Text(f"{kind}: ").append("; ".join(sorted(parts)), style="dim"))
    for names, text in others:
        yield hanging(Text(f"{names}: ").append(text, style="dim"))


def _names(subjects: Iterable[str]) -> str:
    """The names of those that share it; of many the first, and how many more."""
    names = list(dict.fromkeys(name_of(subject) for subject in subjects))
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES + 1 else ""
    return ", ".join(names[:_MOST_NAMES] if more else names) + more
