"""The program's two counterparts: the resource monitor takes its resources, the engine its words.

Every method takes a message of Pulumi's protocol and answers with one, and is reached over gRPC or as it is (`server`).
Only conversion is here; `deployment` decides.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias
from uuid import uuid4

from google.protobuf.empty_pb2 import Empty
from outlay.errors import OutlayError
from outlay.step import Diagnostic, DiagnosticSeverity

from outlay_automation.engine.embedded.assets import Assets
from outlay_automation.engine.embedded.deployment import Deployment
from outlay_automation.engine.embedded.options import Options, has_hooks, registration
from outlay_automation.engine.embedded.output_values import without_outputs
from outlay_automation.engine.embedded.positions import Positions
from outlay_automation.engine.embedded.registration import Gone, Reading, Refused
from outlay_automation.engine.embedded.transforms import Transforms
from outlay_automation.engine.offline.messages import callback_pb2, engine_pb2, provider_pb2, resource_pb2
from outlay_automation.engine.offline.tables import package_of
from outlay_automation.engine.offline.values import decode, encode

# Messages of the protocol have no types that mypy knows.
_Message = Any

_FEATURES: Final = {
    "secrets": "SECRETS",
    "resourceReferences": "RESOURCE_REFERENCES",
    "outputValues": "OUTPUT_VALUES",
    "aliasSpecs": "ALIAS_SPECS",
    "deletedWith": "DELETED_WITH",
    "replaceWith": "REPLACE_WITH",
    "transforms": "TRANSFORMS",
    "invokeTransforms": "INVOKE_TRANSFORMS",
    "parameterization": "PARAMETERIZATION",
    "resourceHooks": "RESOURCE_HOOKS",
    "errorHooks": "ERROR_HOOKS",
}
"""What this monitor can do: as SDKs of older versions ask for it, and as those of today do."""
_FEATURE: Final = "RESOURCE_MONITOR_FEATURE_"
_TOO_DEEP: Final = (
    "the program hands over a value with hundreds of mappings or lists within each other: too deep to be read"
)
_SEVERITIES: Final = {
    engine_pb2.INFO: DiagnosticSeverity.INFO,
    engine_pb2.WARNING: DiagnosticSeverity.WARNING,
    engine_pb2.ERROR: DiagnosticSeverity.ERROR,
}
_InvokeResponse: Final[Any] = getattr(resource_pb2, "ResourceInvokeResponse", provider_pb2.InvokeResponse)
"""What a function's answer comes in; older versions of the protocol share the provider's."""

Methods: TypeAlias = Mapping[str, tuple[Callable[[_Message], _Message], type[Any]]]
"""The methods of a service by the name that the protocol gives them, with the class of their requests."""


@dataclass(slots=True)
class Transcript:
    """What was said on the way: messages of the program, and what the engine refused."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    refusals: list[OutlayError | Refused] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    """Errors of the engine's own."""


class Monitor:
    """The resource monitor of one program.

    Args:
        deployment: what it declares.
        transcript: hears of refusals.
        directory: the project's folder, which positions in the program are told from.
    """

    def __init__(self, deployment: Deployment, transcript: Transcript, directory: Path) -> None:
        self._deployment = deployment
        self._assets = Assets(directory, deployment.not_fetched)
        self._transcript = transcript
        self._positions = Positions(directory)
        self._options = Options()
        self._transforms = Transforms()
        self._lock = Lock()

    def close(self) -> None:
        """Let go of the program's callbacks."""
        self._transforms.close()

    def methods(self) -> Methods:
        """The methods by name, with the class of their requests. Each may raise Refused."""
        return {
            "GetDeploymentInfo": (self._get_deployment_info, Empty),
            "SupportsFeature": (self._supports_feature, resource_pb2.SupportsFeatureRequest),
            "Invoke": (self._invoke, resource_pb2.ResourceInvokeRequest),
            "Call": (self._call, resource_pb2.ResourceCallRequest),
            "ReadResource": (self._read_resource, resource_pb2.ReadResourceRequest),
            "RegisterResource": (self._register_resource, resource_pb2.RegisterResourceRequest),
            "RegisterResourceOutputs": (self._register_resource_outputs, resource_pb2.RegisterResourceOutputsRequest),
            "RegisterStackTransform": (self._register_stack_transform, callback_pb2.Callback),
            "RegisterStackInvokeTransform": (self._register_stack_invoke_transform, callback_pb2.Callback),
            "RegisterResourceHook": (self._register_resource_hook, resource_pb2.RegisterResourceHookRequest),
            "RegisterErrorHook": (self._register_error_hook, resource_pb2.RegisterErrorHookRequest),
            "RegisterPackage": (self._register_package, resource_pb2.RegisterPackageRequest),
            "SignalAndWaitForShutdown": (self._signal_and_wait_for_shutdown, Empty),
        }

    def _supports_feature(self, request: _Message) -> _Message:
        """Whether this monitor can do a thing, for SDKs that ask for one at a time."""
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in _FEATURES)

    def _get_deployment_info(self, _request: _Message) -> _Message:
        """All that this monitor can do, for SDKs that ask once."""
        features = [resource_pb2.ResourceMonitorFeature.Value(f"{_FEATURE}{name}") for name in _FEATURES.values()]
        return resource_pb2.DeploymentInfo(supportedFeatures=features)

    def _register_resource(self, request: _Message) -> _Message:
        """Take up a resource, after the transforms that apply to it."""
        with self._refusing():
            given = self._options.of(request)
            properties, options, resting_on = self._transforms.applied(request, given)
            asked = registration(
                request,
                options,
                self._assets.hashed(properties),
                options.depends_on,
                {key: tuple(sorted(urns)) for key, urns in resting_on.items()},
                self._positions.of(request),
            )
            with self._lock:
                registered = self._deployment.register(asked)
                self._transforms.taken_up(registered.urn, request)
                self._options.taken_up(registered.urn, request, options, registered.provider)
                if has_hooks(options):
                    self._deployment.not_run("hooks of resources")
            # what a component puts out comes later
            outputs = encode(registered.outputs if request.custom else {})
            return resource_pb2.RegisterResourceResponse(urn=registered.urn, id=registered.id, object=outputs)

    def _read_resource(self, request: _Message) -> _Message:
        """Take up a resource that exists already."""
        with self._refusing(), self._lock:
            read = self._deployment.read(
                Reading(
                    type=request.type,
                    name=request.name,
                    id=request.id,
                    inputs=without_outputs(decode(request.properties)),
                    parent=request.parent,
                    provider=request.provider,
                    version=request.version,
                    download_url=request.pluginDownloadURL,
                    dependencies=tuple(sorted(request.dependencies)),
                    additional_secret_outputs=tuple(request.additionalSecretOutputs),
                    positions=self._positions.of(request),
                )
            )
            return resource_pb2.ReadResourceResponse(urn=read.urn, properties=encode(read.outputs))

    def _register_resource_outputs(self, request: _Message) -> _Message:
        """Take up what a component puts out."""
        with self._refusing(), self._lock:
            self._deployment.outputs(request.urn, self._assets.hashed(without_outputs(decode(request.outputs))))
            return Empty()

    def _invoke(self, request: _Message) -> _Message:
        """Answer a provider's function."""
        with self._refusing():
            provider = self._options.provider(package_of(request.tok), request.provider, request)
            given = resource_pb2.TransformInvokeOptions(
                provider=provider, version=request.version, plugin_download_url=request.pluginDownloadURL
            )
            args, options = self._transforms.asked(request.tok, decode(request.args), given)
            with self._lock:
                if self._deployment.is_pending(getattr(request, "dependsOn", ())):
                    return _InvokeResponse(unknown=True)
                found = self._deployment.invoke(
                    request.tok, args, options.provider, options.version, options.plugin_download_url
                )
            return _InvokeResponse(**{"return": encode(found)})

    def _call(self, request: _Message) -> _Message:
        """Answer a method of a resource."""
        with self._refusing(), self._lock:
            found = self._deployment.call(request.tok, without_outputs(decode(request.args)))
            return provider_pb2.CallResponse(**{"return": encode(found)})

    def _register_stack_transform(self, request: _Message) -> _Message:
        """Take up a transform of all resources that are registered from now on."""
        self._transforms.of_stack(request)
        return Empty()

    def _register_stack_invoke_transform(self, request: _Message) -> _Message:
        """Take up a transform of all functions that are called from now on."""
        self._transforms.of_functions(request)
        return Empty()

    def _register_resource_hook(self, _request: _Message) -> _Message:
        """Hear of a hook, which is not run."""
        with self._lock:
            self._deployment.not_run("hooks of resources")
        return Empty()

    def _register_error_hook(self, _request: _Message) -> _Message:
        """Hear of a hook on errors; a preview has none of the errors that it is for."""
        return Empty()

    def _register_package(self, _request: _Message) -> _Message:
        """Take up a package with parameters; its resources are told by their types."""
        return resource_pb2.RegisterPackageResponse(ref=str(uuid4()))

    def _signal_and_wait_for_shutdown(self, _request: _Message) -> _Message:
        """The program has declared everything; a preview has nothing to wait for."""
        self._transforms.close()
        return Empty()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """What is refused within is told to the program and remembered for the user."""
        try:
            yield
        except Gone:
            raise
        except (Refused, OutlayError) as refusal:
            self._transcript.refusals.append(refusal)
            raise Refused(str(refusal)) from None
        except RecursionError:
            self._transcript.refusals.append(Refused(_TOO_DEEP))
            raise Refused(_TOO_DEEP) from None
        except Exception as error:  # of ours: it is raised where the preview was asked for, not in the program
            self._transcript.faults.append(error)
            raise Refused(f"an error of the engine's own: {error}") from None


class EngineService:
    """The engine as a program sees it: it hears the program's messages, and knows the stack's own resource."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._root = ""

    def methods(self) -> Methods:
        """The methods by name, with the class of their requests. Each may raise Refused."""
        return {
            "Log": (self._log, engine_pb2.LogRequest),
            "GetRootResource": (self._get_root_resource, engine_pb2.GetRootResourceRequest),
            "SetRootResource": (self._set_root_resource, engine_pb2.SetRootResourceRequest),
            "StartDebugging": (self._start_debugging, engine_pb2.StartDebuggingRequest),
            "RequirePulumiVersion": (self._require_pulumi_version, engine_pb2.RequirePulumiVersionRequest),
        }

    def _log(self, request: _Message) -> _Message:
        """Keep a message, unless it is for debugging."""
        severity = _SEVERITIES.get(request.severity)
        if severity is not None:
            self._transcript.diagnostics.append(Diagnostic(severity, request.message, request.urn or None))
        return Empty()

    def said(self, line: str) -> None:
        """Keep a line that the program printed."""
        self._transcript.diagnostics.append(Diagnostic(DiagnosticSeverity.INFO, line))

    def _get_root_resource(self, _request: _Message) -> _Message:
        """The URN of the stack's own resource."""
        return engine_pb2.GetRootResourceResponse(urn=self._root)

    def _set_root_resource(self, request: _Message) -> _Message:
        """Hear of the stack's own resource."""
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()

    def _start_debugging(self, _request: _Message) -> _Message:
        """Nothing is debugged here."""
        return Empty()

    def _require_pulumi_version(self, _request: _Message) -> _Message:
        """Any version will do: none of a CLI's is here to be compared."""
        return engine_pb2.RequirePulumiVersionResponse()
