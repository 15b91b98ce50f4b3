"""What pulumi_policy hands to its policies as values of the domain, and back.

Not here: the policies (`foreign`), and the protobufs of a pack of our own (`adapter`).
"""

import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pulumi_policy
from outlay.resource import SECRET, Resource, Secret, Unknown, Urn, Value
from outlay.wire import UNKNOWN_TEXT, value_of
from pulumi_policy.secret import Secret as SecretValue

from outlay_policy_pack.engine.registered import ProviderInstance, completed, registered

_TARGET: Final = "__target"
"""The key under which a proxy of pulumi_policy hands over what it guards."""
_CONFIGURATION: Final = "PULUMI_CONFIG"
_SECRET_KEYS: Final = "PULUMI_CONFIG_SECRET_KEYS"


def configuration(environment: Mapping[str, str] = os.environ) -> Mapping[str, Value]:
    """The stack's configuration, where the engine hands it over; of secret keys no value is kept."""
    try:
        found = json.loads(environment.get(_CONFIGURATION, "{}"))
        secret = set(json.loads(environment.get(_SECRET_KEYS, "[]")))
    except (ValueError, TypeError):
        return {}
    return {key: SECRET if key in secret else value for key, value in found.items()}


def resource_of(args: pulumi_policy.ResourceValidationArgs) -> Resource:
    """The resource that is about to be registered."""
    return registered(
        args.resource_type, args.urn, _values(args.props), parent=args.opts.parent, provider=_provider(args.provider)
    )


def resources_of(args: pulumi_policy.StackValidationArgs, seen: Mapping[Urn, Resource]) -> Iterator[Resource]:
    """The resources of the whole stack, by URN, with the inputs of `seen`; others are read from elsewhere.

    Every policy of resources sees each that is managed, so that none was seen only where a pack has no such policy:
    then outputs stand for the inputs, and nothing counts as read.
    """
    for each in sorted(args.resources, key=lambda resource: resource.urn):
        outputs = _values(each.props)
        known = seen.get(each.urn)
        parent = each.parent.urn if each.parent is not None else None
        if known is None:
            provider = _provider(each.provider)
            known = registered(each.resource_type, each.urn, outputs, parent=parent, provider=provider)
            known = replace(known, external=known.custom and bool(seen))
        urns = {key: [other.urn for other in others] for key, others in each.property_dependencies.items()}
        yield completed(known, outputs, [other.urn for other in each.dependencies], urns)


def changed_properties(
    args: pulumi_policy.ResourceValidationArgs, changes: Mapping[str, Value]
) -> Mapping[str, Any] | None:
    """All properties, with some set anew; None where that changes nothing.

    What is secret or open in the others stays exactly as it was; a marker within a change stands for what is there.
    """
    there = _guarded(args.props)
    new = {key: _raw(there.get(key), value) for key, value in changes.items()}
    return {**there, **new} if any(key not in there or there[key] != value for key, value in new.items()) else None


def _provider(provider: "pulumi_policy.PolicyProviderResource | None") -> ProviderInstance | None:
    return ProviderInstance(provider.urn, _values(provider.props)) if provider is not None else None


def _values(properties: Any) -> dict[str, Value]:
    return {key: value_of(_plain(value)) for key, value in _guarded(properties).items() if key != "__defaults"}


def _guarded(value: Any) -> Any:
    """What a proxy guards: reading through it raises where something is open."""
    return value[_TARGET] if hasattr(value, "__getitem__") and _is_proxy(value) else value


def _is_proxy(value: object) -> bool:
    return type(value).__name__.endswith("Proxy")


def _plain(value: Any) -> Any:
    value = _guarded(value)
    if isinstance(value, SecretValue):
        return "[secret]"
    if isinstance(value, float):
        if value.is_integer():
            return int(value)
        return Decimal(repr(value)) if math.isfinite(value) else UNKNOWN_TEXT
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    # an asset or an archive: what lies in it decides no cost and no tag
    return value if isinstance(value, bool | int | str) or value is None else {}


def _raw(there: Any, value: Value) -> Any:
    """A value as pulumi_policy takes it back; a marker is what is there already."""
    there = _guarded(there)
    if isinstance(value, Unknown | Secret):
        if there is None and isinstance(value, Secret):
            raise ValueError("a secret marker stands for nothing")
        return UNKNOWN_TEXT if there is None else there
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        inner = there if isinstance(there, Mapping) else {}
        return {key: _raw(inner.get(key), each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        listed = there if isinstance(there, list) else []
        return [_raw(listed[index] if index < len(listed) else None, each) for index, each in enumerate(value)]
    return value
