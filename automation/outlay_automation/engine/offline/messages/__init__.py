"""Pulumi's gRPC messages, without the half second that importing Pulumi's SDK takes.

Not a copy: the package's search path is the SDK's own folder of generated modules, which import only each other and
protobuf. (`__path__` is what the import system looks through for submodules; extending it is its documented use.)
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import alias_pb2, callback_pb2, engine_pb2, plugin_pb2, provider_pb2, resource_pb2
else:
    _sdk = find_spec("pulumi")
    if _sdk is None:
        raise ModuleNotFoundError("the offline provider needs the package pulumi", name="pulumi")
    __path__ += [f"{folder}/runtime/proto" for folder in _sdk.submodule_search_locations]

    from google.protobuf.internal import api_implementation

    from . import alias_pb2, callback_pb2, engine_pb2, plugin_pb2, provider_pb2, resource_pb2

    # Pulumi's SDK lifts the limits of messages for itself; with them thirty-odd levels of mappings are too many
    if api_implementation._c_module is not None:
        api_implementation._c_module.SetAllowOversizeProtos(True)

__all__ = ["alias_pb2", "callback_pb2", "engine_pb2", "plugin_pb2", "provider_pb2", "resource_pb2"]
