"""What a rule is: a pure function with what people need to know of it, and the register of all rules.

    @rule(
        "OUT-W001",
        "gp2-to-gp3",
        title="…",
        …
    )
    def gp2_to_gp3(view: ResourceView, standard: Standard, settings: NoSettings) -> Answers: ...

A rule says what it found; level, exemptions and what follows from unknown values are decided by who runs it
(`outlay_policy_pack.evaluation`). Not here: the rules (`outlay_policy_pack.rules`), and Pulumi.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Final, Generic, TypeAlias, TypeVar

from outlay.finding import EnforcementLevel, Severity
from outlay.money import Money
from outlay.resource import Urn, Value
from outlay.standard.model import Standard
from outlay.standard.section import Section

from outlay_policy_pack.resource_view import ResourceView


class Area(StrEnum):
    """What a rule is about: the folder that it lies in."""

    TAGS = "tags"
    BUDGETS = "budgets"
    COST = "cost"
    WASTE = "waste"
    REGIONS = "regions"
    STANDARD = "standard"


class Scope(StrEnum):
    """What a rule looks at."""

    RESOURCE = "resource"
    """One resource, as it is registered: it can be stopped before it is made."""
    STACK = "stack"
    """The whole stack, when all of it is known."""


class Settings(Section):
    """The base of a rule's own settings, as `rules:` of finops.yaml and Pulumi's policy configuration state them."""


class NoSettings(Settings):
    """For rules that have no settings of their own."""


S = TypeVar("S", bound=Settings)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a rule found.

    Args:
        message: what is wrong, in a sentence without its subject; no money that `monthly` or `saving` hold.
        instead: what to write instead; the rule's own remediation where it is empty.
        urn: the resource it concerns; a resource rule leaves it out.
        open: what the rule would have to know to decide, each with the reason (`instanceType is open until
            deployment`). With it the finding stands only for lack of knowledge, and the standard decides what follows.
        monthly: what it costs a month.
        saving: what the mended form costs less a month.
    """

    message: str
    instead: str = ""
    urn: Urn = ""
    open: tuple[str, ...] = ()
    monthly: Money | None = None
    saving: Money | None = None


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """What a rule says where its question does not arise, with the reason: there is no change that could cost more."""

    reason: str


Answers: TypeAlias = Iterator[Found | NotApplicable]
"""What a check yields: nothing where all is well."""
Check: TypeAlias = Callable[[Any, Standard, S], Answers]
"""A check takes a `ResourceView` or a `StackView`, by its rule's scope, the standard and its settings."""
Remediation: TypeAlias = Callable[[ResourceView, Standard, S], Mapping[str, Value]]
"""Top-level inputs to set, whole. A marker within a value stands for what is there already, known to nobody."""
LevelOf: TypeAlias = Callable[[Standard], EnforcementLevel]
"""The default level of a rule, where another section of the standard says it."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """A rule with all that people need to know of it.

    `id` is stable for ever: `OUT-`, the area's letter, three digits. `name` is its name as a Pulumi policy. `level` is
    the enforcement level where nobody says otherwise. `clouds` are the provider packages it knows something of.
    `rationale` says why it is worth having, `remediation` what to do about a finding, `example` how that looks in a
    program. `capability` is the capability of the FinOps Framework that it serves. `level_by` gives the default level
    where another section of the standard decides it; `level` is then that of an empty standard.
    """

    id: str
    name: str
    title: str
    area: Area
    scope: Scope
    level: EnforcementLevel
    severity: Severity
    clouds: tuple[str, ...]
    rationale: str
    remediation: str
    example: str
    capability: str
    settings: type[S]
    check: Check[S]
    remediate: Remediation[S] | None = None
    level_by: LevelOf | None = None

    def default_level(self, standard: Standard) -> EnforcementLevel:
        """The enforcement level where `rules` of the standard does not set it."""
        return self.level if self.level_by is None else self.level_by(standard)


BOTH_CLOUDS: Final = ("aws", "gcp")
_RULES: Final[dict[str, Rule[Any]]] = {}


def rule(
    id_: str,
    name: str,
    *,
    title: str,
    area: Area,
    scope: Scope,
    level: EnforcementLevel,
    severity: Severity,
    rationale: str,
    remediation: str,
    example: str,
    capability: str,
    clouds: tuple[str, ...] = BOTH_CLOUDS,
    settings: type[S] = NoSettings,  # type: ignore[assignment]  # the default binds S to NoSettings
    remediate: Remediation[S] | None = None,
    level_by: LevelOf | None = None,
) -> Callable[[Check[S]], Check[S]]:
    """Register the decorated function as a rule; see `Rule` for what each argument says.

    Raises:
        ValueError: when its id or its name is taken.
    """

    def register(check: Check[S]) -> Check[S]:
        if any(each.id == id_ or each.name == name for each in _RULES.values()):
            raise ValueError(f"two rules {id_} or {name}")
        _RULES[id_] = Rule(
            id_,
            name,
            title,
            area,
            scope,
            level,
            severity,
            clouds,
            rationale,
            remediation,
            example,
            capability,
            settings,
            check,
            remediate,
            level_by,
        )
        return check

    return register


@cache
def all_rules() -> tuple[Rule[Any], ...]:
    """Every rule that travels with Outlay, by id."""
    package = import_module("outlay_policy_pack.rules")
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    return tuple(sorted(_RULES.values(), key=lambda each: each.id))
