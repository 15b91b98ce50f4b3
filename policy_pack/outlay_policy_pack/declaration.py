"""What the pack announces of each policy, before any language of Pulumi's: name, level, severity, settings.

Two things are made of it: what our analyzer announces (`adapter`) and the policy objects for other people's packs
(`pack`). Not here: what a rule does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from outlay.finding import EnforcementLevel
from outlay.standard.limits import OnUnknown

from outlay_policy_pack.own_policies import OWN_POLICIES, PATHS
from outlay_policy_pack.rule import Rule, all_rules

PACK: Final = "outlay"
"""The name of the policy pack."""
DISPLAY_NAME: Final = "Outlay"
DESCRIPTION: Final = "The financial standard of an organisation, held against every preview."
FRAMEWORK: Final = "FinOps Framework"
_ON_UNKNOWN: Final = "What follows where something that the rule needs is not known."


@dataclass(frozen=True, slots=True)
class Declaration:
    """One policy as Pulumi shows it.

    `properties` is the JSON Schema of each property of its configuration. It holds no defaults: what Pulumi fills in
    by itself could not be told from what somebody wrote, and would then win over the standard.
    """

    rule: Rule[Any]
    level: EnforcementLevel
    properties: Mapping[str, Mapping[str, Any]]

    @property
    def description(self) -> str:
        """What is said first wherever the policy is broken."""
        return description_of(self.rule)

    @property
    def remediation_steps(self) -> str:
        """What to do about a violation, with an example."""
        return f"{self.rule.remediation}\n{self.rule.example}"

    @property
    def tags(self) -> tuple[str, ...]:
        """What policies can be found by: the rule's id, its area and its clouds."""
        return (self.rule.id, self.rule.area.value, *self.rule.clouds)

    def at(self, level: EnforcementLevel) -> "Declaration":
        """The same policy at another level."""
        return replace(self, level=level)


def description_of(rule: Rule[Any]) -> str:
    """A rule in a few words: its id and its title."""
    return f"{rule.id} {rule.title}"


@cache
def declarations() -> tuple[Declaration, ...]:
    """Every policy of the pack, by name."""
    policies = (*OWN_POLICIES, *all_rules())
    return tuple(Declaration(each, each.level, properties(each)) for each in sorted(policies, key=lambda one: one.name))


def properties(rule: Rule[Any]) -> Mapping[str, Mapping[str, Any]]:
    """The JSON Schema of each property that Pulumi's policy configuration may set of a policy."""
    schema = rule.settings.model_json_schema()
    inner = schema.get("$defs", {})
    found: dict[str, dict[str, Any]] = {
        key: _plain(value, inner) for key, value in sorted(schema.get("properties", {}).items())
    }
    for key, meaning in PATHS.get(rule.name, {}).items():
        found[key] = {"type": "string", "description": meaning}
    if rule not in OWN_POLICIES:
        found["on_unknown"] = {
            "type": "string",
            "enum": [each.value for each in OnUnknown],
            "description": _ON_UNKNOWN,
        }
    return found


def _plain(schema: Any, inner: Mapping[str, Any]) -> Any:
    """A schema that stands by itself: references resolved, without titles and defaults."""
    if isinstance(schema, list):
        return [_plain(each, inner) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _plain(inner[schema["$ref"].rpartition("/")[2]], inner)
    return {
        key: {name: _plain(each, inner) for name, each in value.items()}
        if key == "properties"
        else _plain(value, inner)
        for key, value in schema.items()
        if key not in ("default", "title")
    }
