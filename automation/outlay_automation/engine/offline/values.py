"""Property values between the wire and Python: conversion, and the markers that Pulumi puts among them.

Markers stay in their wire form (a sentinel string, a mapping with a signature), so that what is only passed on comes
out exactly as it went in. What a value means is not decided here.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, cast

from google.protobuf.struct_pb2 import ListValue, Struct, Value

Properties: TypeAlias = dict[str, object]
"""A property bag as plain Python: None, bool, float, str, list, dict; markers in wire form."""

UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Pulumi's sentinel for a value that is open until deployment."""
_SENTINELS: Final = frozenset(
    {
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # bool
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"
_ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
_ASSETS: Final = frozenset({"c44067f5952c0a294b673a41bacd8c17", _ARCHIVE})
_RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
MASK: Final = "[secret]"
"""What stands in a report where a secret was."""


def decode(struct: Struct) -> Properties:
    """A wire struct as plain Python."""
    return {key: _decode(value) for key, value in struct.fields.items()}


def _decode(value: Value) -> object:
    match value.WhichOneof("kind"):
        case "string_value":
            return value.string_value
        case "number_value":
            return value.number_value
        case "bool_value":
            return value.bool_value
        case "struct_value":
            return decode(value.struct_value)
        case "list_value":
            return [_decode(one) for one in value.list_value.values]
    return None


def decode_value(value: Value) -> object:
    """One wire value as plain Python."""
    return _decode(value)


def encode(properties: Mapping[str, object]) -> Struct:
    """Plain Python as a wire struct."""
    struct = Struct()
    _fill(struct, properties)
    return struct


def _fill(struct: Struct, properties: Mapping[str, object]) -> None:
    fields = struct.fields
    for key, value in properties.items():
        _set(fields[key], value)


def _fill_list(target: ListValue, values: Iterable[object]) -> None:
    add = target.values.add
    for value in values:
        _set(add(), value)


def _set(target: Value, value: object) -> None:
    if isinstance(value, str):
        target.string_value = value
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        target.number_value = value
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        _fill(target.struct_value, value)
    elif isinstance(value, list | tuple):
        target.list_value.SetInParent()
        _fill_list(target.list_value, value)
    else:
        target.null_value = 0


def is_unknown(value: object) -> bool:
    """Whether the value itself is open until deployment."""
    return isinstance(value, str) and value in _SENTINELS


def is_secret(value: object) -> bool:
    """Whether the value is wrapped as a secret."""
    return isinstance(value, dict) and value.get(SIGNATURE) == _SECRET


def is_asset(value: object) -> bool:
    """Whether the value is a file or an archive."""
    return isinstance(value, dict) and value.get(SIGNATURE) in _ASSETS


def is_archive(value: object) -> bool:
    """Whether the value is an archive."""
    return isinstance(value, dict) and value.get(SIGNATURE) == _ARCHIVE


def is_marked(value: object) -> bool:
    """Whether a mapping is a marker and not an object of the program's."""
    return isinstance(value, dict) and SIGNATURE in value


def is_reference(value: object) -> bool:
    """Whether the value refers to a resource as a whole."""
    return isinstance(value, dict) and value.get(SIGNATURE) == _RESOURCE


def secret(value: object) -> Properties:
    """The value, wrapped as a secret."""
    return {SIGNATURE: _SECRET, "value": value}


def revealed(value: object) -> object:
    """The value without the wrapping of a secret or of a reference to a resource, at its top."""
    while isinstance(value, dict):
        match value.get(SIGNATURE):
            case signature if signature == _SECRET:
                value = value.get("value")
            case signature if signature == _RESOURCE:
                return value.get("id") or value.get("urn")
            case _:
                return value
    return value


def revealed_all(value: object) -> object:
    """The value without the wrapping of any secret in it."""
    if is_secret(value):
        return revealed_all(cast(Properties, value)["value"])
    if isinstance(value, dict):
        return {key: revealed_all(one) for key, one in value.items()}
    return [revealed_all(one) for one in value] if isinstance(value, list) else value


def holds_unknown(value: object) -> bool:
    """Whether anything inside the value is open until deployment."""
    if isinstance(value, str):
        return value in _SENTINELS
    if isinstance(value, dict):
        return any(map(holds_unknown, value.values()))
    return isinstance(value, list) and any(map(holds_unknown, value))


def text(value: object) -> str | None:
    """The value as text if it is known, not empty and not secret; else None."""
    return value if isinstance(value, str) and value and value not in _SENTINELS else None


def mapping(value: object) -> Properties:
    """The value as a mapping, an empty one if it is none."""
    value = revealed(value)
    return value if isinstance(value, dict) and SIGNATURE not in value else {}


def masked(value: object, known_secrets: frozenset[str] = frozenset()) -> object:
    """The value for a report: secrets replaced by `[secret]`, also where one has lost its wrapping."""
    if is_secret(value):
        return MASK
    if isinstance(value, Mapping):
        return {str(key): masked(one, known_secrets) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one, known_secrets) for one in value]
    if isinstance(value, str) and any(one in value for one in known_secrets):
        return MASK
    return int(value) if isinstance(value, float) and value.is_integer() else value


def secret_texts(value: object, inside: bool = False) -> Iterable[str]:
    """Every text inside a secret: what must not be met in a report."""
    if is_secret(value):
        yield from secret_texts(cast(Properties, value)["value"], True)
    elif isinstance(value, dict):
        for one in value.values():
            yield from secret_texts(one, inside)
    elif isinstance(value, list):
        for one in value:
            yield from secret_texts(one, inside)
    elif inside and isinstance(value, str) and value not in _SENTINELS:
        yield value
