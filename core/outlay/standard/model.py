"""The standard as a whole: `finops.yaml` in memory. Not here: finding and reading the file."""

from typing import Annotated, Literal

from pydantic import Field

from outlay.standard.budgets import Budgets
from outlay.standard.discounts import DiscountsSection
from outlay.standard.limits import Limits
from outlay.standard.offline import Offline
from outlay.standard.prices import Prices
from outlay.standard.section import Section
from outlay.standard.tags import Tags
from outlay.standard.usage import UsageSection


class Standard(Section):
    """The financial standard of an organisation. Every section may be left out.

    `currency` is the ISO 4217 code of all amounts. Prices are published in USD, so any other needs `prices.rates`.
    """

    version: Literal[1] = 1
    organisation: str = ""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    tags: Tags = Field(default_factory=Tags)
    budgets: Budgets = Field(default_factory=Budgets)
    limits: Limits = Field(default_factory=Limits)
    prices: Prices = Field(default_factory=Prices)
    discounts: DiscountsSection = Field(default_factory=DiscountsSection)
    usage: UsageSection = Field(default_factory=UsageSection)
    offline: Offline = Field(default_factory=Offline)
