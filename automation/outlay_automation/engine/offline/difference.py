"""What changed between the old and the new inputs of a resource, and which changes make a new resource.

A pure function over property bags. Which properties force a replacement is data (`tables`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from outlay_automation.engine.offline.tables import ResourceTable
from outlay_automation.engine.offline.values import is_asset, is_marked, is_unknown, revealed
from outlay_automation.engine.placeholder import PLACEHOLDER

DEFAULTS_KEY = "__defaults"
_PLAIN_KEY = re.compile(r"[A-Za-z_$][\w$]*\Z")
_EVERYTHING = "*"


class Kind(Enum):
    """What happened to a property."""

    ADD = "add"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Change:
    """One changed property: its path in Pulumi's notation, and whether the change makes a new resource."""

    path: str
    top: str
    kind: Kind
    replaces: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed of a resource, and whether its replacement can only be made once the old one is gone."""

    changes: list[Change]
    delete_first: bool

    @property
    def replaces(self) -> bool:
        """Whether any change makes a new resource."""
        return any(change.replaces for change in self.changes)


def difference(
    table: ResourceTable,
    old: Mapping[str, object],
    old_outputs: Mapping[str, object],
    new: Mapping[str, object],
) -> Difference:
    """The difference of a resource's old inputs and outputs from its new inputs, both checked."""
    if not old and table.known:
        # Just imported: nobody here knows how it is configured, so only what its outputs tell can differ.
        old = {name: old_outputs.get(name, value) for name, value in new.items()}
    found = changes(old, new, table.replacing, old_outputs)
    name = table.autoname
    # Two resources cannot have one name at a time: a given name that stays must first become free.
    listed = new.get(DEFAULTS_KEY)
    given = name is not None and not (isinstance(listed, list) and name in listed)
    taken = given and name is not None and new.get(name) is not None and new.get(name) == old.get(name)
    return Difference(found, delete_first=taken and any(change.replaces for change in found))


def changes(
    old: Mapping[str, object],
    new: Mapping[str, object],
    replacing: frozenset[str],
    old_outputs: Mapping[str, object] | None = None,
) -> list[Change]:
    """The changes from the old to the new inputs, sorted by path.

    `replacing` holds paths without list positions (`bootDisk.initializeParams.image`), or `*` for all of them; what
    lies below such a path replaces too. A property that appears with the value the resource already had among its
    `old_outputs` is no change: the program now says what the cloud had chosen.
    """
    outputs = old_outputs or {}
    found: list[Change] = []
    for key in sorted(old.keys() | new.keys()):
        if key == DEFAULTS_KEY:
            continue
        before, after = old.get(key), new.get(key)
        if _empty(before) and key in outputs and same(outputs[key], after):
            continue
        for path, plain, kind in _walk(_step("", key), key, before, after):
            found.append(Change(path, key, kind, _replaces(plain, replacing)))
    return sorted(found, key=lambda change: change.path)


def same(old: object, new: object) -> bool:
    """Whether two values mean the same to a provider, which types its properties."""
    return next(_walk("", "", old, new), None) is None


def _walk(path: str, plain: str, old: object, new: object) -> Iterator[tuple[str, str, Kind]]:
    old, new = revealed(old), revealed(new)
    # nobody knows what the placeholder stands for, so nobody can say that it changes
    if old in (new, PLACEHOLDER) or (_empty(old) and _empty(new)):
        return
    if isinstance(old, dict) and isinstance(new, dict) and not is_marked(old) and not is_marked(new):
        for key in sorted(old.keys() | new.keys()):
            if key != DEFAULTS_KEY:
                yield from _walk(_step(path, key), f"{plain}.{key}", old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            before = old[index] if index < len(old) else None
            after = new[index] if index < len(new) else None
            yield from _walk(f"{path}[{index}]", plain, before, after)
    elif _empty(old):
        yield path, plain, Kind.ADD
    elif _empty(new):
        yield path, plain, Kind.DELETE
    elif not _equivalent(old, new):
        yield path, plain, Kind.UPDATE


def _empty(value: object) -> bool:
    """Nothing to a provider: a property left out, or an empty text, list or mapping."""
    if value is None or value == "" or value == []:
        return True
    return isinstance(value, dict) and not value.keys() - {DEFAULTS_KEY}


def _equivalent(old: object, new: object) -> bool:
    """Equal once typed: "256" and 256, "true" and true, two spellings of one JSON document, one asset moved."""
    if is_asset(old) and is_asset(new):
        assert isinstance(old, dict)
        assert isinstance(new, dict)
        return bool(old.get("hash")) and old.get("hash") == new.get("hash")
    if isinstance(old, dict | list) or isinstance(new, dict | list) or is_unknown(old) or is_unknown(new):
        return False
    before, after = _scalar(old), _scalar(new)
    if before == after:
        return True
    if before[:1] in ("{", "[") and after[:1] == before[:1]:
        try:
            return bool(json.loads(before) == json.loads(after))
        except ValueError:
            return False
    return False


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _step(path: str, key: str) -> str:
    if _PLAIN_KEY.match(key):
        return f"{path}.{key}" if path else key
    return f"{path}[{json.dumps(key, ensure_ascii=False)}]"


def _replaces(plain: str, replacing: frozenset[str]) -> bool:
    if _EVERYTHING in replacing:
        return True
    while plain:
        if plain in replacing:
            return True
        plain = plain.rpartition(".")[0]
    return False
