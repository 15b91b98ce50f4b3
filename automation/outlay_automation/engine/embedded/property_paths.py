"""Paths to properties as the options `ignoreChanges` and `replaceOnChanges` write them: `root.a[0]["b"].*`.

Pure. Source: Pulumi's documentation of property paths.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from outlay_automation.engine.offline.values import Properties, is_marked, is_secret, revealed, secret

Path: TypeAlias = tuple[str | int, ...]
"""The keys and list positions that lead to a property; `*` stands for any of them."""

_ANY: Final = "*"
_PART: Final = re.compile(r"""\.?([^.\[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\[(\*)\]""")
_ABSENT: Final = object()


def parsed(text: str) -> Path:
    """The path of a text; empty where the text is no path."""
    parts: list[str | int] = []
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            return ()
        plain, index, quoted, any_ = match.groups()
        if index is not None:
            parts.append(int(index))
        else:
            parts.append(plain or any_ or re.sub(r"\\(.)", r"\1", quoted or ""))
        position = match.end()
    return tuple(parts)


def with_ignored(new: Properties, old: Mapping[str, object], ignored: Iterable[str]) -> Properties:
    """The new inputs with those at the ignored paths as they were: with the old value, or without any."""
    kept: object = new
    for text in ignored:
        if path := parsed(text):
            kept = _restored(kept, old, path)
    return kept if isinstance(kept, dict) else new


def matches(changed: str, patterns: Iterable[str]) -> bool:
    """Whether a changed path lies at or below one of the patterns, or above it."""
    path = parsed(changed)
    return any(
        all(_ANY in (left, right) or left == right for left, right in zip(path, wanted, strict=False))
        for wanted in map(parsed, patterns)
        if wanted
    )


def _restored(new: object, old: object, path: Path) -> object:
    """The new value with what lies at the path as it is in the old one; what neither has stays away."""
    if is_secret(new):
        return secret(_restored(revealed(new), old, path))
    old = revealed(old)
    first, rest = path[0], path[1:]
    if first == _ANY:
        for key in _keys(new, old):
            new = _restored(new, old, (key, *rest))
        return new
    was = _item(old, first)
    if rest:
        inner = _item(new, first)
        if inner is _ABSENT and was is _ABSENT:
            return new
        if inner is _ABSENT:
            inner = [] if isinstance(revealed(was), list) else {}
        return _with_item(new, first, _restored(inner, was, rest))
    return _with_item(new, first, was)


def _keys(*values: object) -> list[str | int]:
    found: dict[str | int, None] = {}
    for value in map(revealed, values):
        if isinstance(value, dict) and not is_marked(value):
            found |= dict.fromkeys(value)
        elif isinstance(value, list):
            found |= dict.fromkeys(range(len(value)))
    return list(found)


def _item(value: object, key: str | int) -> object:
    value = revealed(value)
    if isinstance(value, dict) and not is_marked(value):
        return value.get(str(key), _ABSENT)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return _ABSENT


def _with_item(value: object, key: str | int, item: object) -> object:
    if isinstance(value, dict) and not is_marked(value):
        rest = {name: one for name, one in value.items() if name != str(key)}
        return rest if item is _ABSENT else {**rest, str(key): item}
    if isinstance(value, list) and isinstance(key, int) and item is not _ABSENT and key <= len(value):
        return [*value[:key], item, *value[key + 1 :]]
    return value
