"""The analyzer's protobufs as values of the domain, and back: the one module that knows both.

What is open until deployment stays a marker, what is secret is never kept, numbers are exact. Not here: answering the
engine (`analyzer`) and what follows from a resource (`policy_run`).
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from google.protobuf.struct_pb2 import ListValue, NullValue, Struct
from google.protobuf.struct_pb2 import Value as Wire
from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.resource import SECRET, Resource, Secret, Unknown, Urn, Value
from outlay.wire import UNKNOWN_TEXT, value_of
from pulumi.runtime.proto import analyzer_pb2 as messages

from outlay_policy_pack.configuration import PolicyConfig
from outlay_policy_pack.declaration import FRAMEWORK, PACK, Declaration, description_of
from outlay_policy_pack.engine.registered import ProviderInstance, completed, is_custom, is_known, registered
from outlay_policy_pack.engine.stack_identity import StackIdentity
from outlay_policy_pack.rule import Rule, Scope

_LEVELS: Final[Mapping[EnforcementLevel, Any]] = {
    EnforcementLevel.ADVISORY: messages.ADVISORY,
    EnforcementLevel.MANDATORY: messages.MANDATORY,
    EnforcementLevel.DISABLED: messages.DISABLED,
    EnforcementLevel.REMEDIATE: messages.REMEDIATE,
}
_LEVELS_BACK: Final = {number: level for level, number in _LEVELS.items()}
_SEVERITIES: Final[Mapping[Severity, Any]] = {
    Severity.LOW: messages.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: messages.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: messages.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: messages.POLICY_SEVERITY_CRITICAL,
}
_TELLING: Final = ("string_value", "list_value")
_DEFAULTS: Final = "__defaults"
"""The input in which a provider's check lists what it filled in: only what a stack manages was checked."""


def stack_of(request: Any) -> StackIdentity:
    """Which stack the engine works on, with its configuration; of secret keys no value is kept."""
    secret = frozenset(request.config_secret_keys)
    configuration: dict[str, Value] = {
        key: SECRET if key in secret else value for key, value in sorted(request.config.items())
    }
    return StackIdentity(request.project, request.stack, configuration)


def policy_configs(request: Any) -> Mapping[str, PolicyConfig]:
    """By policy name, the level and the properties that the engine hands over: those of every policy."""
    return {
        name: PolicyConfig(_LEVELS_BACK.get(each.enforcementLevel), _plain_struct(each.properties))
        for name, each in request.policyConfig.items()
    }


def resource_of(request: Any) -> Resource:
    """The resource that is about to be registered, with its checked inputs; its dependencies are not known yet."""
    inputs = _values(request.properties)
    return registered(request.type, request.urn, inputs, parent=request.options.parent, provider=_provider(request))


def resources_of(request: Any, seen: Mapping[Urn, Resource]) -> Iterator[Resource]:
    """The resources of a whole stack, by URN, since the engine hands them over in no order.

    A cost is read from inputs, and here the engine tells outputs only. So the inputs are those of `seen`; a resource
    that was never registered is read from elsewhere.

    Args:
        request: what the engine hands over.
        seen: the resources as they were registered.
    """
    for each in sorted(request.resources, key=lambda resource: resource.urn):
        known = seen.get(each.urn)
        outputs: Mapping[str, Value] = dict(_telling(each.properties))
        if known is None:
            outputs = _values(each.properties)
            provider = _provider(each)
            known = registered(each.type, each.urn, outputs, parent=each.parent, provider=provider)
            known = replace(known, external=known.custom)
        urns = {key: value.urns for key, value in each.propertyDependencies.items()}
        yield completed(known, outputs, each.dependencies, urns)


def is_read(request: Any) -> bool:
    """Whether a resource of a state is read from elsewhere: no provider ever checked inputs of it.

    Told of known types alone: their providers list in the inputs what the check filled in, be it nothing.

    Args:
        request: what the engine hands over to be remedied, with internal keys, unlike what it hands over to be judged.
    """
    is_provided = is_custom(request.type, has_provider=request.HasField("provider"))
    return is_provided and not request.properties.fields and is_known(request.type)


def is_same(properties: Struct, changes: Mapping[str, Value]) -> bool:
    """Whether changes leave properties as they are."""
    return not any(
        key not in properties.fields or _wire(properties.fields[key], value) != properties.fields[key]
        for key, value in changes.items()
    )


def changed(properties: Struct, changes: Mapping[str, Value]) -> Struct:
    """All properties, with some set anew; what is secret or open in the others stays exactly as it was.

    Args:
        properties: the properties as the engine handed them over.
        changes: top-level properties to set, whole. A marker within a value stands for what is there already.

    Raises:
        ValueError: a secret marker stands where there is nothing yet.
    """
    result = Struct()
    result.CopyFrom(properties)
    for key, value in changes.items():
        result.fields[key].CopyFrom(_wire(properties.fields.get(key), value))
    return result


def diagnostic(finding: Finding, text: str, version: str) -> Any:
    """A finding as the engine shows it; `text` is what is said below the policy's description."""
    return messages.AnalyzeDiagnostic(
        policyName=finding.policy,
        policyPackName=PACK,
        policyPackVersion=version,
        description=f"{finding.rule} {finding.title}",
        message=f"{finding.rule} {finding.title}\n{text}",
        enforcementLevel=_LEVELS[finding.level],
        severity=_SEVERITIES[finding.severity],
        urn=finding.urn,
    )


def not_applicable(reasons: Mapping[str, str]) -> Iterable[Any]:
    """Which policies did not apply, and why."""
    return [messages.PolicyNotApplicable(policy_name=name, reason=reason) for name, reason in reasons.items()]


def remediation(rule: Rule[Any], version: str, properties: Struct) -> Any:
    """What a policy made of a resource: all of its properties anew."""
    return messages.Remediation(
        policyName=rule.name,
        policyPackName=PACK,
        policyPackVersion=version,
        description=description_of(rule),
        properties=properties,
    )


def policy_info(declaration: Declaration) -> Any:
    """A policy as the engine wants it announced."""
    rule = declaration.rule
    info = messages.PolicyInfo(
        name=rule.name,
        displayName=rule.title,
        description=declaration.description,
        enforcementLevel=_LEVELS[declaration.level],
        severity=_SEVERITIES[rule.severity],
        policy_type=messages.POLICY_TYPE_RESOURCE if rule.scope is Scope.RESOURCE else messages.POLICY_TYPE_STACK,
        framework=messages.PolicyComplianceFramework(name=FRAMEWORK, specification=rule.capability),
        tags=declaration.tags,
        remediation_steps=declaration.remediation_steps,
    )
    if declaration.properties:
        info.configSchema.properties.update(declaration.properties)
    return info


def _provider(raw: Any) -> ProviderInstance | None:
    if not raw.HasField("provider"):
        return None
    return ProviderInstance(raw.provider.urn, _values(raw.provider.properties))


def _values(struct: Struct) -> dict[str, Value]:
    return {key: value_of(_plain(value)) for key, value in struct.fields.items() if key != _DEFAULTS}


def _telling(struct: Struct) -> Iterator[tuple[str, Value]]:
    """Top-level texts and lists that are known: enough to recognise what refers to what, and far less than all."""
    for key, value in struct.fields.items():
        if value.WhichOneof("kind") in _TELLING:
            found = value_of(_plain(value))
            if not isinstance(found, Unknown | Secret):
                yield key, found


def _plain_struct(struct: Struct) -> dict[str, Any]:
    return {key: _plain(value) for key, value in struct.fields.items()}


def _plain(value: Any) -> Any:
    """A protobuf value as JSON has it, with exact numbers."""
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "number_value":
        return _number(value.number_value)
    if kind == "bool_value":
        return value.bool_value
    if kind == "struct_value":
        return {key: _plain(inner) for key, inner in value.struct_value.fields.items()}
    if kind == "list_value":
        return [_plain(inner) for inner in value.list_value.values]
    return None


def _number(number: float) -> int | Decimal | str:
    """The number that was written; what is none counts as a value that nobody knows."""
    if number.is_integer():
        return int(number)
    return Decimal(repr(number)) if math.isfinite(number) else UNKNOWN_TEXT


def _wire(original: Any, value: Value) -> Any:
    """A value as the wire has it; a marker is what is there already."""
    if isinstance(value, Unknown | Secret):
        if original is not None:
            return original
        if isinstance(value, Secret):
            raise ValueError("a secret marker stands for nothing")
        return Wire(string_value=UNKNOWN_TEXT)
    if value is None:
        return Wire(null_value=NullValue.NULL_VALUE)
    if isinstance(value, bool):
        return Wire(bool_value=value)
    if isinstance(value, int | Decimal):
        return Wire(number_value=float(value))
    if isinstance(value, str):
        return Wire(string_value=value)
    if isinstance(value, Mapping):
        fields: Mapping[str, Any] = original.struct_value.fields if original is not None else {}
        inner = {key: _wire(fields.get(key), each) for key, each in value.items()}
        return Wire(struct_value=Struct(fields=inner))
    return Wire(list_value=ListValue(values=_wires(original, value)))


def _wires(original: Any, values: Sequence[Value]) -> Iterator[Any]:
    there = original.list_value.values if original is not None else ()
    for index, value in enumerate(values):
        yield _wire(there[index] if index < len(there) else None, value)
