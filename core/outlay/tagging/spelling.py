"""How each cloud spells the organisation's tags, what it takes at most, and how they join what a resource has already.

Sources of the limits: AWS "Tag naming limits and requirements", Google Cloud "Requirements for labels" (2026). Not
here: which values there are (`outlay.tagging.ownership`), and where a type takes its tags (`outlay.tagging.effective`).
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from outlay.errors import WrongUse
from outlay.resource import Value
from outlay.standard.model import Standard
from outlay.standard.tags import RequiredTag
from outlay.tagging.ownership import Ownership, folded, required_tag, value_fault

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TagRules:
    """What a cloud takes: how many tags a resource, and which keys and values. `name` is what it calls one."""

    name: str
    most: int
    key: re.Pattern[str]
    value: re.Pattern[str]
    is_lower_case: bool
    says: str


_RULES: Final = {
    "aws": TagRules(
        name="tag",
        most=50,
        key=re.compile(r"(?!(?i:aws:))[\w +\-=.:/@]{1,128}"),
        value=re.compile(r"[\w +\-=.:/@]{0,256}"),
        is_lower_case=False,
        says="letters, digits, spaces and + - = . _ : / @, keys of up to 128 and values of up to 256 characters, "
        "no key that begins with aws:",
    ),
    "gcp": TagRules(
        name="label",
        most=64,
        key=re.compile(r"[a-z][a-z0-9_-]{0,62}"),
        value=re.compile(r"[a-z0-9_-]{0,63}"),
        is_lower_case=True,
        says="lower-case letters, digits, _ and -, up to 63 characters, keys beginning with a letter",
    ),
}
TAGGED_PACKAGES: Final = tuple(_RULES)
"""The provider packages whose resources are tagged."""


def spelled_key(package: str, key: str, standard: Standard) -> str:
    """A logical key as a cloud spells it.

    Raises:
        WrongUse: the cloud takes no such key, and the standard has no other for it.
    """
    rules, tag = _RULES[package], required_tag(standard.tags, key)
    spelled = tag.spelling(package) if tag else key.lower() if rules.is_lower_case else key
    if not rules.key.fullmatch(spelled):
        raise WrongUse(
            f"{package} takes no {rules.name} called {spelled!r}: {rules.says}",
            f"Spell it for {package} under tags.required in {standard.origin.path}: {{key: {key}, {package}: …}}.",
        )
    return spelled


def spelled_value(package: str, key: str, value: str, standard: Standard, is_shown: bool = True) -> str:
    """The value of a logical key as a cloud takes it.

    On Google Cloud that is the standard's own spelling of it (`gcp_values`), else the value in lower case. Any other
    change would lose something, and so would lower case where two allowed values differ by nothing else.

    Args:
        package: the provider package.
        key: the logical key.
        value: what it says.
        standard: the organisation's standard.
        is_shown: whether an error may name the value; not when it is a secret.

    Raises:
        WrongUse: the cloud takes no such value, and the standard has no other for it.
    """
    rules, tag = _RULES[package], required_tag(standard.tags, key)
    if package == "gcp" and tag is not None and value in tag.gcp_values:
        spelled = tag.gcp_values[value]
    else:
        spelled = value.lower() if rules.is_lower_case else value
        if tag is not None and Counter(each.lower() for each in tag.values)[spelled] > 1 and spelled != value:
            alike = ", ".join(each for each in tag.values if each.lower() == spelled)
            raise WrongUse(f"the values {alike} of {key} are one on {package}", _map_it(tag, key, value, standard))
    if not rules.value.fullmatch(spelled):
        which = repr(spelled) if is_shown else "a value"
        hint = _map_it(tag, key, value if is_shown else "VALUE", standard)
        raise WrongUse(
            f"{package} takes no {rules.name} {key} with {which}: {rules.says}", hint if package == "gcp" else ""
        )
    return spelled


def spelled(package: str, ownership: Ownership, standard: Standard) -> Mapping[str, Value]:
    """Ownership as the tags of a cloud, in their order; open values stay open.

    Raises:
        WrongUse: the cloud takes a key or a value only otherwise than it is stated.
    """
    return {
        spelled_key(package, key, standard): spelled_value(package, key, value, standard)
        if isinstance(value, str)
        else value
        for key, value in ownership.values.items()
    }


def spelled_fault(package: str, tag: RequiredTag, value: Value) -> str:
    """Why a value may not stand on a resource of a cloud, in a clause; empty where it may. An open value may.

    On Google Cloud a value stands there as that cloud spells it, so case counts for nothing.
    """
    if package != "gcp" or not isinstance(value, str):
        return value_fault(tag, value)
    meant = {tag.gcp_values.get(each, each.lower()): each for each in tag.values}
    meant.update({written: each for each, written in tag.gcp_values.items()})
    if value in meant or (not tag.values and tag.pattern and re.fullmatch(tag.pattern, value, re.IGNORECASE)):
        return ""
    return value_fault(tag, value)


def joined(
    package: str,
    own: Mapping[str, T],
    enforced: Mapping[str, T],
    provided: Mapping[str, T],
    of: str,
) -> Mapping[str, T]:
    """The tags that a resource gets: its own, and those enforced that its provider does not put there already.

    A shared key takes the enforced value. Values that are no text are open: of them only the keys are judged, and
    whoever has the value compares it when it resolves.

    Args:
        package: the provider package.
        own: what the program gives the resource.
        enforced: what it has to have, spelled for the cloud.
        provided: the default tags of its provider.
        of: what the resource is called in errors.

    Raises:
        WrongUse: a tag contradicts an enforced one, or is the same key in another spelling, or they are too many.
    """
    name, most = _RULES[package].name, _RULES[package].most
    result = dict(own)
    for key, value in enforced.items():
        for whose, tags in (("its own", own), ("its provider's default", provided)):
            twin = _twin(key, tags)
            if twin is not None and twin != key:
                raise WrongUse(
                    f"{of}: {whose} {name} {twin} and the enforced {key} are one key in two spellings",
                    f"Take {twin} away, or spell the key so under tags.required.",
                )
            if twin is not None and isinstance(value, str) and isinstance(tags[twin], str) and tags[twin] != value:
                raise contradiction(package, key, value, str(tags[twin]), f"{of}: {whose}")
        if key in own or provided.get(key) != value:
            result[key] = value
    total = len({*provided, *result})
    if total > most:
        raise WrongUse(
            f"{of}: it would have {total} {name}s, and {package} takes {most}",
            f"Take away {total - most} of its own; {', '.join(enforced)} are enforced.",
        )
    return result


def contradiction(package: str, key: str, enforced: str, other: str | None, whose: str) -> WrongUse:
    """The error that a tag says otherwise than the enforced one; `other` is None where nobody may see what it says."""
    name = _RULES[package].name
    said = repr(other) if other is not None else "something else"
    return WrongUse(
        f"{whose} {name} {key} says {said}, and {enforced!r} is enforced",
        f"Take the {name} away, or state the right {key} where ownership is stated.",
    )


def _twin(key: str, tags: Mapping[str, object]) -> str | None:
    """The key among tags that means the same, in the same spelling where it is there."""
    if key in tags:
        return key
    wanted = folded(key)
    return next((each for each in tags if folded(each) == wanted), None)


def _map_it(tag: RequiredTag | None, key: str, value: str, standard: Standard) -> str:
    if tag is None:
        return f"State another {key}."
    return f"Map it under tags.required in {standard.origin.path}: {{key: {tag.key}, gcp_values: {{{value!r}: …}}}}."
