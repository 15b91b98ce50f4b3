"""Registers a remote component without its content, so that the program can go on and the gap has a name.

What is inside such a component is known only to its own plugin; nothing of it is guessed here.
"""

from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from outlay.wire import NOT_SEEN

from outlay_automation.engine.offline.messages import resource_pb2

_SERVICE = "/pulumirpc.ResourceMonitor/"
# The monitor is on this machine: a proxy for the internet must not be asked for it. Inputs may be of any size.
_OPTIONS = (
    ("grpc.enable_http_proxy", 0),
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
)


def register_component(request: Any) -> str:
    """Register the component that a ConstructRequest asks for with the engine that asked; returns its URN.

    Raises:
        grpc.RpcError: the engine refused it.
    """
    with grpc.insecure_channel(request.monitorEndpoint, options=_OPTIONS) as channel:
        register = channel.unary_unary(
            _SERVICE + "RegisterResource",
            request_serializer=resource_pb2.RegisterResourceRequest.SerializeToString,
            response_deserializer=resource_pb2.RegisterResourceResponse.FromString,
        )
        finish = channel.unary_unary(
            _SERVICE + "RegisterResourceOutputs",
            request_serializer=resource_pb2.RegisterResourceOutputsRequest.SerializeToString,
            response_deserializer=Empty.FromString,
        )
        urn: str = register(_registration(request)).urn
        finish(resource_pb2.RegisterResourceOutputsRequest(urn=urn, outputs=Struct()))
    return urn


def _registration(request: Any) -> Any:
    registration = resource_pb2.RegisterResourceRequest(
        type=request.type,
        name=request.name,
        parent=request.parent,
        custom=False,
        dependencies=request.dependencies,
        providers=dict(request.providers),
        acceptSecrets=True,
        acceptResources=True,
        aliasSpecs=True,
        aliases=request.aliases,
        deletedWith=request.deletedWith,
        replaceOnChanges=request.replaceOnChanges,
        parentStackTraceHandle=request.stack_trace_handle,
    )
    # policy packs see the component, and have to see that it is empty for want of knowledge
    registration.object.CopyFrom(request.inputs)
    registration.object.update({NOT_SEEN: True})
    if request.HasField("protect"):
        registration.protect = request.protect
    if request.HasField("retainOnDelete"):
        registration.retainOnDelete = request.retainOnDelete
    return registration
