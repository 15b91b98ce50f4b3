"""What a program sets otherwise on a resource that a component makes: keys of both spellings, merged at any depth.

Not here: which resource an override is for (`outlay_components.making`).
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import pulumi
from pulumi import _types


def arguments_of(resource: type[pulumi.Resource]) -> type:
    """The class of a resource's arguments, which knows how each is written on the wire (`InstanceArgs`).

    Where a block of another type has that name already, the SDKs call it `InitArgs` (`BucketVersioningInitArgs`).
    """
    module, name = sys.modules[resource.__module__], resource.__name__
    found = getattr(module, f"{name}InitArgs", None) or getattr(module, f"{name}Args", None)
    if not isinstance(found, type):
        raise TypeError(f"{resource.__name__} has no class of arguments beside it")
    return found


def python_names(typ: Any, value: Any) -> Any:
    """A value whose keys may be written as on the wire (`ebsOptimized`), with the keys that Python has for them.

    Args:
        typ: the class of arguments or the annotation that the value is for; None where nobody knows.
        value: a mapping, a list, or a plain value.
    """
    typ = _types.unwrap_type(typ) if typ is not None else None
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        inner = next(iter(get_args(typ)), None)
        return [python_names(inner, each) for each in value]
    if not isinstance(value, Mapping) or typ is None or not _types.is_input_type(typ):
        return value
    wire_names = _types.input_type_py_to_pulumi_names(typ)
    names = {wire or name: name for name, wire in wire_names.items()}
    types = _types.input_type_types(typ)  # by wire name
    return {
        names.get(key, key): python_names(types.get(wire_names.get(key) or key), inner) for key, inner in value.items()
    }


def merged(below: Any, above: Any) -> Any:
    """`above` over `below`: mappings merge at any depth, anything else is taken whole, and None takes a key away."""
    if not isinstance(above, Mapping):
        return above
    under = below if isinstance(below, Mapping) else {}
    return given({**under, **{key: merged(under.get(key), value) for key, value in above.items()}})


def given(value: Any) -> Any:
    """A value without the keys that have None, at any depth."""
    if isinstance(value, list | tuple):
        return [given(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {key: given(inner) for key, inner in value.items() if inner is not None}
