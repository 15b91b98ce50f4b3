"""Paths to properties as the options `ignoreChanges` and `replaceOnChanges` write them: `root.a[0]["b"].*`.

Pure. Source: Pulumi's documentation of property paths, and what the genuine engine makes of them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from outlay_automation.engine.offline.values import Properties, is_marked, is_secret, secret

Path: TypeAlias = tuple[str | int, ...]
"""The keys and list positions that lead to a property; `*` stands for any of them."""

_ANY: Final = "*"
_PART: Final = re.compile(r"""\.?([^.\[]+)|\.?\[(\d+)\]|\.?\["((?:[^"\\]|\\"|\\)*)"\]|\.?\[(\*)\]""")
_ABSENT: Final = object()


def parsed(text: str) -> Path:
    """The path of a text; empty where the text is no path."""
    parts: list[str | int] = []
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None or (position == 0 and text.startswith(".")):
            return ()
        plain, index, quoted, any_ = match.groups()
        if index is not None:
            parts.append(int(index))
        else:
            parts.append(plain or any_ or (quoted or "").replace('\\"', '"'))
        position = match.end()
    return tuple(parts)


def matches(changed: str, patterns: Iterable[str]) -> bool:
    """Whether a changed path lies at or below one of the patterns."""
    path = parsed(changed)
    return any(_contains(wanted, path) for wanted in map(parsed, patterns) if wanted)


def _contains(wanted: Path, path: Path) -> bool:
    return len(wanted) <= len(path) and all(one in (_ANY, other) for one, other in zip(wanted, path, strict=False))


@dataclass(frozen=True, slots=True)
class Ignored:
    """Inputs after changes were ignored.

    `impossible` are the paths that could not be ignored, or not everywhere: a list keeps its length, and what has to be
    there on both sides is not made up.
    """

    inputs: Properties
    impossible: tuple[str, ...] = ()


def with_ignored(new: Properties, old: Mapping[str, object], ignored: Iterable[str]) -> Ignored:
    """The new inputs with what lies at the ignored paths as it was: with the old value, or without any."""
    reset = _Reset()
    impossible = []
    kept: Any = new
    for text in ignored:
        if path := parsed(text):
            reset.failed = False
            kept = reset.at(dict(old), kept, path)
            impossible += [text] if reset.failed else []
    return Ignored(kept, tuple(impossible))


@dataclass(slots=True)
class _Reset:
    """Sets values back to the old ones; `failed` once that was not possible."""

    failed: bool = False
    _hidden: tuple[bool, bool] = field(default=(False, False))
    """Whether the old and the new value lie within a secret."""

    def at(self, old: Any, new: Any, path: Path) -> Any:
        """The new value with what lies at the path as it is in the old one."""
        if is_secret(old) or is_secret(new):
            return self._within_secret(old, new, path)
        match path[0]:
            case "*":
                return self._everywhere(old, new, path[1:])
            case int(position):
                return self._in_list(old, new, position, path[1:])
            case key:
                return self._in_object(old, new, str(key), path[1:])

    def _within_secret(self, old: Any, new: Any, path: Path) -> Any:
        before = self._hidden
        self._hidden = (before[0] or is_secret(old), before[1] or is_secret(new))
        found = self.at(old["value"] if is_secret(old) else old, new["value"] if is_secret(new) else new, path)
        self._hidden = before
        return secret(found) if is_secret(new) else found

    def _everywhere(self, old: Any, new: Any, rest: Path) -> Any:
        if _is_object(new) and (_is_object(old) or not rest):
            return self._every_key(old, new, rest)
        if isinstance(new, list) and (isinstance(old, list) or not rest):
            return self._every_position(old, new, rest)
        return self._not_possible(new)

    def _every_key(self, old: Any, new: Any, rest: Path) -> Any:
        if not rest:
            return {key: self._taken(value) for key, value in old.items()} if _is_object(old) else new
        if not old.keys() <= new.keys():
            return self._not_possible(new)
        return {key: self.at(old[key], value, rest) if key in old else value for key, value in new.items()}

    def _every_position(self, old: Any, new: Any, rest: Path) -> Any:
        if not isinstance(old, list):
            return new
        if len(old) != len(new):
            self.failed = True
        pairs = list(zip(old, new, strict=False))
        kept = [self.at(before, after, rest) if rest else self._taken(before) for before, after in pairs]
        return kept + new[len(kept) :]

    def _in_list(self, old: Any, new: Any, position: int, rest: Path) -> Any:
        inside = [isinstance(each, list) and position < len(each) for each in (old, new)]
        if all(inside):
            item = self.at(old[position], new[position], rest) if rest else self._taken(old[position])
            return [*new[:position], item, *new[position + 1 :]]
        lists = [isinstance(each, list) for each in (old, new)]
        both_end_before = all(lists) and not any(inside) and not rest
        return new if not any(lists) or both_end_before else self._not_possible(new)

    def _in_object(self, old: Any, new: Any, key: str, rest: Path) -> Any:
        was = old.get(key, _ABSENT) if _is_object(old) else _ABSENT
        if rest:
            return self._below_key(old, new, key, rest)
        if not _is_object(new):
            return new if was is _ABSENT else self._not_possible(new)
        if was is _ABSENT:
            return {name: value for name, value in new.items() if name != key}
        return {**new, key: self._taken(was)}

    def _below_key(self, old: Any, new: Any, key: str, rest: Path) -> Any:
        objects = [_is_object(each) for each in (old, new)]
        if not all(objects):
            return self._not_possible(new) if any(objects) else new
        if key not in new:
            return self._not_possible(new) if key in old else new
        return {**new, key: self.at(old.get(key), new[key], rest)}

    def _taken(self, value: Any) -> Any:
        """An old value at its new place, where it stays as secret as it was."""
        was_hidden, is_hidden = self._hidden
        return secret(value) if was_hidden and not is_hidden else value

    def _not_possible(self, new: Any) -> Any:
        self.failed = True
        return new


def _is_object(value: object) -> bool:
    return isinstance(value, dict) and not is_marked(value)
