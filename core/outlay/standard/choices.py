"""The section `choices`: the values that a property can have while it is open until deployment.

An estimate is then a range over them. Not here: how such a range is worked out (`outlay.estimate.choices`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from outlay.estimate.choices import MOST_VARIANTS
from outlay.resource import Resource, Snapshot, Unknown, Value
from outlay.standard.section import exact

Choice = Annotated[
    str | bool | int | Decimal, BeforeValidator(lambda value: value if isinstance(value, bool) else exact(value))
]


def _apart(values: tuple[Choice, ...]) -> tuple[Choice, ...]:
    if len(set(map(repr, values))) < len(values):
        raise ValueError("each choice stands once")
    return values


Choices = Annotated[tuple[Choice, ...], Field(min_length=1, max_length=MOST_VARIANTS), AfterValidator(_apart)]


ChoicesByPattern: TypeAlias = Mapping[str, Mapping[str, tuple[Choice, ...]]]
"""By URN or glob and by property (`settings.tier`), the values that it can have; the first is the expected one."""


def with_choices(snapshot: Snapshot, choices: ChoicesByPattern) -> Snapshot:
    """The snapshot, whose open values know the choices that are stated for them."""
    if not choices:
        return snapshot
    found = {urn: resource_with_choices(each, choices) for urn, each in snapshot.resources.items()}
    return Snapshot(found, snapshot.project, snapshot.stack)


def resource_with_choices(resource: Resource, choices: ChoicesByPattern) -> Resource:
    """The resource, whose open values know the choices that are stated for them; of two patterns the later one's.

    What is known, secret, or has choices already stays as it is.
    """
    inputs = resource.inputs
    for path, values in _stated(resource.urn, choices).items():
        inputs = _chosen_in(inputs, path.split("."), Unknown(values))
    return resource if inputs is resource.inputs else replace(resource, inputs=inputs)


def _stated(urn: str, choices: ChoicesByPattern) -> Mapping[str, tuple[Choice, ...]]:
    return dict(_matching(urn, choices))


def _matching(urn: str, choices: ChoicesByPattern) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    for pattern, section in choices.items():
        if fnmatchcase(urn, pattern):
            yield from section.items()
    if urn in choices:
        yield from choices[urn].items()


def _chosen_in(values: Mapping[str, Value], path: list[str], open_: Unknown) -> Mapping[str, Value]:
    key, *inner = path
    value = values.get(key)
    changed = _chosen(value, inner, open_)
    return values if changed is value else {**values, key: changed}


def _chosen(value: Value, path: list[str], open_: Unknown) -> Value:
    if not path:
        return open_ if isinstance(value, Unknown) and not value.choices else value
    if isinstance(value, Mapping):
        return _chosen_in(value, path, open_)
    if isinstance(value, list | tuple):  # of a list, the property of each element
        changed = [_chosen(each, path, open_) for each in value]
        return value if all(new is old for new, old in zip(changed, value, strict=True)) else changed
    return value
