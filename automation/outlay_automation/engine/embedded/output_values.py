"""Property values as transforms of a program see them: open and secret ones as output values, with what they rest on.

The engine's own form has a sentinel for an open value and a wrapping for a secret one; a transform gets both as an
output, and gives outputs back. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from outlay.resource import Urn

from outlay_automation.engine.offline.values import (
    SIGNATURE,
    UNKNOWN,
    Properties,
    is_marked,
    is_secret,
    is_unknown,
    revealed,
    secret,
)

_OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
"""The signature of an output value on the wire."""


def with_outputs(properties: Properties, dependencies: Mapping[str, tuple[Urn, ...]]) -> Properties:
    """The properties for a transform."""
    return {key: _to_output(value, dependencies.get(key, ())) for key, value in properties.items()}


def without_outputs(properties: Properties) -> Properties:
    """The properties as the engine has them."""
    return {key: _from_output(value) for key, value in properties.items()}


def _to_output(value: object, dependencies: Iterable[Urn]) -> object:
    if is_unknown(value):
        return _output(None, dependencies)
    if is_secret(value):
        inner = revealed(value)
        return _output(None if is_unknown(inner) else _to_output(inner, dependencies), dependencies, is_secret=True)
    if isinstance(value, dict) and not is_marked(value):
        return {key: _to_output(inner, dependencies) for key, inner in value.items()}
    return [_to_output(inner, dependencies) for inner in value] if isinstance(value, list) else value


def _output(value: object, dependencies: Iterable[Urn], *, is_secret: bool = False) -> Properties:
    known = {} if value is None else {"value": value}
    return {SIGNATURE: _OUTPUT, **known, "secret": is_secret, "dependencies": list(dependencies)}


def _from_output(value: object) -> object:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == _OUTPUT:
            inner = _from_output(value["value"]) if "value" in value else UNKNOWN
            return secret(inner) if value.get("secret") else inner
        return {key: _from_output(inner) for key, inner in value.items()}
    return [_from_output(inner) for inner in value] if isinstance(value, list) else value
