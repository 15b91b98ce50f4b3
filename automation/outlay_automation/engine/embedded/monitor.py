"""The program's two counterparts: the resource monitor takes its resources, the engine its words.

Every method takes a message of Pulumi's protocol and answers with one, and is reached over gRPC or as it is (`server`).
Only conversion is here; `deployment` decides.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote, urlsplit
from uuid import uuid4

from google.protobuf.empty_pb2 import Empty
from outlay.errors import OutlayError
from outlay.resource import Urn
from outlay.step import Diagnostic, DiagnosticSeverity

from outlay_automation.engine.embedded.callbacks import Callbacks
from outlay_automation.engine.embedded.deployment import Deployment
from outlay_automation.engine.embedded.output_values import with_outputs, without_outputs
from outlay_automation.engine.embedded.registration import Alias, Reading, Refused, Registration
from outlay_automation.engine.offline.messages import alias_pb2, callback_pb2, engine_pb2, provider_pb2, resource_pb2
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
_InvokeResponse: Final = getattr(resource_pb2, "ResourceInvokeResponse", provider_pb2.InvokeResponse)
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
        self._transcript = transcript
        self._directory = directory
        self._callbacks = Callbacks()
        self._lock = Lock()
        self._positions: dict[tuple[str, int, int], str] = {}
        self._stack_transforms: list[_Message] = []
        self._invoke_transforms: list[_Message] = []
        self._transforms: dict[Urn, tuple[_Message, ...]] = {}
        """By resource, its own transforms and those of all above it: what its children get."""

    def close(self) -> None:
        """Let go of the program's callbacks."""
        self._callbacks.close()

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
            asked = self._registration(request)
            transforms = (*request.transforms, *self._transforms.get(request.parent, ()))
            for transform in (*transforms, *self._stack_transforms):
                asked = self._transformed(asked, request, transform)
            with self._lock:
                registered = self._deployment.register(asked)
                self._transforms[registered.urn] = transforms
                if _has_hooks(request):
                    self._deployment.not_run("hooks of resources")
            return resource_pb2.RegisterResourceResponse(
                urn=registered.urn, id=registered.id, object=encode(registered.outputs)
            )

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
                    positions=self._declared_at(request),
                )
            )
            return resource_pb2.ReadResourceResponse(urn=read.urn, properties=encode(read.outputs))

    def _register_resource_outputs(self, request: _Message) -> _Message:
        """Take up what a component puts out."""
        with self._refusing(), self._lock:
            self._deployment.outputs(request.urn, without_outputs(decode(request.outputs)))
            return Empty()

    def _invoke(self, request: _Message) -> _Message:
        """Answer a provider's function."""
        with self._refusing():
            args = decode(request.args)
            provider, version, url = request.provider, request.version, request.pluginDownloadURL
            for transform in self._invoke_transforms:
                options = resource_pb2.TransformInvokeOptions(
                    provider=provider, version=version, plugin_download_url=url
                )
                sent = resource_pb2.TransformInvokeRequest(
                    token=request.tok, args=encode(with_outputs(args, {})), options=options
                )
                answer = self._callbacks.call(transform, sent, resource_pb2.TransformInvokeResponse)
                args = without_outputs(decode(answer.args))
                if answer.HasField("options"):
                    options = answer.options
                    provider, version, url = options.provider, options.version, options.plugin_download_url
            with self._lock:
                found = self._deployment.invoke(request.tok, without_outputs(args), provider, version, url)
            return _InvokeResponse(**{"return": encode(found)})

    def _call(self, request: _Message) -> _Message:
        """Answer a method of a resource."""
        with self._refusing(), self._lock:
            found = self._deployment.call(request.tok, without_outputs(decode(request.args)))
            return provider_pb2.CallResponse(**{"return": encode(found)})

    def _register_stack_transform(self, request: _Message) -> _Message:
        """Take up a transform of all resources that are registered from now on."""
        self._stack_transforms.append(request)
        return Empty()

    def _register_stack_invoke_transform(self, request: _Message) -> _Message:
        """Take up a transform of all functions that are called from now on."""
        self._invoke_transforms.append(request)
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
        return Empty()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """What is refused within is told to the program and remembered for the user."""
        try:
            yield
        except (Refused, OutlayError) as refusal:
            self._transcript.refusals.append(refusal)
            raise Refused(str(refusal)) from None
        except RecursionError:
            self._transcript.refusals.append(Refused(_TOO_DEEP))
            raise Refused(_TOO_DEEP) from None
        except Exception as error:  # of ours: it is raised where the preview was asked for, not in the program
            self._transcript.faults.append(error)
            raise Refused(f"an error of the engine's own: {error}") from None

    def _transformed(self, asked: Registration, request: _Message, transform: _Message) -> Registration:
        sent = resource_pb2.TransformRequest(
            type=asked.type,
            name=asked.name,
            custom=asked.custom,
            parent=asked.parent,
            properties=encode(with_outputs(asked.inputs, asked.property_dependencies)),
            options=_options(asked, request),
        )
        answer = self._callbacks.call(transform, sent, resource_pb2.TransformResponse)
        changed = replace(asked, inputs=without_outputs(decode(answer.properties)))
        if not answer.HasField("options"):
            return changed
        options = answer.options
        return replace(
            changed,
            provider=options.provider,
            version=options.version,
            download_url=options.plugin_download_url,
            dependencies=tuple(sorted(options.depends_on)),
            aliases=tuple(map(_alias, options.aliases)),
            ignore_changes=tuple(options.ignore_changes),
            replace_on_changes=tuple(options.replace_on_changes),
            additional_secret_outputs=tuple(options.additional_secret_outputs),
            protect=options.protect,
            retain_on_delete=options.retain_on_delete,
        )

    def _registration(self, request: _Message) -> Registration:
        return Registration(
            type=request.type,
            name=request.name,
            custom=request.custom,
            inputs=without_outputs(decode(request.object)),
            parent=request.parent,
            remote=request.remote,
            provider=request.provider,
            version=request.version,
            download_url=request.pluginDownloadURL,
            dependencies=tuple(sorted(request.dependencies)),
            property_dependencies={
                key: tuple(sorted(found.urns)) for key, found in request.propertyDependencies.items()
            },
            aliases=(*(Alias(urn=urn) for urn in request.aliasURNs), *map(_alias, request.aliases)),
            ignore_changes=tuple(request.ignoreChanges),
            replace_on_changes=tuple(request.replaceOnChanges),
            additional_secret_outputs=tuple(request.additionalSecretOutputs),
            protect=request.protect,
            retain_on_delete=request.retainOnDelete,
            import_id=request.importId,
            positions=self._declared_at(request),
        )

    def _declared_at(self, request: _Message) -> tuple[str, ...]:
        """Where the program declared a resource, the innermost place first, told from the project's folder."""
        frames = (frame.pc for frame in request.stackTrace.frames) if request.HasField("stackTrace") else ()
        return tuple(self._position(each) for each in (request.sourcePosition, *frames))

    def _position(self, place: _Message) -> str:
        key = (place.uri, place.line, place.column)
        if key not in self._positions:
            path = unquote(urlsplit(place.uri).path)
            where = f"{place.line},{place.column}" if place.column else str(place.line)
            told = quote(os.path.relpath(path, self._directory)) if path else ""
            self._positions[key] = f"project:///{told}#{where}" if told else ""
        return self._positions[key]


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
        """Keep a message, unless it is for debugging or on its way only."""
        severity = _SEVERITIES.get(request.severity)
        if severity is not None and not request.ephemeral:
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


def _has_hooks(request: _Message) -> bool:
    hooks = request.hooks
    return any(getattr(hooks, field.name) for field in hooks.DESCRIPTOR.fields)


def _options(asked: Registration, request: _Message) -> _Message:
    """The options of a resource for a transform, as far as earlier transforms left them."""
    options = resource_pb2.TransformResourceOptions(
        depends_on=asked.dependencies,
        protect=asked.protect,
        ignore_changes=asked.ignore_changes,
        replace_on_changes=asked.replace_on_changes,
        version=asked.version,
        aliases=[_alias_message(each) for each in asked.aliases],
        provider=asked.provider,
        additional_secret_outputs=asked.additional_secret_outputs,
        providers=dict(request.providers),
        plugin_download_url=asked.download_url,
        retain_on_delete=asked.retain_on_delete,
        deleted_with=request.deletedWith,
    )
    if request.HasField("customTimeouts"):
        options.custom_timeouts.CopyFrom(request.customTimeouts)
    if request.deleteBeforeReplaceDefined:
        options.delete_before_replace = request.deleteBeforeReplace
    return options


def _alias(message: _Message) -> Alias:
    if message.urn:
        return Alias(urn=message.urn)
    spec = message.spec
    return Alias(
        name=spec.name,
        type=spec.type,
        stack=spec.stack,
        project=spec.project,
        parent=spec.parentUrn,
        no_parent=spec.noParent,
    )


def _alias_message(alias: Alias) -> _Message:
    if alias.urn:
        return alias_pb2.Alias(urn=alias.urn)
    spec = alias_pb2.Alias.Spec(name=alias.name, type=alias.type, stack=alias.stack, project=alias.project)
    if alias.no_parent:
        spec.noParent = True
    elif alias.parent:
        spec.parentUrn = alias.parent
    return alias_pb2.Alias(spec=spec)
