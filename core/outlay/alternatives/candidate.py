"""What may be a cheaper form of a resource, before anything is priced; and how inputs are read and changed for it.

Reading never raises: what is open, secret or no value of its kind has no candidate. Not here: which candidates there
are (a module for machines, disks, architectures, regions) and what they cost (`outlay.alternatives.offers`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from outlay.alternatives.alternative import AlternativeKind, Path
from outlay.estimate.subject import Neighbours
from outlay.resource import Resource, Urn, Value

Values: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form that a resource could take.

    `part` says what of the resource it concerns, where there are several (`root block device`). `item` is the service
    and the item of the price book that have to exist for it: a size that a newer family lacks is not worth pricing.
    `urn` is the resource that changes, empty for the resource itself; `region` the one that it moves to, if it does.
    """

    kind: AlternativeKind
    before: str
    after: str
    changes: Mapping[Path, Value]
    condition: str = ""
    part: str = ""
    item: tuple[str, str] | None = None
    urn: Urn = ""
    region: str = ""

    @property
    def title(self) -> str:
        """The change in words."""
        return f"{self.after} instead of {self.before}{f' ({self.part})' if self.part else ''}"

    @property
    def place(self) -> tuple[AlternativeKind, str, Urn]:
        """What only one alternative can take: of those in one place the best is offered."""
        return self.kind, self.part, self.urn


Finder: TypeAlias = Callable[[Resource, Neighbours], Iterator[Candidate]]
"""Finds the candidates of a resource type. It looks at inputs and tables only, so that most resources cost nothing."""


def text_in(values: Values, key: str, default: str = "") -> str | None:
    """The property as text, `default` where it is absent, None where it is open, secret or no text."""
    value = values.get(key)
    if value is None or value == "":
        return default
    return value if isinstance(value, str) else None


def block_in(values: Values, key: str) -> tuple[Path, Values] | None:
    """The nested mapping, or the one of a list, with its path: empty where it is absent, None where it is open."""
    value = values.get(key)
    if value is None:
        return (key,), {}
    if isinstance(value, Mapping):
        return (key,), value
    if isinstance(value, list | tuple) and len(value) == 1 and isinstance(value[0], Mapping):
        return (key, 0), value[0]
    return ((key,), {}) if isinstance(value, list | tuple) and not value else None


def blocks_in(values: Values, key: str) -> Iterator[tuple[Path, Values]]:
    """The nested mappings of a list with their paths; those that are open are left out."""
    value = values.get(key)
    if isinstance(value, Mapping):
        yield (key,), value
    elif isinstance(value, list | tuple):
        for index, element in enumerate(value):
            if isinstance(element, Mapping):
                yield (key, index), element


def is_set(values: Values, key: str) -> bool:
    """Whether the property is there at all, open or not."""
    value = values.get(key)
    return value is not None and not (isinstance(value, str | list | tuple | Mapping) and not value)


def with_changes(inputs: Values, changes: Mapping[Path, Value]) -> dict[str, Value]:
    """The inputs with these values in their places; a mapping that a path leads through is made where there is none."""
    changed = dict(inputs)
    for (key, *rest), value in changes.items():
        changed[str(key)] = _with(changed.get(str(key)), tuple(rest), value)
    return changed


def _with(inside: Value, path: Path, value: Value) -> Value:
    if not path:
        return value
    key, *rest = path
    if isinstance(key, int):
        elements: Sequence[Value] = inside if isinstance(inside, list | tuple) else ()
        return [_with(each, tuple(rest), value) if index == key else each for index, each in enumerate(elements)]
    known = dict(inside) if isinstance(inside, Mapping) else {}
    known[key] = _with(known.get(key), tuple(rest), value)
    return known
