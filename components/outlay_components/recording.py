"""What a component would make, noted instead of made: the snapshot that an estimate is made of.

It needs neither an engine nor an event loop. Not here: which resources a component has, and what they cost.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

import pulumi
from outlay.region import region_of_inputs
from outlay.resource import Resource, Snapshot, Urn, Value
from outlay.wire import value_of
from pulumi import _types
from pulumi.output import UNKNOWN
from pulumi.runtime import rpc

from outlay_components.governance.late import is_late
from outlay_components.making import Plan, Planned
from outlay_components.overrides import arguments_of

R = TypeVar("R", bound=pulumi.CustomResource)


class Reference:
    """Something of a resource that is noted only: open, and a dependency on the resources in `urns`."""

    def __init__(self, *urns: Urn) -> None:
        self._urns = urns

    @property
    def urns(self) -> tuple[Urn, ...]:
        """The resources that it depends on."""
        return self._urns

    def apply(self, _function: Callable[..., Any]) -> "Reference":
        """Whatever is made of it depends on the same resources."""
        return self

    def __getattr__(self, name: str) -> "Reference":
        if name.startswith("__"):
            raise AttributeError(name)
        return Reference(*self._urns)

    def __getitem__(self, _key: object) -> "Reference":
        return Reference(*self._urns)


class Recording(Planned):
    """The form of `Make` that notes resources: their type, inputs as on the wire, and references by URN.

    Args:
        plan: what the resources end up with.
        type_: the component's type token.
        project: the project that they would be in.
        stack: the stack that they would be in.
        regions: by provider package, the region that its provider works in.
    """

    def __init__(self, plan: Plan, type_: str, project: str, stack: str, regions: Mapping[str, str]) -> None:
        super().__init__(plan)
        self._type = type_
        self._project = project
        self._stack = stack
        self._regions = regions
        self._resources: list[Resource] = []
        self._parent = f"urn:pulumi:{stack}::{project}::{type_}::{plan.name}"

    def __call__(
        self,
        resource: type[R],
        key: str,
        properties: Mapping[str, Any],
        *,
        suffix: str | None = None,
        at_creation: Sequence[str] = (),
        options: pulumi.ResourceOptions | None = None,
    ) -> R:
        """Note one resource: see `Make`."""
        del at_creation, options
        name = self._plan.named(key, suffix)
        type_ = pulumi.get_type_token(resource) or ""
        urn = f"urn:pulumi:{self._stack}::{self._project}::{self._type}${type_}::{name}"
        inputs, dependencies = _on_the_wire(resource, self._plan.properties(resource, key, properties))
        package = type_.partition(":")[0]
        self._resources.append(
            Resource(
                urn=urn,
                type=type_,
                name=name,
                inputs=inputs,
                region=region_of_inputs(package, inputs) or self._regions.get(package),
                parent=self._parent,
                dependencies=tuple(dict.fromkeys(each for urns in dependencies.values() for each in urns)),
                property_dependencies=dependencies,
            )
        )
        return cast(R, Reference(urn))

    def apply(self, function: Callable[..., Any], *values: Any) -> Any:
        """What a function makes of values: itself a reference where one of them is open."""
        urns = tuple(dict.fromkeys(urn for value in values for urn in _references(value)))
        return Reference(*urns) if any(map(_is_open, values)) else function(*values)

    def secret(self, _value: Any) -> Any:
        """Nothing that anybody could print."""
        return Reference()

    def snapshot(self) -> Snapshot:
        """All that was noted, with the component above it."""
        component = Resource(self._parent, self._type, self._plan.name, custom=False)
        return Snapshot.of(component, *self._resources, project=self._project, stack=self._stack)


def _on_the_wire(
    resource: type[pulumi.CustomResource], properties: Mapping[str, Any]
) -> tuple[Mapping[str, Value], Mapping[str, tuple[Urn, ...]]]:
    """Properties by wire name as the engine would get them, and for each the resources that it refers to."""
    arguments = arguments_of(resource)
    names = _types.input_type_py_to_pulumi_names(arguments)
    types = _types.input_type_types(arguments)
    inputs: dict[str, Value] = {}
    dependencies: dict[str, tuple[Urn, ...]] = {}
    for name, value in properties.items():
        wire = names.get(name, name)
        sent = _finished(rpc.serialize_property(_opened(value), None, name, None, None, types.get(wire)))
        if sent is not None:
            inputs[wire] = value_of(sent)
            urns = tuple(dict.fromkeys(_references(value)))
            if urns:
                dependencies[wire] = urns
    return inputs, dependencies


def _finished(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns that has nothing to wait for."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    raise asyncio.InvalidStateError("a value is awaited where none is late")


def _opened(value: Any) -> Any:
    """The value with Pulumi's own marker wherever it is open."""
    if _is_open_leaf(value):
        return UNKNOWN
    if _types.is_input_type(type(value)):
        return _types.input_type_to_dict(value)
    if isinstance(value, Mapping):
        return {key: _opened(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_opened(inner) for inner in value]
    return value


def _is_open_leaf(value: Any) -> bool:
    return isinstance(value, Reference) or is_late(value)


def _is_open(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_is_open, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_is_open, value))
    return _is_open_leaf(value)


def _references(value: Any) -> Iterator[Urn]:
    if isinstance(value, Reference):
        yield from value.urns
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _references(inner)
