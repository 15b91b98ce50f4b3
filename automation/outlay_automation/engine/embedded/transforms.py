"""The program's transforms of its resources and of the functions that it calls.

The order is the genuine engine's: a resource's own, then those of each parent, then those of the stack. Not here: how
a callback is reached (`callbacks`).
"""

from typing import Any

from outlay.resource import Urn

from outlay_automation.engine.embedded.callbacks import Callbacks
from outlay_automation.engine.embedded.output_values import (
    dependencies_in,
    with_dependencies,
    with_outputs,
    without_outputs,
)
from outlay_automation.engine.offline.messages import resource_pb2
from outlay_automation.engine.offline.values import Properties, decode, encode

# Messages of the protocol have no types that mypy knows.
_Message = Any


class Transforms:
    """What the program has asked to be called with, for each resource or function."""

    def __init__(self) -> None:
        self._callbacks = Callbacks()
        self._of_stack: list[_Message] = []
        self._of_functions: list[_Message] = []
        self._of_resources: dict[Urn, tuple[_Message, ...]] = {}
        """By resource, its own transforms and those of all above it: what its children get."""

    def close(self) -> None:
        """Let go of the program."""
        self._callbacks.close()

    def of_stack(self, callback: _Message) -> None:
        """Take up a transform of all resources that are registered from now on."""
        self._of_stack.append(callback)

    def of_functions(self, callback: _Message) -> None:
        """Take up a transform of all functions that are called from now on."""
        self._of_functions.append(callback)

    def taken_up(self, urn: Urn, request: _Message) -> None:
        """Remember the transforms of a registered resource for its children."""
        self._of_resources[urn] = self._inherited(request)

    def applied(self, request: _Message, options: _Message) -> tuple[Properties, _Message, dict[str, set[Urn]]]:
        """The properties and options of a resource after all transforms, and what each property rests on.

        What properties rest on, and with them the resource, is found anew where the resource has transforms of its
        own, and there alone.

        Raises:
            Refused: a transform raised.
        """
        dependencies = list(options.depends_on)
        told = {key: set(found.urns) for key, found in request.propertyDependencies.items()}
        properties = with_outputs(decode(request.object))
        if not told and not request.remote:
            told = {key: set(dependencies) for key in properties}
        if request.transforms:
            properties = with_dependencies(properties, told)
        for transform in (*self._inherited(request), *self._of_stack):
            properties, options = self._transformed(request, properties, options, transform)
        found = {key: set(dependencies_in(value)) for key, value in properties.items()}
        if request.transforms:
            dependencies = [*options.depends_on, *(urn for urns in found.values() for urn in urns)]
        else:
            found = {key: found.get(key, set()) | told.get(key, set()) for key in (*told, *found)}
        del options.depends_on[:]
        options.depends_on.extend(sorted(set(dependencies)))
        return without_outputs(properties), options, found

    def asked(self, token: str, args: Properties, options: _Message) -> tuple[Properties, _Message]:
        """The arguments and options of a function after all transforms.

        Raises:
            Refused: a transform raised.
        """
        for transform in self._of_functions:
            sent = resource_pb2.TransformInvokeRequest(token=token, args=encode(args), options=options)
            answer = self._callbacks.call(transform, sent, resource_pb2.TransformInvokeResponse)
            args = without_outputs(decode(answer.args)) if answer.HasField("args") else args
            options = answer.options if answer.HasField("options") else options
        return without_outputs(args), options

    def _inherited(self, request: _Message) -> tuple[_Message, ...]:
        return (*request.transforms, *self._of_resources.get(request.parent, ()))

    def _transformed(
        self, request: _Message, properties: Properties, options: _Message, transform: _Message
    ) -> tuple[Properties, _Message]:
        sent = resource_pb2.TransformRequest(
            type=request.type,
            name=request.name,
            custom=request.custom,
            parent=request.parent,
            properties=encode(properties),
            options=options,
        )
        answer = self._callbacks.call(transform, sent, resource_pb2.TransformResponse)
        return (
            decode(answer.properties) if answer.HasField("properties") else properties,
            answer.options if answer.HasField("options") else options,
        )
