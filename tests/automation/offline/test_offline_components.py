"""A remote component is registered with the engine on this machine, whatever else the environment says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from outlay_automation.engine.offline.components import register_component
from outlay_automation.engine.offline.messages import provider_pb2, resource_pb2


def test_the_engine_is_reached_without_the_proxy_for_the_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    registered: list[Any] = []

    def register(request: Any, _context: object) -> Any:
        registered.append(request)
        return resource_pb2.RegisterResourceResponse(urn="urn:registered")

    handlers = {
        "RegisterResource": grpc.unary_unary_rpc_method_handler(
            register,
            request_deserializer=resource_pb2.RegisterResourceRequest.FromString,
            response_serializer=lambda message: message.SerializeToString(),
        ),
        "RegisterResourceOutputs": grpc.unary_unary_rpc_method_handler(
            lambda _request, _context: Empty(),
            request_deserializer=resource_pb2.RegisterResourceOutputsRequest.FromString,
            response_serializer=lambda message: message.SerializeToString(),
        ),
    }
    server = grpc.server(ThreadPoolExecutor(1))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("pulumirpc.ResourceMonitor", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    for variable in ("no_proxy", "no_grpc_proxy", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("grpc_proxy", "http://127.0.0.1:9")
    request = provider_pb2.ConstructRequest(type="x:index:Thing", name="it", monitorEndpoint=f"127.0.0.1:{port}")

    assert register_component(request) == "urn:registered"

    assert [(one.type, one.name, one.custom) for one in registered] == [("x:index:Thing", "it", False)]
    server.stop(None)
