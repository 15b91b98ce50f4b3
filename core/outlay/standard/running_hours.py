"""How many hours a month a resource runs by the schedules of a standard, and until it expires.

The lookup that `estimate(…, hours=…)` takes. Only what can be stopped asks it: a pricer that reads
`Subject.running_hours`. Storage, addresses and what no interface stops count all month.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from outlay.estimate.amount import MONTH_HOURS, Amount, written
from outlay.estimate.properties import shown
from outlay.estimate.subject import ALL_HOURS, HoursLookup, all_hours
from outlay.resource import Resource, Secret, Unknown, Value
from outlay.standard.schedules import ALWAYS, Schedules
from outlay.tagging.effective import effective_tags, tag_text

if TYPE_CHECKING:
    from outlay.standard.model import Standard

_DAY_HOURS: Final = 24


def hours_of(standard: "Standard", as_of: date | None = None, environment: str = "") -> HoursLookup:
    """How long each resource runs by what a standard says.

    Args:
        standard: the standard.
        as_of: the day that days until expiry count from; without one nothing expires.
        environment: the environment that the stack states of itself; by its name and project otherwise.
    """
    if not standard.schedules.named and not standard.schedules.expires_tag:
        return all_hours
    return _Running(standard, as_of, environment).hours


@dataclass(frozen=True, slots=True)
class _Running:
    standard: "Standard"
    as_of: date | None
    environment: str

    @property
    def schedules(self) -> Schedules:
        return self.standard.schedules

    def hours(self, resource: Resource) -> Amount:
        """Hours a month, with the formula and whose it is; every hour where nothing is said."""
        running = next(self._said(resource), ALL_HOURS)
        days = self._until_expiry(resource)
        if days is None:
            return running
        if isinstance(days, str):
            return _explained(running, days)
        part = Decimal(days * _DAY_HOURS) / MONTH_HOURS
        ends = (running.low * part, running.expected * part, running.high * part)
        formula = "" if running is ALL_HOURS else f"{running.formula}, of which "
        return Amount(*ends, f"{formula}{days} days × 24 of 730 until it expires")

    def _said(self, resource: Resource) -> Iterator[Amount]:
        """What each source says, the closest to the resource first."""
        schedules = self.schedules
        tag = self._tag(resource, schedules.tag)
        if tag is not None:
            yield self._tagged(tag)
        # like everywhere in the standard, the URN itself comes before globs, and of these the last counts
        patterns = [name for pattern, name in schedules.resources.items() if fnmatchcase(resource.urn, pattern)]
        exact = schedules.resources.get(resource.urn)
        if exact or patterns:
            name = exact or patterns[-1]
            yield self._named(name, name)
        environment = self.environment or self._environment_of(resource)
        if environment in schedules.environments:
            name = schedules.environments[environment]
            yield self._named(name, f"{name}, of environment {environment}")

    def _named(self, name: str, label: str) -> Amount:
        if name == ALWAYS:
            return ALL_HOURS
        hours = self.schedules.named[name].hours
        return replace(hours, formula=f"{hours.formula} ({label})")

    def _tagged(self, value: Value) -> Amount:
        """The schedule that a tag names. Nothing is guessed of one that is open: it can be any of them, or none."""
        key, named = self.schedules.tag, self.schedules.named
        if isinstance(value, Unknown | Secret):
            least = min((each.hours.low for each in named.values()), default=MONTH_HOURS)
            formula = f"{written(least)}–{MONTH_HOURS} (the tag {key} is {_openness(value)})"
            return Amount(least, MONTH_HOURS, MONTH_HOURS, formula)
        if isinstance(value, str) and (value in named or value == ALWAYS):
            return self._named(value, f"{value}, of tag {key}")
        return _explained(ALL_HOURS, f"the tag {key} is {shown(value)}, and no schedule is called so")

    def _until_expiry(self, resource: Resource) -> int | str | None:
        """Days from today until the resource goes, where that is within a month; or why its tag does not count."""
        value = self._tag(resource, self.schedules.expires_tag)
        if value is None or self.as_of is None:
            return None
        key = self.schedules.expires_tag
        if isinstance(value, Unknown | Secret):
            return f"the tag {key} is {_openness(value)}"
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            return f"the tag {key} is {shown(value)}, which is no day such as 2026-12-31"
        days = (day - self.as_of).days
        if days <= 0:
            return f"it expired on {day.isoformat()} and is still there"
        return days if days * _DAY_HOURS < MONTH_HOURS else None

    def _tag(self, resource: Resource, key: str) -> Value:
        """What a tag says as text; None where there is none."""
        found = effective_tags(resource) if key else None
        return tag_text(found.tags.get(key)) if found is not None else None

    def _environment_of(self, resource: Resource) -> str:
        parts = resource.urn.removeprefix("urn:pulumi:").split("::", 2)
        return self.standard.environment(parts[1], parts[0]) if len(parts) > 1 else ""


def _explained(hours: Amount, why: str) -> Amount:
    """The same hours, with what is to be said of them."""
    said = str(MONTH_HOURS) if hours is ALL_HOURS else hours.formula
    return replace(hours, formula=f"{said} ({why})")


def _openness(value: Unknown | Secret) -> str:
    return "secret" if isinstance(value, Secret) else "open until deployment"
