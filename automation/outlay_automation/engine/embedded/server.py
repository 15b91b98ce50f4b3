"""How a program reaches the monitor and the engine: over gRPC on the loopback interface, or in this process.

Not here: what they answer (`monitor`).
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

import grpc

from outlay_automation.engine.embedded.monitor import EngineService, Methods, Monitor
from outlay_automation.engine.embedded.registration import Refused

_THREADS: Final = 16
_NO_LIMIT: Final = -1
_OPTIONS: Final = (
    ("grpc.max_receive_message_length", _NO_LIMIT),
    ("grpc.max_send_message_length", _NO_LIMIT),
    ("grpc.so_reuseport", 0),
)


@contextmanager
def served(monitor: Monitor, engine: EngineService) -> Iterator[tuple[str, str]]:
    """Serve both while the context lasts; yields their addresses.

    Each has threads of its own: a program sends messages by the dozen, each of which waits for its answer, while its
    registrations wait for transforms that may send more.
    """
    servers = []
    addresses = []
    for name, methods in (("ResourceMonitor", monitor.methods()), ("Engine", engine.methods())):
        server = grpc.server(ThreadPoolExecutor(_THREADS, thread_name_prefix=name), options=_OPTIONS)
        server.add_generic_rpc_handlers((_handler(f"pulumirpc.{name}", methods),))
        addresses.append(f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}")
        server.start()
        servers.append(server)
    try:
        yield addresses[0], addresses[1]
    finally:
        for server in servers:
            server.stop(None)
        monitor.close()


def in_process(methods: Methods) -> object:
    """The methods as a stub of the SDK has them, for a program in this process: nothing goes over a wire."""

    def told(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def call(request: Any) -> Any:
            try:
                return function(request)
            except Refused as refusal:
                raise Rejection(str(refusal)) from None

        return call

    return _Stub({name: told(function) for name, (function, _) in methods.items()})


class _Stub:
    """Methods by name. A class of its own, since libraries refer weakly to what a program is run by."""

    def __init__(self, methods: Mapping[str, Callable[[Any], Any]]) -> None:
        vars(self).update(methods)


class Rejection(grpc.RpcError):  # type: ignore[misc]  # grpc has no types
    """How a refusal reaches a program in this process: as it would over the wire."""

    def code(self) -> grpc.StatusCode:
        """The status, by which the SDK tells a refusal from an engine that has gone."""
        return grpc.StatusCode.INVALID_ARGUMENT

    def details(self) -> str:
        """What the program is told."""
        return str(self)


def _handler(service: str, methods: Methods) -> "grpc.GenericRpcHandler":
    return grpc.method_handlers_generic_handler(
        service,
        {
            name: grpc.unary_unary_rpc_method_handler(
                _over_the_wire(function),
                request_deserializer=request.FromString,
                response_serializer=lambda message: message.SerializeToString(),
            )
            for name, (function, request) in methods.items()
        },
    )


def _over_the_wire(function: Callable[[Any], Any]) -> Callable[[Any, "grpc.ServicerContext"], Any]:
    def call(request: Any, context: "grpc.ServicerContext") -> Any:
        try:
            return function(request)
        except Refused as refusal:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(refusal))

    return call
