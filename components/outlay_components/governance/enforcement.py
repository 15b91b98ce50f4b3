"""The tags that have to be on every resource, as each cloud spells them, and how they join a resource's own.

Values may be late at any depth; then what can be judged now is judged now, and the rest when it resolves. Not here:
where the values come from (`statement`), and the rules that both clouds have (`outlay.tagging.spelling`).
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import pulumi
from outlay.errors import OutlayError, WrongUse
from outlay.resource import Value
from outlay.standard.model import Standard
from outlay.tagging.budget_scope import BUDGET_TAG
from outlay.tagging.effective import TagProperty, TagShape, tag_text
from outlay.tagging.ownership import Ownership, required_tag, value_fault, where_to_set
from outlay.tagging.spelling import contradiction, joined, spelled_key, spelled_value

from outlay_components.errors import ProgramError
from outlay_components.governance.late import Late, is_late, when_known

Tags = Mapping[str, Any]
"""Tags by key; a value is a text, or late."""
_KEY: Final = "key"
_VALUE: Final = "value"


def enforced_tags(package: str, ownership: Ownership, standard: Standard, scope: str, whose: str) -> Tags:
    """The tags that every resource of a cloud gets: those of its ownership, and the scope of its budget.

    Args:
        package: the provider package of the cloud.
        ownership: what is stated.
        standard: what holds.
        scope: the budget's scope.
        whose: what errors call the thing that is owned.

    Raises:
        ProgramError: the cloud takes a key or a value only otherwise than it is stated.
    """
    try:
        tags = {
            spelled_key(package, key, standard): _spelled(package, key, value, ownership, standard, whose)
            for key, value in ownership.values.items()
        }
    except OutlayError as error:
        raise ProgramError(f"{whose}: {error}") from None
    return {**tags, BUDGET_TAG: scope}


def join(where: TagProperty, package: str, given: Any, enforced: Tags, provided: Mapping[str, Value], of: str) -> Any:
    """What stands in the input that holds a resource's tags: its own tags with the enforced ones.

    Args:
        where: how the type takes its tags.
        package: the provider package.
        given: the input as the program has it, None where it has none; it may be late as a whole.
        enforced: the tags to enforce.
        provided: default tags of the resource's provider.
        of: what errors call the resource.

    Raises:
        ProgramError: a tag contradicts an enforced one, or they are too many, or the property is no such thing.
    """
    own = where.within(given)
    if is_late(given) or is_late(own):
        everything = pulumi.Output.all(given=given, enforced=dict(enforced))
        return when_known(
            everything, lambda all_, _: join(where, package, all_["given"], all_["enforced"], provided, of)
        )
    try:
        joined_by = _listed if where.shape is TagShape.LIST else _mapped
        return where.around(given, joined_by(package, own, enforced, provided, of))
    except OutlayError as error:
        raise ProgramError(str(error)) from None


def _spelled(package: str, key: str, value: Value, ownership: Ownership, standard: Standard, whose: str) -> Any:
    if isinstance(value, Late):
        check = partial(_checked, package, key, standard=standard, whose=whose)
        return when_known(value.output, lambda known, is_shown: check(known, is_shown=is_shown))
    if not isinstance(value, str):
        raise WrongUse(f"{key}: {value!r} from {ownership.origins[key]} is no text", where_to_set(key))
    return spelled_value(package, key, value, standard)


def _checked(package: str, key: str, value: Any, *, standard: Standard, whose: str, is_shown: bool) -> str:
    """A value that has resolved, as the cloud spells it."""
    text = str(int(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value
    tag = required_tag(standard.tags, key)
    fault = value_fault(tag, text, is_shown=is_shown) if tag else "" if isinstance(text, str) else "it is no text"
    if fault:
        raise WrongUse(f"{whose}: {key}: {fault}", "The value became known only now; nothing was made with it.")
    return spelled_value(package, key, text, standard, is_shown)


def _mapped(package: str, own: Any, enforced: Tags, provided: Mapping[str, Value], of: str) -> Tags:
    if own is not None and not isinstance(own, Mapping):
        raise WrongUse(f"{of}: its tags are no map of keys and texts")
    mine = {key: _text(value) for key, value in (own or {}).items() if value is not None}
    result = dict(joined(package, mine, enforced, provided, of))
    for key in mine.keys() & enforced.keys():
        if is_late(mine[key]) or is_late(enforced[key]):
            result[key] = _agreed(package, key, mine[key], enforced[key], of)
    return result


def _agreed(package: str, key: str, own: Any, enforced: Any, of: str) -> pulumi.Output[str]:
    """The enforced value, which a resource's own has to be as well; either may be late."""

    def same(both: Mapping[str, str], is_shown: bool) -> str:
        if _text(both["own"]) != both["enforced"]:
            said = str(both["own"]) if is_shown else None
            raise contradiction(package, key, both["enforced"] if is_shown else "…", said, f"{of}: its own")
        return both["enforced"]

    return when_known(pulumi.Output.all(own=own, enforced=enforced), same)


def _listed(package: str, own: Any, enforced: Tags, provided: Mapping[str, Value], of: str) -> Sequence[Any]:
    """Tags as an auto-scaling group takes them: what is enforced reaches the instances that it launches."""
    if own is not None and (isinstance(own, str) or not isinstance(own, Sequence)):
        raise WrongUse(f"{of}: its tags are no list of keys and values")
    entries = list(own or ())
    if any(is_late(entry) or is_late(entry.get(_KEY)) for entry in entries if is_late(entry) or _is_entry(entry)):
        everything = pulumi.Output.all(own=entries, enforced=dict(enforced))
        return when_known(  # type: ignore[return-value]  # a list, once it is known
            everything, lambda all_, _: _listed(package, all_["own"], all_["enforced"], provided, of)
        )
    if not all(map(_is_entry, entries)):
        raise WrongUse(f"{of}: its tags are no list of keys and values")
    mine = {entry[_KEY]: entry.get(_VALUE) for entry in entries}
    result = _mapped(package, mine, enforced, provided, of)
    kept = [{**entry, _VALUE: result[entry[_KEY]]} if entry.get(_KEY) in result else entry for entry in entries]
    added = [{_KEY: key, _VALUE: value, "propagateAtLaunch": True} for key, value in result.items() if key not in mine]
    return [*kept, *added]


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, Mapping) and _KEY in entry


def _text(value: Any) -> Any:
    """What a tag says as text, which both clouds make of numbers and booleans; a late value as it is."""
    if isinstance(value, float) and value.is_integer():  # the engine hands every number over as a float
        value = int(value)
    return value if is_late(value) else tag_text(value)
