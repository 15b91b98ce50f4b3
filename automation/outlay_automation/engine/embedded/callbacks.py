"""Calls back into the program: its transforms of resources and of functions.

The program serves its callbacks itself and says where. Not here: when a transform is due (`monitor`).
"""

from threading import Event, Lock
from typing import Any

import grpc

from outlay_automation.engine.embedded.registration import Gone, Refused
from outlay_automation.engine.offline.messages import callback_pb2

# Messages of the protocol have no types that mypy knows.
_Message = Any

_METHOD = "/pulumirpc.Callbacks/Invoke"
_ENDED = "the program has ended"
# The program is on this machine: a proxy for the internet must not be asked for it. Inputs may be of any size.
_OPTIONS = (
    ("grpc.enable_http_proxy", 0),
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
)


class Callbacks:
    """The connections to the program's callbacks, one for each place that serves some."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._channels: dict[str, grpc.Channel] = {}
        self._closed = Event()

    def call(self, callback: _Message, request: _Message, response: type[Any]) -> _Message:
        """Call a callback with a message, and read its answer as one of the class `response`.

        Raises:
            Refused: the callback raised.
            Gone: the program has ended.
        """
        with self._lock:
            if self._closed.is_set():
                raise Gone(_ENDED)
            if callback.target not in self._channels:
                self._channels[callback.target] = grpc.insecure_channel(callback.target, options=_OPTIONS)
            channel = self._channels[callback.target]
        invoke = channel.unary_unary(
            _METHOD,
            request_serializer=callback_pb2.CallbackInvokeRequest.SerializeToString,
            response_deserializer=callback_pb2.CallbackInvokeResponse.FromString,
        )
        sent = callback_pb2.CallbackInvokeRequest(token=callback.token, request=request.SerializeToString())
        try:
            answer: Any = invoke(sent)
        except ValueError:  # the channel was closed before the call began
            raise Gone(_ENDED) from None
        except grpc.RpcError as error:
            told: Any = error
            if self._closed.is_set() or told.code() is grpc.StatusCode.UNAVAILABLE:
                raise Gone(_ENDED) from None
            raise Refused(f"a transform of the program failed: {told.details()}") from None
        return response.FromString(answer.response)

    def close(self) -> None:
        """End the connections, and with them the calls that wait: a callback that hangs is waited for no longer."""
        with self._lock:
            self._closed.set()
            for channel in self._channels.values():
                channel.close()
            self._channels.clear()
