"""The section `schedules`: when what can be stopped is running.

Not here: which of them a resource follows (`outlay.standard.running_hours`).
"""

import re
from decimal import Decimal
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, model_validator

from outlay.estimate.amount import MONTH_HOURS, Amount, written
from outlay.standard.section import Section, exact

ALWAYS: Final = "always"
"""The schedule that everybody has: all hours of the month. As a tag it takes a resource out of its environment's."""
_DAY: Final = 24
_WEEK: Final = 7
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
"""What both clouds take as the value of a tag or label."""

Hours = Annotated[Decimal, BeforeValidator(exact), Field(ge=0, le=_DAY, allow_inf_nan=False)]
Days = Annotated[Decimal, BeforeValidator(exact), Field(ge=0, le=_WEEK, allow_inf_nan=False)]
HoursAMonth = Annotated[Decimal, BeforeValidator(exact), Field(ge=0, le=int(MONTH_HOURS), allow_inf_nan=False)]


class Schedule(Section):
    """When something is running: `hours_per_day` on `days_per_week`, or `hours_per_month` of 730.

    A month of it has 730 × hours a day × days a week ÷ 168 hours.
    """

    hours_per_day: Hours | None = None
    days_per_week: Days | None = None
    hours_per_month: HoursAMonth | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "Schedule":
        by_week = self.hours_per_day is not None or self.days_per_week is not None
        if by_week == (self.hours_per_month is not None):
            raise ValueError("a schedule has hours_per_day and days_per_week, or hours_per_month")
        return self

    @property
    def hours(self) -> Amount:
        """Hours a month, with the formula."""
        if self.hours_per_month is not None:
            return Amount.exactly(self.hours_per_month)
        by_day = Decimal(_DAY) if self.hours_per_day is None else self.hours_per_day
        days = Decimal(_WEEK) if self.days_per_week is None else self.days_per_week
        hours = MONTH_HOURS * by_day * days / (_DAY * _WEEK)
        return Amount(hours, hours, hours, f"{MONTH_HOURS} × {written(by_day)} × {written(days)} ÷ {_DAY * _WEEK}")


class Schedules(Section):
    """Schedules by name under `named`, and what follows them, which only counts for what can be stopped.

    The value of the tag or label `tag` names a resource's schedule, `resources` that of URNs or globs, `environments`
    that of environments; the first of these that says anything counts. `always` is every hour. `expires_tag` is a tag
    or label with the day (`2026-12-31`) on which a resource goes: only the days until then count.
    """

    named: dict[str, Schedule] = Field(default_factory=dict)
    tag: str = "schedule"
    resources: dict[str, str] = Field(default_factory=dict)
    environments: dict[str, str] = Field(default_factory=dict)
    expires_tag: str = ""

    @model_validator(mode="after")
    def _all_known(self) -> "Schedules":
        for name in self.named:
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} can be no label: lower case, digits, - and _ are allowed")
        if ALWAYS in self.named:
            raise ValueError(f"{ALWAYS} is every hour of the month, and cannot be another schedule")
        for name in (*self.resources.values(), *self.environments.values()):
            if name not in self.named and name != ALWAYS:
                known = ", ".join((*self.named, ALWAYS))
                raise ValueError(f"no schedule is called {name!r}; there are: {known}")
        return self
