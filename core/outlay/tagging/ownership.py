"""Who owns and pays for what: the values of the organisation's tags, where each comes from, and whether they hold.

Keys are compared without case and separators, so that `cost_centre`, `cost-centre` and `CostCentre` are one. Not here:
how a cloud spells them (`outlay.tagging.spelling`), and how a program states them (`outlay_components`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from outlay.errors import WrongUse
from outlay.resource import Secret, Unknown, Value
from outlay.standard.environments import ENVIRONMENT_KEY
from outlay.standard.model import Standard
from outlay.standard.tags import RequiredTag, Tags

OWNER: Final = "owner"
COST_CENTRE: Final = "cost-centre"
ENVIRONMENT: Final = "environment"
APPLICATION: Final = "application"
KNOWN_KEYS: Final = (OWNER, COST_CENTRE, ENVIRONMENT, APPLICATION)
"""The keys that can be stated whether or not a standard requires them."""
CONFIG_NAMESPACE: Final = ENVIRONMENT_KEY.partition(":")[0]
"""Where a stack's configuration states ownership: `outlay:owner`."""
_MOST_SHOWN: Final = 20
_NEAR: Final = 0.5
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source states: values by key, as it is written there.

    `origin` says where in words; a `{key}` in it stands for the key as it is written there (`config outlay:{key}`).
    """

    origin: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Ownership:
    """Values by logical key (`owner`, `cost-centre`, `environment`, `application`, what else the standard requires).

    A value may be open until deployment. `origins` says where each was stated (`config outlay:owner`).
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A required tag that is missing or says what it may not.

    `message` is a clause without its subject, the `key`; it says what is allowed. `required_at` is the line of the
    standard that requires it.
    """

    key: str
    message: str
    required_at: str

    def __str__(self) -> str:
        return f"{self.key}: {self.message} (required by {self.required_at})"


def folded(key: str) -> str:
    """A key without what its spellings differ in: case, separators, and the spelling of `center`."""
    return _SEPARATORS.sub("", key.lower()).replace("center", "centre")


def required_tag(tags: Tags, key: str) -> RequiredTag | None:
    """The required tag that a key means, in whichever of its spellings; None where it means none."""
    wanted = folded(key)
    return next((tag for tag in tags.required if wanted in _spellings(tag)), None)


def logical_key(tags: Tags, key: str) -> str:
    """The key as the standard names it, else as `KNOWN_KEYS` does, else as it is written."""
    tag = required_tag(tags, key)
    if tag is not None:
        return tag.key
    return next((known for known in KNOWN_KEYS if folded(known) == folded(key)), key)


def resolve(tags: Tags, sources: Iterable[Stated]) -> Ownership:
    """The ownership that ordered sources state: of each key the first source that has it counts.

    Args:
        tags: what the standard requires; it names the keys.
        sources: the most specific first. None and blank texts state nothing.

    Raises:
        WrongUse: one source states a key in two spellings, with two values.
    """
    values: dict[str, Value] = {}
    origins: dict[str, str] = {}
    for source in sources:
        for key, (written, value) in _by_logical_key(tags, source).items():
            if key not in values:
                values[key], origins[key] = value, _origin(source, written)
    return Ownership(values, origins)


def from_config(config: Mapping[str, Value], tags: Tags) -> Stated:
    """What a stack's configuration states: keys `outlay:KEY` of those that are known or required.

    Args:
        config: the configuration by full key (`outlay:owner`, `aws:region`).
        tags: what the standard requires.
    """
    wanted = {*map(folded, KNOWN_KEYS)}.union(*map(_spellings, tags.required))
    found = {
        key: value
        for full, value in config.items()
        for namespace, _, key in [full.partition(":")]
        if namespace == CONFIG_NAMESPACE and folded(key) in wanted
    }
    return Stated(f"config {CONFIG_NAMESPACE}:{{key}}", found)


def environment_by(standard: Standard, project: str, stack: str) -> Stated:
    """The environment that the standard's list or the stack's own name says, where a tag is required for it."""
    if required_tag(standard.tags, ENVIRONMENT) is None:
        return Stated("", {})
    environment = standard.environment(project, stack)
    is_listed = environment in standard.environments
    origin = (
        f"environments in {standard.origin.where('environments', environment)}" if is_listed else "the stack's name"
    )
    return Stated(origin, {ENVIRONMENT: environment})


def of_stack(standard: Standard, project: str, stack: str, config: Mapping[str, Value]) -> Ownership:
    """The ownership that a stack states by itself, without its program: by configuration, and its environment.

    Raises:
        WrongUse: as `resolve`.
    """
    return resolve(standard.tags, (from_config(config, standard.tags), environment_by(standard, project, stack)))


def faults(ownership: Ownership, standard: Standard) -> Iterator[Fault]:
    """Each required tag that is missing or has a value that is not allowed; an open value passes until it resolves."""
    for index, tag in enumerate(standard.tags.required):
        if tag.key in ownership.values:
            wrong = value_fault(tag, ownership.values[tag.key], ownership.origins.get(tag.key, ""))
        else:
            wrong = f"missing; {_allowed(tag)}"
        if wrong:
            yield Fault(tag.key, wrong, standard.origin.where("tags", "required", index))


def value_fault(tag: RequiredTag, value: Value, origin: str = "", is_shown: bool = True) -> str:
    """Why a required tag may not have a value, in a clause; empty where it may. An open value may.

    Args:
        tag: the required tag.
        value: the value before any spelling for a cloud.
        origin: where it is stated, for the clause.
        is_shown: whether the clause may name the value; not when it is a secret.
    """
    if isinstance(value, Unknown | Secret):
        return ""
    quoted = (repr(value) if is_shown else "its value") + (f" from {origin}" if origin else "")
    if not isinstance(value, str):
        return f"{quoted} is no text"
    if not value.strip():
        return f"{quoted} is blank; {_allowed(tag)}"
    if tag.values and value not in tag.values:
        return f"{quoted} is not allowed; {_meant(tag, value) if is_shown else ''}{_allowed(tag)}"
    if tag.pattern and not re.fullmatch(tag.pattern, value):
        return f"{quoted} is not allowed; {_allowed(tag)}"
    return ""


def where_to_set(key: str) -> str:
    """The places in which a person can state a key."""
    argument = key.replace("-", "_") if key in KNOWN_KEYS else "tags"
    governed = f"{argument}=…" if key in KNOWN_KEYS else f"tags={{{key!r}: …}}"
    configured = f"pulumi config set {CONFIG_NAMESPACE}:{key} VALUE"
    return f"{configured}, govern({governed}) or the component's argument {argument}"


def _by_logical_key(tags: Tags, source: Stated) -> Mapping[str, tuple[str, Value]]:
    """What a source states, by logical key, each with the key as it is written there."""
    found: dict[str, tuple[str, Value]] = {}
    for written, raw in source.values.items():
        value = _text(raw)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        key = logical_key(tags, written)
        other, there = found.setdefault(key, (written, value))
        if there != value:
            raise WrongUse(
                f"{_origin(source, other)} and {_origin(source, written)} are one key with two values",
                f"Keep one of them, as {key}.",
            )
    return found


def _allowed(tag: RequiredTag) -> str:
    if tag.values:
        more = f" and {len(tag.values) - _MOST_SHOWN} more" if len(tag.values) > _MOST_SHOWN else ""
        return f"allowed: {', '.join(tag.values[:_MOST_SHOWN])}{more}"
    return f"allowed: what matches {tag.pattern}" if tag.pattern else "allowed: any text"


def _meant(tag: RequiredTag, value: str) -> str:
    """What was probably meant; empty where nothing is near."""
    lower = {each.lower(): each for each in tag.values}
    close = get_close_matches(value.lower(), lower, 1, _NEAR)
    return f"did you mean {lower[close[0]]!r}? " if close else ""


def _spellings(tag: RequiredTag) -> set[str]:
    return {folded(spelling) for spelling in (tag.key, tag.aws, tag.gcp) if spelling}


def _origin(source: Stated, key: str) -> str:
    return source.origin.replace("{key}", key)


def _text(value: Value) -> Value:
    """Cost centres are often written as numbers: 4100 is the text "4100"."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
