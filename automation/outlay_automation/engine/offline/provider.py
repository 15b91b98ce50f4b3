"""Serves one package to the engine: every call of Pulumi's provider protocol, over the pure functions beside it.

Only conversion and dispatch are here. What is decided is decided in `check`, `difference`, `outputs` and `answers`.
"""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.empty_pb2 import Empty

from outlay_automation.engine.offline.answers import answer
from outlay_automation.engine.offline.check import Naming, NamingMode, check
from outlay_automation.engine.offline.components import register_component
from outlay_automation.engine.offline.configuration import Configuration, configuration_of
from outlay_automation.engine.offline.difference import Difference, Kind, changes, difference
from outlay_automation.engine.offline.messages import plugin_pb2, provider_pb2
from outlay_automation.engine.offline.outputs import Subject, created, found, planned, updated
from outlay_automation.engine.offline.recorder import Recorder
from outlay_automation.engine.offline.report import AnswerSource
from outlay_automation.engine.offline.tables import resource_table
from outlay_automation.engine.offline.values import decode, encode

if TYPE_CHECKING:
    from grpc import ServicerContext

_KINDS = {
    (Kind.ADD, False): provider_pb2.PropertyDiff.ADD,
    (Kind.ADD, True): provider_pb2.PropertyDiff.ADD_REPLACE,
    (Kind.DELETE, False): provider_pb2.PropertyDiff.DELETE,
    (Kind.DELETE, True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    (Kind.UPDATE, False): provider_pb2.PropertyDiff.UPDATE,
    (Kind.UPDATE, True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}
# Messages of the protocol have no types that mypy knows.
_Message = Any


class PackageProvider:
    """One package, served to every provider instance that the engine makes of it.

    The engine opens a connection for each instance and configures it there; later calls name no instance, so the
    connection it is.
    """

    def __init__(
        self,
        package: str,
        version: str,
        answers: Mapping[str, object],
        configuration: Mapping[str, str],
        recorder: Recorder,
    ) -> None:
        self._package = package
        self._version = version
        self._answers = answers
        self._given = configuration
        self._recorder = recorder
        self._configurations: dict[str, Configuration] = {}
        self._lock = Lock()

    def handler(self) -> "grpc.GenericRpcHandler":
        """The gRPC handler of the provider protocol for this package."""
        methods: dict[str, tuple[Callable[[_Message, ServicerContext], _Message], type[Any]]] = {
            "Handshake": (self._handshake, provider_pb2.ProviderHandshakeRequest),
            "Attach": (_nothing, plugin_pb2.PluginAttach),
            "Cancel": (_nothing, Empty),
            "GetPluginInfo": (self._plugin_info, Empty),
            "GetSchema": (_schema, provider_pb2.GetSchemaRequest),
            "CheckConfig": (self._check_config, provider_pb2.CheckRequest),
            "DiffConfig": (self._diff_config, provider_pb2.DiffRequest),
            "Configure": (self._configure, provider_pb2.ConfigureRequest),
            "Check": (self._check, provider_pb2.CheckRequest),
            "Diff": (self._diff, provider_pb2.DiffRequest),
            "Create": (self._create, provider_pb2.CreateRequest),
            "Read": (self._read, provider_pb2.ReadRequest),
            "Update": (self._update, provider_pb2.UpdateRequest),
            "Delete": (_nothing, provider_pb2.DeleteRequest),
            "Invoke": (self._invoke, provider_pb2.InvokeRequest),
            "Call": (self._call, provider_pb2.CallRequest),
            "Construct": (self._construct, provider_pb2.ConstructRequest),
        }
        return grpc.method_handlers_generic_handler(
            "pulumirpc.ResourceProvider",
            {
                name: grpc.unary_unary_rpc_method_handler(
                    function,
                    request_deserializer=request.FromString,
                    response_serializer=lambda message: message.SerializeToString(),
                )
                for name, (function, request) in methods.items()
            },
        )

    def _handshake(self, _request: _Message, _context: "ServicerContext") -> _Message:
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, accept_resources=True, accept_outputs=False, supports_autonaming_configuration=True
        )

    def _plugin_info(self, _request: _Message, _context: "ServicerContext") -> _Message:
        return plugin_pb2.PluginInfo(version=self._version)

    def _check_config(self, request: _Message, _context: "ServicerContext") -> _Message:
        inputs: dict[str, object] = {**self._given, **decode(request.news)}
        return provider_pb2.CheckResponse(inputs=encode(inputs))

    def _diff_config(self, request: _Message, _context: "ServicerContext") -> _Message:
        old = decode(request.old_inputs) or decode(request.olds)
        return _response(Difference(changes(old, decode(request.news), frozenset()), delete_first=False))

    def _configure(self, request: _Message, context: "ServicerContext") -> _Message:
        inputs = decode(request.args)
        self._recorder.notice_secrets(inputs)
        self._recorder.configured(self._package, inputs)
        with self._lock:
            self._configurations[context.peer()] = configuration_of(self._package, inputs)
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True,
            supportsPreview=True,
            acceptResources=True,
            acceptOutputs=False,
            supports_autonaming_configuration=True,
        )

    def _configuration(self, context: "ServicerContext") -> Configuration:
        known = self._configurations.get(context.peer())
        if known is None:
            # The engine came back on a new connection: with one instance it is clear whose that is.
            only = list(self._configurations.values())
            known = only[0] if len(only) == 1 else Configuration(self._package)
        return known

    def _subject(self, request: _Message, context: "ServicerContext") -> Subject:
        type_ = request.type or _type_of(request.urn)
        name = request.name or request.urn.split("::", 3)[-1]
        return Subject(type_, name, request.urn, resource_table(type_), self._configuration(context))

    def _check(self, request: _Message, context: "ServicerContext") -> _Message:
        subject = self._subject(request, context)
        new = decode(request.news)
        self._recorder.notice_secrets(new)
        naming = Naming(subject.name, request.randomSeed)
        if request.HasField("autonaming"):
            off = request.autonaming.mode == provider_pb2.CheckRequest.AutonamingOptions.DISABLE
            mode = NamingMode.DISABLED if off else NamingMode.PROPOSED
            naming = Naming(subject.name, request.randomSeed, request.autonaming.proposed_name, mode)
        checked = check(decode(request.olds), new, subject.table, naming, subject.configuration)
        for property_, value in checked.filled.items():
            self._recorder.filled(subject.type, property_, value)
        response = provider_pb2.CheckResponse(inputs=encode(checked.inputs))
        if checked.missing_name:
            response.failures.add(property=checked.missing_name, reason="autonaming is off and no name is given")
        return response

    def _diff(self, request: _Message, context: "ServicerContext") -> _Message:
        table = self._subject(request, context).table
        return _response(difference(table, decode(request.old_inputs), decode(request.olds), decode(request.news)))

    def _create(self, request: _Message, context: "ServicerContext") -> _Message:
        subject = self._subject(request, context)
        inputs = decode(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(id="", properties=encode(planned(subject, inputs)))
        id_, outputs = created(subject, inputs)
        return provider_pb2.CreateResponse(id=id_, properties=encode(outputs))

    def _update(self, request: _Message, context: "ServicerContext") -> _Message:
        subject = self._subject(request, context)
        outputs = updated(subject, decode(request.news), decode(request.old_inputs), decode(request.olds))
        return provider_pb2.UpdateResponse(properties=encode(outputs))

    def _read(self, request: _Message, context: "ServicerContext") -> _Message:
        state = decode(request.properties)
        if state:
            return provider_pb2.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)
        subject = self._subject(request, context)
        outputs = found(subject, request.id)
        self._recorder.answered(subject.type, {"id": request.id}, outputs, AnswerSource.INVENTED)
        return provider_pb2.ReadResponse(id=request.id, properties=encode(outputs), inputs=request.inputs)

    def _invoke(self, request: _Message, context: "ServicerContext") -> _Message:
        args = decode(request.args)
        self._recorder.notice_secrets(args)
        result = answer(request.tok, args, self._configuration(context), self._answers)
        self._recorder.answered(request.tok, args, result.properties, result.source)
        return provider_pb2.InvokeResponse(**{"return": encode(result.properties)})

    def _call(self, request: _Message, _context: "ServicerContext") -> _Message:
        self._recorder.answered(request.tok, decode(request.args), {}, AnswerSource.UNKNOWN)
        return provider_pb2.CallResponse(**{"return": encode({})})

    def _construct(self, request: _Message, _context: "ServicerContext") -> _Message:
        urn = register_component(request)
        self._recorder.not_seen(request.type, request.name, urn)
        return provider_pb2.ConstructResponse(urn=urn, state=encode({}))


def _nothing(_request: _Message, _context: "ServicerContext") -> Empty:
    return Empty()


def _schema(_request: _Message, _context: "ServicerContext") -> _Message:
    return provider_pb2.GetSchemaResponse(schema="{}")


def _response(found: Difference) -> _Message:
    kinds = {change.path: _KINDS[change.kind, change.replaces] for change in found.changes}
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if found.changes else provider_pb2.DiffResponse.DIFF_NONE,
        diffs=sorted({change.top for change in found.changes}),
        replaces=sorted({change.top for change in found.changes if change.replaces}),
        deleteBeforeReplace=found.delete_first,
        hasDetailedDiff=True,
        detailedDiff={
            path: provider_pb2.PropertyDiff(kind=kind, inputDiff=True) for path, kind in sorted(kinds.items())
        },
    )


def _type_of(urn: str) -> str:
    return urn.split("::", 3)[2].rpartition("$")[2]
