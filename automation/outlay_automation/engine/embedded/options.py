"""The options of a resource as the program gives them, and what of them it takes from its parent.

They stay in the protocol's own message, since transforms get and give that. Not here: the transforms (`transforms`).
"""

from collections.abc import Iterable
from typing import Any, Final

from outlay.provider import PROVIDER_TYPE
from outlay.resource import Urn, type_of

from outlay_automation.engine.embedded.registration import Alias, Registration
from outlay_automation.engine.offline.messages import alias_pb2, resource_pb2
from outlay_automation.engine.offline.tables import package_of
from outlay_automation.engine.offline.values import Properties, decode_value

# Messages of the protocol have no types that mypy knows.
_Message = Any

_TAKEN: Final = {
    "import": "importId",
    "depends_on": "dependencies",
    "protect": "protect",
    "ignore_changes": "ignoreChanges",
    "replace_on_changes": "replaceOnChanges",
    "replacement_trigger": "replacement_trigger",
    "replace_with": "replace_with",
    "version": "version",
    "provider": "provider",
    "providers": "providers",
    "hide_diff": "hideDiffs",
    "custom_timeouts": "customTimeouts",
    "plugin_download_url": "pluginDownloadURL",
    "plugin_checksums": "pluginChecksums",
    "retain_on_delete": "retainOnDelete",
    "deleted_with": "deletedWith",
    "additional_secret_outputs": "additionalSecretOutputs",
    "hooks": "hooks",
}
"""The options by the names of a transform, with those of a registration."""
_INHERITED: Final = ("protect", "retain_on_delete", "deleted_with")


class Options:
    """The options of every resource so far: what comes later may take something from them."""

    def __init__(self) -> None:
        self._options: dict[Urn, _Message] = {}
        self._references: dict[Urn, str] = {}
        self._providers: dict[Urn, dict[str, str]] = {}
        """By component, the providers that its children get, by package."""

    def of(self, request: _Message) -> _Message:
        """The options of a registration, as a transform gets them."""
        options = resource_pb2.TransformResourceOptions()
        for name, field in _TAKEN.items():
            _copy(request, field, options, name)
        for urn in request.aliasURNs:
            options.aliases.append(alias_pb2.Alias(urn=urn))
        options.aliases.extend(request.aliases)
        if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace:
            options.delete_before_replace = request.deleteBeforeReplace
        if parent := self._options.get(request.parent):
            self._inherit(request, options, parent)
        if request.custom or request.remote:
            options.provider = self.provider(package_of(request.type), options.provider, request)
        return options

    def provider(self, package: str, given: str, request: _Message) -> str:
        """The reference of the provider that a request names itself or by its parent; empty for the default one."""
        named = getattr(request, "providers", {})
        return given or named.get(package) or self._providers.get(request.parent, {}).get(package, "")

    def taken_up(self, urn: Urn, request: _Message, options: _Message, reference: str) -> None:
        """Remember a resource's options for its children, and the reference of the provider that serves it."""
        self._options[urn] = options
        self._references[urn] = reference
        if not request.custom:
            self._providers[urn] = {**self._providers.get(request.parent, {}), **options.providers}

    def _inherit(self, request: _Message, options: _Message, parent: _Message) -> None:
        for name in _INHERITED:
            if not _is_set(options, name):
                _copy(parent, name, options, name)
        reference = self._references[request.parent]
        served = type_of(reference.rpartition("::")[0]).removeprefix(PROVIDER_TYPE)
        if not options.provider and reference and (request.custom or request.remote) and served:
            options.provider = reference if served == package_of(request.type) else ""


def registration(
    request: _Message,
    options: _Message,
    inputs: Properties,
    dependencies: Iterable[Urn],
    property_dependencies: dict[str, tuple[Urn, ...]],
    positions: tuple[str, ...],
) -> Registration:
    """A request with its options, its inputs and what they rest on, as plain values."""
    trigger = options.replacement_trigger if _is_set(options, "replacement_trigger") else None
    return Registration(
        type=request.type,
        name=request.name,
        custom=request.custom,
        inputs=inputs,
        parent=request.parent,
        remote=request.remote,
        provider=options.provider,
        version=options.version,
        download_url=options.plugin_download_url,
        dependencies=tuple(sorted(dependencies)),
        property_dependencies=property_dependencies,
        aliases=tuple(map(_alias, options.aliases)),
        ignore_changes=tuple(options.ignore_changes),
        replace_on_changes=tuple(options.replace_on_changes),
        replace_with=tuple(getattr(options, "replace_with", ())),
        replacement_trigger=decode_value(trigger) if trigger is not None else None,
        delete_before_replace=options.delete_before_replace if options.HasField("delete_before_replace") else None,
        additional_secret_outputs=tuple(options.additional_secret_outputs),
        protect=options.protect,
        retain_on_delete=options.retain_on_delete,
        import_id=getattr(options, "import", ""),
        positions=positions,
    )


def has_hooks(options: _Message) -> bool:
    """Whether the program wants functions of its own to be called on the way."""
    hooks = options.hooks
    return any(getattr(hooks, field.name) for field in hooks.DESCRIPTOR.fields)


def _copy(source: _Message, field: str, target: _Message, name: str) -> None:
    """Copy what is set of a field; versions of the protocol that do not know it have none."""
    if name not in target.DESCRIPTOR.fields_by_name or not _is_set(source, field):
        return
    value = getattr(source, field)
    if hasattr(value, "MergeFrom"):  # a message, a list or a mapping
        getattr(target, name).MergeFrom(value)
    else:
        setattr(target, name, value)


def _is_set(message: _Message, name: str) -> bool:
    described = message.DESCRIPTOR.fields_by_name.get(name)
    if described is None:
        return False
    return bool(message.HasField(name) if described.has_presence else getattr(message, name))


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
