"""The section `rules`: how each rule is set, per stack and environment too.

Which rules there are and which settings each takes is theirs to say (`outlay_policy_pack`); keys beyond those of
`RuleSection` are kept as they are written and checked there.
"""

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field

from outlay.finding import EnforcementLevel
from outlay.standard.limits import OnUnknown
from outlay.standard.section import Section

Level = Literal["disabled", "advisory", "mandatory", "remediate"]
"""The enforcement levels as the file writes them."""


class RuleLevel(Section):
    """What differs for a stack or an environment: the `level`, and what follows `on_unknown`."""

    level: Level | None = None
    on_unknown: OnUnknown | None = None

    @property
    def enforcement(self) -> EnforcementLevel | None:
        """The level as a value of the domain."""
        return EnforcementLevel(self.level) if self.level is not None else None


class RuleSection(RuleLevel):
    """How one rule is set; every other key here is a setting of the rule itself.

    `level` is the enforcement level; until the day `advisory_until` the rule says what it finds and stops nothing.
    `on_unknown` is what follows when something it needs is not known, `limits.on_unknown` by default.
    `environments` and `stacks` (names or `project/stack`, globs too) set it otherwise for some; a stack comes before
    an environment, and of two globs the first that matches counts.
    """

    model_config = ConfigDict(extra="allow")

    advisory_until: date | None = None
    environments: dict[str, RuleLevel] = Field(default_factory=dict)
    stacks: dict[str, RuleLevel] = Field(default_factory=dict)

    @property
    def settings(self) -> dict[str, Any]:
        """The rule's own settings, as they are written."""
        return dict(self.model_extra or {})
