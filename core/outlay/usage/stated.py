"""What is stated of one resource's use, with where it came from: figures, and what is to be named as an assumption.

Not here: which sources there are (`outlay.standard.usage`), and the models that read the figures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UsageDefault:
    """A figure that stands in where nobody states a key: `key` with dots where it is nested, and `why` so much."""

    key: str
    figure: object
    why: str

    @property
    def text(self) -> str:
        """How it is named wherever it counts."""
        return f"usage {self.key} = {self.figure} (a default, since nobody states it: {self.why})"

    @property
    def nested(self) -> Mapping[str, object]:
        """The figure under its keys, as usage is stated."""
        *outer, last = self.key.split(".")
        found: Mapping[str, object] = {last: self.figure}
        for key in reversed(outer):
            found = {key: found}
        return found


@dataclass(frozen=True, slots=True, eq=False)
class StatedUse(Mapping[str, object]):
    """Usage figures, which it is a mapping of, with what else is to be known of them.

    `assumptions` name what the figures rest on that nobody stated, such as that a name of elsewhere means this
    resource. `defaults` may stand in for keys that its cost depends on and that the figures lack.
    """

    figures: Mapping[str, object]
    assumptions: tuple[str, ...] = ()
    defaults: tuple[UsageDefault, ...] = ()

    def __getitem__(self, key: str) -> object:
        return self.figures[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)


def laid_over(below: Mapping[str, object], above: Mapping[str, object]) -> Mapping[str, object]:
    """The figures of both, nested keys likewise; where both have one, the upper one. What is known of them stays."""
    if isinstance(below, StatedUse) or isinstance(above, StatedUse):
        lower = below if isinstance(below, StatedUse) else StatedUse(below)
        upper = above if isinstance(above, StatedUse) else StatedUse(above)
        return StatedUse(
            laid_over(lower.figures, upper.figures),
            (*lower.assumptions, *upper.assumptions),
            (*lower.defaults, *upper.defaults),
        )
    if not below or not above:
        return above or below
    merged = {**below, **above}
    for key, figure in above.items():
        under = below.get(key)
        if isinstance(under, Mapping) and isinstance(figure, Mapping):
            merged[key] = laid_over(under, figure)
    return merged
