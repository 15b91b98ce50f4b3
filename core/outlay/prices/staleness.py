"""How old prices may be: which layers that priced something are older than the standard allows, and what follows.

Pure: today is passed in. A contract does not age here, since its prices hold for as long as they are agreed. Not here:
bringing prices up to date.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.prices.book import CONTRACT, LayerIdentity
from outlay.prices.refresh_advice import INSTALLED_BY, not_refreshed, refresh_commands

if TYPE_CHECKING:
    from outlay.estimate.resource_cost import ResourceCost
    from outlay.prices.query import PriceQuery

RULE: Final = "OUT-P001"
POLICY: Final = "price-age"
TITLE: Final = "Prices no older than the standard allows"
DEFAULT_DAYS: Final = 90


class OnStale(StrEnum):
    """What prices do that are older than allowed."""

    WARN = "warn"
    """Say so, and let the change pass."""
    BLOCK = "block"
    """Block the change: its figures are decided, and too old to decide by."""


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """How many days old prices may be, and what follows when they are older."""

    days: int = DEFAULT_DAYS
    on_stale: OnStale = OnStale.WARN

    def is_exceeded(self, as_of: date, today: date) -> bool:
        """Whether prices of a date are older today than allowed."""
        return today - as_of > timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class FigureDates:
    """The dates of the figures that an estimate used, and the layers that they are from."""

    oldest: date
    youngest: date
    layers: frozenset[str]


def dates_of(costs: Iterable["ResourceCost"]) -> FigureDates | None:
    """The dates of the figures that price these resources; None where no figure does."""
    used = {(price.as_of, price.layer) for price in (each.price for cost in costs for each in cost.charges) if price}
    if not used:
        return None
    dates = [as_of for as_of, _ in used]
    return FigureDates(min(dates), max(dates), frozenset(layer for _, layer in used))


def aged(
    layers: Iterable[LayerIdentity],
    limit: AgeLimit,
    today: date,
    used: Collection[str],
    costs: Collection["ResourceCost"] = (),
) -> Iterator[tuple[str, str]]:
    """What is said of each layer in use that is older today than allowed, and what to do.

    The text says the layer's date and the limit and never the age, so that it is the same from day to day.

    Args:
        layers: the layers of the book.
        limit: how old they may be.
        today: the day to judge by.
        used: the names of the layers that something was priced by.
        costs: what they priced, where that is known: it is what has to be refreshed.
    """
    for layer in layers:
        if layer.name != CONTRACT and layer.name in used and limit.is_exceeded(layer.as_of, today):
            said = f"{layer.name} prices are of {layer.as_of.isoformat()}, {allowed(limit)}"
            yield said, _remedy(list(_asked(layer.name, costs)))


def staleness(
    layers: Iterable[LayerIdentity],
    limit: AgeLimit,
    today: date,
    used: Collection[str],
    costs: Collection["ResourceCost"] = (),
) -> Iterator[Finding]:
    """The same as findings, for commands that run no rules."""
    blocks = limit.on_stale is OnStale.BLOCK
    for message, remedy in aged(layers, limit, today, used, costs):
        yield Finding(
            rule=RULE,
            policy=POLICY,
            title=TITLE,
            message=message,
            level=EnforcementLevel.MANDATORY if blocks else EnforcementLevel.ADVISORY,
            severity=Severity.MEDIUM,
            remediation=remedy,
        )


REMEDY: Final = (
    f"`{INSTALLED_BY}`, then `outlay prices refresh --service SERVICE --region REGION` for what you use, "
    "bring them up to date."
)
"""What to do where nobody knows which services and regions something was priced by."""


def _asked(layer: str, costs: Iterable["ResourceCost"]) -> Iterator["PriceQuery"]:
    """What a layer answered."""
    for cost in costs:
        for charge in cost.charges:
            if charge.price is not None and charge.price.layer == layer:
                yield charge.query


def _remedy(asked: Collection["PriceQuery"]) -> str:
    if not asked:
        return REMEDY
    commands, others = refresh_commands(asked), not_refreshed(asked)
    said = []
    if commands:
        said.append(f"`{'`, then `'.join((INSTALLED_BY, *commands))}` bring them up to date.")
    if others:
        said.append(f"Newer prices of {', '.join(others)} come with a newer version of what brings them.")
    return " ".join(said) or REMEDY


def allowed(limit: AgeLimit) -> str:
    """What is said of prices that are too old, behind their date."""
    return f"older than the {limit.days} days that the standard allows"
