"""Which tags a resource has in effect: its own, over those that its provider puts on everything.

The table of taggable types is generated from the SDKs (`generate_taggable`). Not here: which tags it must have.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from outlay.resource import UNKNOWN, Resource, Secret, Unknown, Value


class TagShape(StrEnum):
    """How a type takes its tags."""

    MAP = "map"
    """Key to value."""
    LIST = "list"
    """A list of `key`, `value` (an auto-scaling group)."""


@dataclass(frozen=True, slots=True)
class TagProperty:
    """Where a resource type takes its tags: the property's wire name, its shape, and the block that it stands in."""

    name: str
    shape: TagShape
    block: str = ""

    @property
    def input(self) -> str:
        """The input that holds them: the block, or the property itself."""
        return self.block or self.name

    def within(self, value: Any) -> Any:
        """The tags within the value of the input; the value itself where nobody can look into it."""
        return value.get(self.name) if self.block and isinstance(value, Mapping) else value

    def around(self, value: Any, tags: Any) -> Any:
        """The value of the input with other tags in it."""
        return {**(value if isinstance(value, Mapping) else {}), self.name: tags} if self.block else tags


@dataclass(frozen=True, slots=True)
class EffectiveTags:
    """A resource's tags by key. A value may be open; with `is_open` there may be keys that nobody can see yet.

    A tag that is null is none.
    """

    tags: Mapping[str, Value]
    is_open: bool


def tag_property(type_: str) -> TagProperty | None:
    """Where a type takes its tags, None where it takes none."""
    return _table().get(type_)


def effective_tags(resource: Resource) -> EffectiveTags | None:
    """The resource's tags with those of its provider, its own first; None when its type takes none."""
    where = tag_property(resource.type)
    if where is None:
        return None
    own, of_provider = where.within(resource.inputs.get(where.input)), resource.default_tags
    is_open = isinstance(own, Unknown | Secret) or isinstance(of_provider, Unknown)
    tags: dict[str, Value] = dict(of_provider) if isinstance(of_provider, Mapping) else {}
    if isinstance(own, Unknown | Secret):
        tags = dict.fromkeys(tags, UNKNOWN)  # the keys are there, and each may be said otherwise by the resource
    elif isinstance(own, Mapping):
        tags.update(own)
    elif isinstance(own, list | tuple):
        for entry in own:
            if isinstance(entry, Mapping) and isinstance(entry.get("key"), str):
                tags[str(entry["key"])] = entry.get("value")
            else:
                is_open = True
    tags.pop("__defaults", None)
    return EffectiveTags({key: value for key, value in tags.items() if value is not None}, is_open)


def tag_text(value: Value) -> Value:
    """What a tag says as text, which both clouds make of numbers and booleans; other values as they are."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else value


@cache
def _table() -> Mapping[str, TagProperty]:
    """By type; of `labels` and `userLabels`, the latter: there `labels` configure what the resource does."""
    text = files("outlay.tagging").joinpath("taggable.csv").read_text(encoding="utf-8")
    rows = sorted(line.split(",") for line in text.splitlines()[1:])
    return {token: _property(name, shape) for token, name, shape in rows}


def _property(path: str, shape: str) -> TagProperty:
    block, _, name = path.rpartition(".")
    return TagProperty(name, TagShape(shape), block)
