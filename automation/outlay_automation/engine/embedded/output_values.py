"""Property values as transforms of a program see them: open and secret ones as output values, with what they rest on.

The engine's own form has a sentinel for an open value and a wrapping for a secret one; a transform gets both as an
output, and gives outputs back. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from outlay.resource import Urn

from outlay_automation.engine.offline.values import (
    SIGNATURE,
    UNKNOWN,
    Properties,
    is_secret,
    is_unknown,
    secret,
)

_OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
"""The signature of an output value on the wire."""


def with_outputs(properties: Properties) -> Properties:
    """The properties for a transform: what is open or secret as an output."""
    return {key: _to_output(value) for key, value in properties.items()}


def with_dependencies(properties: Properties, dependencies: Mapping[str, Iterable[Urn]]) -> Properties:
    """The properties for a resource's own transform: whatever rests on a resource is an output, with that resource."""
    return {key: _resting_on(value, set(dependencies.get(key, ()))) for key, value in properties.items()}


def without_outputs(properties: Properties) -> Properties:
    """The properties as the engine has them."""
    return {key: _from_output(value) for key, value in properties.items()}


def dependencies_in(value: object) -> Iterator[Urn]:
    """The resources that the outputs in a value rest on."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == _OUTPUT:
            yield from value.get("dependencies") or ()
        for inner in value.values():
            yield from dependencies_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from dependencies_in(inner)


def _to_output(value: Any) -> object:
    if is_unknown(value):
        return {SIGNATURE: _OUTPUT}
    if is_secret(value):
        return {**_known(_to_output(value["value"])), "secret": True}
    if isinstance(value, dict) and value.get(SIGNATURE) != _OUTPUT:
        return {key: _to_output(inner) for key, inner in value.items()}
    return [_to_output(inner) for inner in value] if isinstance(value, list) else value


def _resting_on(value: Any, dependencies: set[Urn]) -> object:
    if dependencies <= set(dependencies_in(value)):
        return value
    output: dict[str, Any] = _known(value)
    own = {*(output.get("dependencies") or ()), *dependencies}
    return {**output, "dependencies": sorted(own)}


def _known(value: Any) -> Properties:
    """The value as an output, if it is none."""
    if isinstance(value, dict) and value.get(SIGNATURE) == _OUTPUT:
        return value
    return {SIGNATURE: _OUTPUT, "value": value}


def _from_output(value: Any) -> object:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == _OUTPUT:
            inner = _from_output(value["value"]) if "value" in value else UNKNOWN
            return secret(inner) if value.get("secret") and not is_secret(inner) else inner
        return {key: _from_output(inner) for key, inner in value.items()}
    return [_from_output(inner) for inner in value] if isinstance(value, list) else value
