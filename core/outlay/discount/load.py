"""How many units run at each time of a month, and what of them a commitment can cover.

Exact fractions, so that nothing is lost or invented where an amount is split and put together again. Not here: money.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from outlay.estimate.amount import MONTH_HOURS

MONTH: Final = Fraction(MONTH_HOURS)
_NOTHING: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Load:
    """Units at each time of a month: stretches of (hours, units) from its start, 730 hours in all."""

    stretches: tuple[tuple[Fraction, Fraction], ...]

    @classmethod
    def of(cls, unit_hours: Decimal | Fraction, hours: Decimal | Fraction = MONTH) -> "Load":
        """What makes so many unit-hours a month, evenly over the first `hours` of it."""
        running = min(Fraction(hours), MONTH)
        if not running or not unit_hours:
            return cls(((MONTH, _NOTHING),))
        units = Fraction(unit_hours) / running
        return cls(((running, units),) if running == MONTH else ((running, units), (MONTH - running, _NOTHING)))

    @property
    def unit_hours(self) -> Fraction:
        """All of it: units × hours."""
        return sum((hours * units for hours, units in self.stretches), _NOTHING)

    def times(self, factor: Fraction) -> "Load":
        """The same over the month, in other units."""
        return Load(tuple((hours, units * factor) for hours, units in self.stretches))

    def levels(self) -> Iterator[tuple[Fraction, Fraction]]:
        """The load from its least units upwards, as (units, hours a month that these units run)."""
        so_far = _NOTHING
        for units in sorted({units for _, units in self.stretches if units}):
            yield units - so_far, sum((hours for hours, each in self.stretches if each >= units), _NOTHING)
            so_far = units

    def covered(self, capacity: "Load", weight: Fraction) -> tuple["Load", "Load", "Load"]:
        """What of this load a capacity covers when each unit takes `weight` of it.

        Returns:
            What is covered and what is not, in units, and what is left of the capacity.
        """
        covered: list[tuple[Fraction, Fraction]] = []
        rest: list[tuple[Fraction, Fraction]] = []
        left: list[tuple[Fraction, Fraction]] = []
        for hours, units, room in _side_by_side(self, capacity):
            part = min(units, room / weight) if weight else units
            covered.append((hours, part))
            rest.append((hours, units - part))
            left.append((hours, room - part * weight))
        return Load(_joined(covered)), Load(_joined(rest)), Load(_joined(left))


def _side_by_side(one: Load, other: Load) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Both loads over the same stretches: (hours, units of one, units of the other)."""
    ones, others = iter(one.stretches), iter(other.stretches)
    hours_of_one, units = next(ones)
    hours_of_other, room = next(others)
    while True:
        hours = min(hours_of_one, hours_of_other)
        yield hours, units, room
        hours_of_one -= hours
        hours_of_other -= hours
        if not hours_of_one:
            following = next(ones, None)
            if following is None:
                return
            hours_of_one, units = following
        if not hours_of_other:
            hours_of_other, room = next(others)


def _joined(stretches: list[tuple[Fraction, Fraction]]) -> tuple[tuple[Fraction, Fraction], ...]:
    """Neighbouring stretches of equal units as one."""
    found: list[tuple[Fraction, Fraction]] = []
    for hours, units in stretches:
        if found and found[-1][1] == units:
            found[-1] = (found[-1][0] + hours, units)
        else:
            found.append((hours, units))
    return tuple(found)
