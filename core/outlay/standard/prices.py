"""The section `prices`: which prices count, how old they may be, and whether estimated ones may stand in."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from outlay.prices.staleness import DEFAULT_DAYS, AgeLimit, OnStale
from outlay.standard.section import Section

_TEN_YEARS: Final = 3653


class StandIns(StrEnum):
    """Whether an estimated price (grade D) counts where nothing better is known."""

    REFUSE = "refuse"
    """What only has an estimated price is unpriced, and said to be."""
    ALLOW = "allow"
    """It is taken, and named as an assumption wherever it is used."""


class Prices(Section):
    """Where unit prices come from. Paths are relative to the standard's file.

    `contract` is a CSV of unit prices agreed with a provider; they go before everything published. `overlay` is a
    refreshed look-up file to use instead of the machine's own, or `none` for neither. `rates` is a file of currency
    rates, needed where amounts or figures are not in USD. `stand_ins` says whether estimated prices count.
    `max_age_days` is how many days old prices may be, and `on_stale` what follows when they are older.
    """

    contract: str = ""
    overlay: str = ""
    rates: str = ""
    stand_ins: StandIns = StandIns.REFUSE
    max_age_days: int = Field(default=DEFAULT_DAYS, ge=0, le=_TEN_YEARS)
    on_stale: OnStale = OnStale.WARN

    @property
    def age_limit(self) -> AgeLimit:
        """How old prices may be, as one value."""
        return AgeLimit(self.max_age_days, self.on_stale)
