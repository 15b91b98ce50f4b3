"""How the rules are set for one stack: the standard first, Pulumi's policy configuration over it.

Not here: running them (`outlay_policy_pack.evaluation`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, Final

from outlay.errors import InvalidFile, WrongUse
from outlay.finding import EnforcementLevel
from outlay.standard.limits import OnUnknown
from outlay.standard.model import Standard
from outlay.standard.rules import RuleLevel, RuleSection
from pydantic import ValidationError

from outlay_policy_pack.own_policies import OWN_POLICIES
from outlay_policy_pack.rule import Rule, all_rules

_UNSET: Final = RuleSection()
_STOPPING: Final = (EnforcementLevel.MANDATORY, EnforcementLevel.REMEDIATE)


@dataclass(frozen=True, slots=True)
class PolicyConfig:
    """What Pulumi's own policy configuration says of one policy: it comes before the standard.

    `properties` are the rule's settings, and `on_unknown`; checked already against the schema that the pack announces.
    """

    level: EnforcementLevel | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConfiguredRule:
    """A rule as it is set for one stack.

    `advisory_until` is the day until which it stops nothing, where that day is still to come; `level` is advisory then.
    """

    rule: Rule[Any]
    level: EnforcementLevel
    on_unknown: OnUnknown
    settings: Any
    advisory_until: date | None = None


def configured(
    standard: Standard,
    project: str,
    stack: str,
    environment: str,
    as_of: date | None = None,
    policies: Mapping[str, PolicyConfig] = MappingProxyType({}),
    rules: tuple[Rule[Any], ...] | None = None,
) -> tuple[ConfiguredRule, ...]:
    """Every rule as it is set for a stack, by id; the disabled ones are left out.

    What comes later counts: the rule's own default, the standard, what it says for the environment, for the stack, and
    at last Pulumi's policy configuration. `advisory_until` holds back all of these but the last.

    Args:
        standard: the organisation's standard.
        project: the project's name.
        stack: the stack's name.
        environment: the stack's environment.
        as_of: the day to judge by; without one, what is advisory until a day is advisory.
        policies: by policy name, what Pulumi's policy configuration says.
        rules: the rules; all by default.

    Raises:
        InvalidFile: the standard names a rule or a setting that does not exist, or a setting has a wrong value.
        WrongUse: Pulumi's policy configuration has a property that the rule does not take.
    """
    wanted = all_rules() if rules is None else rules
    every = {each.id: each for each in (*all_rules(), *OWN_POLICIES, *wanted)}
    keys = _keys(standard, every)
    found = (
        _configured(each, keys.get(each.id), standard, (project, stack, environment), as_of, policies)
        for each in wanted
    )
    return tuple(each for each in found if each.level is not EnforcementLevel.DISABLED)


def _configured(
    rule: Rule[Any],
    key: str | None,
    standard: Standard,
    where: tuple[str, str, str],
    as_of: date | None,
    policies: Mapping[str, PolicyConfig],
) -> ConfiguredRule:
    section = standard.rules[key] if key is not None else _UNSET
    policy = policies.get(rule.name, PolicyConfig())
    level, on_unknown = rule.default_level(standard), standard.limits.on_unknown
    for each in (section, *_narrower(section, where)):
        level = each.enforcement or level
        on_unknown = each.on_unknown or on_unknown
    until = section.advisory_until
    is_early = until is not None and (as_of is None or as_of < until) and level in _STOPPING and policy.level is None
    properties = dict(policy.properties)
    return ConfiguredRule(
        rule=rule,
        level=policy.level or (EnforcementLevel.ADVISORY if is_early else level),
        on_unknown=_on_unknown(rule, properties.pop("on_unknown", on_unknown)),
        settings=_settings(rule, key, section, standard, properties),
        advisory_until=until if is_early else None,
    )


def _narrower(section: RuleSection, where: tuple[str, str, str]) -> Iterator[RuleLevel]:
    """What the section says for the environment, then for the stack."""
    project, stack, environment = where
    if environment in section.environments:
        yield section.environments[environment]
    for pattern, level in section.stacks.items():
        if fnmatchcase(stack, pattern) or fnmatchcase(f"{project}/{stack}", pattern):
            yield level
            return


def _on_unknown(rule: Rule[Any], value: Any) -> OnUnknown:
    try:
        return OnUnknown(value)
    except ValueError:
        allowed = ", ".join(each.value for each in OnUnknown)
        raise WrongUse(f"policy config of {rule.name}: on_unknown takes one of {allowed}, not {value!r}") from None


def _settings(
    rule: Rule[Any], key: str | None, section: RuleSection, standard: Standard, properties: Mapping[str, Any]
) -> Any:
    try:
        rule.settings.model_validate(section.settings)
    except ValidationError as error:
        location, message = _first(error)
        allowed = sorted({*RuleSection.model_fields, *rule.settings.model_fields})
        part = ("rules", key or rule.name, *location)
        hint = f"{rule.id} {rule.name} takes: {', '.join(allowed)}."
        raise standard.origin.invalid(part, f"{'.'.join(map(str, part))}: {message}", hint) from None
    try:
        return rule.settings.model_validate({**section.settings, **properties})
    except ValidationError as error:
        location, message = _first(error)
        allowed = sorted({"enforcementLevel", "on_unknown", *rule.settings.model_fields})
        said = f"policy config of {rule.name}: {'.'.join(map(str, location))}: {message}"
        raise WrongUse(said, f"{rule.id} {rule.name} takes: {', '.join(allowed)}.") from None


def _first(error: ValidationError) -> tuple[tuple[int | str, ...], str]:
    """The first thing that is wrong: where, and what."""
    first = error.errors(include_url=False)[0]
    message = "no such key" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
    return first["loc"], message


def _keys(standard: Standard, every: Mapping[str, Rule[Any]]) -> Mapping[str, str]:
    """By rule id, the key under which the standard sets it.

    Raises:
        InvalidFile: a key names no rule, two name one, or an exemption is from no rule that there is.
    """
    ids = {name: each.id for each in every.values() for name in (each.id, each.name)}
    found: dict[str, str] = {}
    for key in standard.rules:
        if key not in ids:
            raise _no_such_rule(standard, ("rules", key), key, every)
        if ids[key] in found:
            raise standard.origin.invalid(("rules", key), f"rules.{key}: the rule is set twice, by id and by name")
        found[ids[key]] = key
    for index, exemption in enumerate(standard.exemptions):
        if not any(fnmatchcase(name, exemption.rule) for name in ids):
            raise _no_such_rule(standard, ("exemptions", index, "rule"), exemption.rule, every)
    return found


def _no_such_rule(
    standard: Standard, part: tuple[int | str, ...], key: str, every: Mapping[str, Rule[Any]]
) -> InvalidFile:
    names = sorted(each.name for each in every.values())
    close = get_close_matches(key, [*names, *every], 1)
    meant = f"Did you mean {close[0]!r}? " if close else ""
    return standard.origin.invalid(part, f"no rule {key!r}", f"{meant}There are: {', '.join(names)}.")
