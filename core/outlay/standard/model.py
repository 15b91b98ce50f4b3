"""The standard as a whole: `finops.yaml` in memory. Not here: finding and reading the file."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from outlay.standard.budgets import Budgets
from outlay.standard.choices import Choices
from outlay.standard.discounts import DiscountsSection
from outlay.standard.environments import environment_of
from outlay.standard.exemptions import ExemptionSection
from outlay.standard.limits import Limits
from outlay.standard.offline import Offline
from outlay.standard.origin import NOWHERE, Origin
from outlay.standard.owners import Owner
from outlay.standard.prices import Prices
from outlay.standard.rules import RuleSection
from outlay.standard.schedules import Schedules
from outlay.standard.section import Section
from outlay.standard.tags import Tags
from outlay.standard.usage import UsageSection


class Standard(Section):
    """The financial standard of an organisation. Every section may be left out.

    `currency` is the ISO 4217 code of all amounts. Prices are published in USD, so any other needs `prices.rates`.
    `environments` are stacks by environment (names or `project/stack`, globs too); `owners` are those who answer, by
    the value of the tag `owner`; `rules` sets rules by id or name. `choices` are the values that properties can have
    which are open until deployment, by URN or glob over the URN.
    """

    version: Literal[1] = 1
    organisation: str = ""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    environments: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    owners: dict[str, Owner] = Field(default_factory=dict)
    tags: Tags = Field(default_factory=Tags)
    budgets: Budgets = Field(default_factory=Budgets)
    limits: Limits = Field(default_factory=Limits)
    rules: dict[str, RuleSection] = Field(default_factory=dict)
    exemptions: tuple[ExemptionSection, ...] = ()
    prices: Prices = Field(default_factory=Prices)
    discounts: DiscountsSection = Field(default_factory=DiscountsSection)
    usage: UsageSection = Field(default_factory=UsageSection)
    schedules: Schedules = Field(default_factory=Schedules)
    choices: dict[str, dict[str, Choices]] = Field(default_factory=dict)
    offline: Offline = Field(default_factory=Offline)

    _origin: Origin = PrivateAttr(default=NOWHERE)

    @property
    def origin(self) -> Origin:
        """Where it is written, so that whoever finds fault with a part of it can say in which line."""
        return self._origin

    def read_from(self, origin: Origin) -> "Standard":
        """The same standard, which knows where it is written."""
        placed = self.model_copy()
        placed._origin = origin
        return placed

    def with_usage_file(self, path: Path) -> "Standard":
        """The same standard, with the usage file at a path instead of its own.

        Raises:
            InvalidFile: the file is not what it should be.
        """
        return self.model_copy(update={"usage": self.usage.with_file(path)})

    def environment(self, project: str, stack: str, stated: str = "") -> str:
        """The environment of a stack; `stated` is what the stack says of itself, and counts where it is not listed."""
        return environment_of(self.environments, project, stack, stated)
