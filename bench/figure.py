"""A measured figure beside its goal, as `make bench` prints it. Not here: how anything is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: what was measured, in `unit`, the most it should be, and what it is compared with.

    A figure without a goal is there to be compared.
    """

    what: str
    value: float
    unit: str
    goal: float | None = None
    note: str = ""

    @property
    def judgement(self) -> str:
        """`met` or `missed`, empty without a goal."""
        if self.goal is None:
            return ""
        return "met" if self.value <= self.goal else "missed"

    def __str__(self) -> str:
        goal = "" if self.goal is None else f"goal ≤ {written(self.goal, self.unit)}"
        return (
            f"{self.what:<58} {written(self.value, self.unit):>9}  {goal:<22} {self.judgement:<7} {self.note}".rstrip()
        )


def written(value: float, unit: str) -> str:
    """A figure with its unit, with as many digits as a measurement has."""
    digits = {"MB": 0 if value >= 10 else 1, "ms": 1}.get(unit, 2)
    return f"{value:.{digits}f} {unit}"


def ratio(measured: Sequence[float], baseline: Sequence[float]) -> float:
    """The median of the ratios pair by pair: what disturbs the machine for a while disturbs both of a pair."""
    return median(one / other for one, other in zip(measured, baseline, strict=True))
