"""What two engines say of one program, fact by fact, and where they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from outlay.resource import Resource
from outlay_automation import PreviewResult

Facts = Mapping[str, str]
"""What was found, by the path that leads there: `after/web/inputs/instanceType`."""

_NAME: Final = re.compile(r"(?<=-)[0-9a-f]{7}(?![0-9a-f])")
"""The digits of an autoname, which the genuine engine draws by lot."""
_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
_ABSENT: Final = "(absent)"


@dataclass(frozen=True, order=True)
class Difference:
    """A fact that is another, or missing, with one of the engines."""

    path: str
    genuine: str
    embedded: str

    def __str__(self) -> str:
        return f"{self.path}\n    genuine:  {self.genuine}\n    embedded: {self.embedded}"


def differences(genuine: Facts, embedded: Facts) -> list[Difference]:
    """Where the two differ, by path."""
    return [
        Difference(path, genuine.get(path, _ABSENT), embedded.get(path, _ABSENT))
        for path in sorted(genuine.keys() | embedded.keys())
        if genuine.get(path) != embedded.get(path)
    ]


def facts(result: PreviewResult) -> Facts:
    """Everything that a preview says: resources, steps, outputs, messages, assumptions, and the money."""
    return {path: _NAME.sub("#", text) for path, text in _facts(result)}


def _facts(result: PreviewResult) -> Iterator[tuple[str, str]]:
    preview = result.preview
    for side, snapshot in (("before", preview.before), ("after", preview.after)):
        for resource in snapshot:
            yield from _of_resource(f"{side}/{_short(resource.urn)}", resource)
    for step in preview.steps:
        for field in fields(step):
            yield f"steps/{_short(step.urn)}/{field.name}", repr(getattr(step, field.name))
    for key, value in preview.configuration.items():
        yield f"configuration/{key}", repr(value)
    yield from _counted("assumptions", (f"{each.subject}: {each.text}" for each in preview.assumptions))
    yield from _counted("violations", (f"{each.policy} of {each.urn}" for each in preview.violations))
    yield from _counted("notices", result.notices)
    yield from _counted("diagnostics", (f"{each.severity} {each.urn}: {each.message}" for each in preview.diagnostics))
    document = result.to_json()
    yield from _flat("document", {key: value for key, value in document.items() if key not in _TOLD_ALREADY})


_TOLD_ALREADY: Final = frozenset({"engine", "assumptions", "notices", "diagnostics", "violations"})


def _of_resource(path: str, resource: Resource) -> Iterator[tuple[str, str]]:
    for field in fields(resource):
        value = getattr(resource, field.name)
        if field.name == "dependencies":
            value = sorted(value)  # the genuine engine keeps sets of them
        elif field.name == "property_dependencies":
            value = {key: sorted(urns) for key, urns in value.items()}
        if isinstance(value, Mapping):
            yield f"{path}/{field.name}", f"{len(value)} values"
            yield from ((f"{path}/{field.name}/{key}", _ordered(inner)) for key, inner in value.items())
        else:
            yield f"{path}/{field.name}", repr(value)


def _ordered(value: Any) -> str:
    if isinstance(value, Mapping) and value.get(_SIGNATURE) == _ASSET:
        value = {key: inner for key, inner in value.items() if key != "text"}  # events leave it out; the hash tells
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_ordered(inner)}" for key, inner in sorted(value.items())) + "}"
    return "[" + ", ".join(map(_ordered, value)) + "]" if isinstance(value, list | tuple) else repr(value)


def _counted(path: str, texts: Any) -> Iterator[tuple[str, str]]:
    for text, count in Counter(texts).items():
        yield f"{path}/{_NAME.sub('#', text)}", f"{count} times"


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}/{key}", inner)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _flat(f"{path}/{position}", inner)
    else:
        yield path, repr(value)


def _short(urn: str) -> str:
    """A URN without what is the same in all of them."""
    return urn.split("::", 2)[-1]
