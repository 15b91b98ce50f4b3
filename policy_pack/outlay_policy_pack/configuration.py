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

from outlay.errors import InvalidFile
from outlay.finding import EnforcementLevel
from outlay.standard.limits import OnUnknown
from outlay.standard.model import Standard
from outlay.standard.rules import RuleLevel, RuleSection
from pydantic import ValidationError

from outlay_policy_pack.rule import Rule, all_rules

_UNSET: Final = RuleSection()


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
    """
    known = all_rules() if rules is None else rules
    sections = _sections(standard, known)
    found = (
        _configured(each, sections.get(each.id, ()), standard, (project, stack, environment), as_of, policies)
        for each in known
    )
    return tuple(each for each in found if each.level is not EnforcementLevel.DISABLED)


def _configured(
    rule: Rule[Any],
    sections: tuple[str, ...],
    standard: Standard,
    where: tuple[str, str, str],
    as_of: date | None,
    policies: Mapping[str, PolicyConfig],
) -> ConfiguredRule:
    section = standard.rules[sections[0]] if sections else _UNSET
    policy = policies.get(rule.name, PolicyConfig())
    level, on_unknown = rule.level, standard.limits.on_unknown
    for each in (section, *_narrower(section, where)):
        level = each.enforcement or level
        on_unknown = each.on_unknown or on_unknown
    until = section.advisory_until
    is_early = until is not None and (as_of is None or as_of < until)
    if is_early and level in (EnforcementLevel.MANDATORY, EnforcementLevel.REMEDIATE):
        level = EnforcementLevel.ADVISORY
    properties = dict(policy.properties)
    on_unknown = OnUnknown(properties.pop("on_unknown", on_unknown))
    settings = _settings(rule, sections[0] if sections else "", section, standard, properties)
    return ConfiguredRule(
        rule=rule,
        level=policy.level or level,
        on_unknown=on_unknown,
        settings=settings,
        advisory_until=until if is_early and policy.level is None else None,
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


def _settings(
    rule: Rule[Any], key: str, section: RuleSection, standard: Standard, properties: Mapping[str, Any]
) -> Any:
    try:
        rule.settings.model_validate(section.settings)
    except ValidationError as error:
        first = error.errors()[0]
        allowed = sorted({*RuleSection.model_fields, *rule.settings.model_fields})
        message = "no such key" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
        part = ("rules", key, *first["loc"])
        hint = f"{rule.id} {rule.name} takes: {', '.join(allowed)}."
        raise standard.origin.invalid(part, f"{'.'.join(map(str, part))}: {message}", hint) from None
    return rule.settings.model_validate({**section.settings, **properties})


def _sections(standard: Standard, known: tuple[Rule[Any], ...]) -> Mapping[str, tuple[str, ...]]:
    """By rule id, the key under which the standard sets it.

    Raises:
        InvalidFile: a key names no rule, or two name one.
    """
    names = {name: each.id for each in known for name in (each.id, each.name)}
    found: dict[str, tuple[str, ...]] = {}
    for key in standard.rules:
        if key not in names:
            raise _no_such_rule(standard, ("rules", key), key, names)
        if names[key] in found:
            raise standard.origin.invalid(("rules", key), f"rules.{key}: the rule is set twice, by id and by name")
        found[names[key]] = (key,)
    return found


def _no_such_rule(standard: Standard, part: tuple[int | str, ...], key: str, names: Mapping[str, str]) -> InvalidFile:
    close = get_close_matches(key, names, 1)
    meant = f"Did you mean {close[0]!r}? " if close else ""
    ids = sorted({name for name in names if name not in names.values()})
    return standard.origin.invalid(part, f"no rule {key!r}", f"{meant}There are: {', '.join(ids)}.")
