"""Whether a resource is still as it was, told by a digest of its inputs: for what no pricer knows.

Tags never change a cost and are left out; so is what is secret, and the region that comes from elsewhere. Not here:
what follows from a change.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Final

from outlay.charge_diff import TAG_PROPERTIES
from outlay.estimate.amount import written
from outlay.resource import Resource, Secret, Unknown, Value

_OF_THE_PROVIDER: Final = "__defaults"
"""The key under which a provider notes for itself which inputs it has filled in."""


def fingerprint(resource: Resource) -> str:
    """A digest of type and inputs; empty where an input is open until deployment, so that nothing can be told."""
    inputs = {key: value for key, value in resource.inputs.items() if not key.startswith(TAG_PROPERTIES)}
    try:
        text = json.dumps(_canonical(inputs), sort_keys=True)
    except _IsOpen:
        return ""
    return sha256(f"{resource.type} {text}".encode()).hexdigest()


class _IsOpen(Exception):
    """A value is open until deployment."""


def _canonical(value: Value) -> object:
    if isinstance(value, Unknown):
        raise _IsOpen
    if isinstance(value, Secret):
        return "[secret]"
    if isinstance(value, Mapping):
        return {key: _canonical(inner) for key, inner in value.items() if key != _OF_THE_PROVIDER}
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return {"number": written(Decimal(value))}  # 5 and 5.0 are the same number, whoever hands them over
    return [_canonical(inner) for inner in value]
