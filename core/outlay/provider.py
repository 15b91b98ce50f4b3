"""What a provider says of all its resources: the region they live in and the tags they carry.

Not here: the region that a resource's own inputs name (`outlay.region`), and where an engine's documents say which
provider a resource has.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from outlay.region import region_of_inputs
from outlay.resource import UNKNOWN, Resource, Secret, Snapshot, Unknown, Value
from outlay.wire import value_of

PROVIDER_TYPE: Final = "pulumi:providers:"
"""How the type of every provider instance begins; the package's name follows."""
_DEFAULT_TAGS: Final = {"aws": ("defaultTags", "tags"), "gcp": ("defaultLabels", None)}
"""By package, the provider property that holds tags for all its resources, and the key within it."""
_REGION_KEYS: Final = ("region", "zone")

Settings: TypeAlias = Mapping[str, Mapping[str, Value]]
"""Provider properties by the URN of the provider instance, or by package."""


def with_providers(
    snapshot: Snapshot,
    config: Mapping[str, str],
    providers: Settings = MappingProxyType({}),
    elsewhere: Settings = MappingProxyType({}),
) -> Snapshot:
    """The snapshot with region and default tags of each resource's provider filled in.

    A resource's own region comes first, then that of its provider (the configuration's, where the provider is not
    known), then that of `elsewhere`, and at last the one that its outputs tell.

    Args:
        snapshot: the resources; explicit providers among them are known.
        config: the stack's configuration.
        providers: inputs of further provider instances by URN.
        elsewhere: what providers fall back on, by package.
    """
    known = {**{each.urn: each.inputs for each in snapshot if each.type.startswith(PROVIDER_TYPE)}, **providers}
    defaults = {package: _configured(package, config) for package in _DEFAULT_TAGS}

    def provided(resource: Resource) -> Resource:
        package = resource.package
        if package not in _DEFAULT_TAGS:
            return resource
        return with_provider(resource, known.get(resource.provider or "", defaults[package]), elsewhere.get(package))

    return Snapshot({each.urn: provided(each) for each in snapshot}, snapshot.project, snapshot.stack)


def with_provider(
    resource: Resource, settings: Mapping[str, Value], elsewhere: Mapping[str, Value] | None = None
) -> Resource:
    """The resource with region and default tags of its provider filled in; as it is where its package has neither.

    Args:
        resource: a resource; the region of its own inputs comes first, that of its outputs last.
        settings: its provider's inputs.
        elsewhere: what the provider falls back on.
    """
    package = resource.package
    if package not in _DEFAULT_TAGS:
        return resource
    sources = (settings, elsewhere or {}, _texts(resource.outputs))
    regions = (resource.region, *(region_of_inputs(package, source) for source in sources))
    region = next((each for each in regions if each is not None), None)
    return replace(resource, region=region, default_tags=default_tags(package, settings))


def _texts(values: Mapping[str, Value]) -> Mapping[str, Value]:
    return {key: value for key, value in values.items() if isinstance(value, str)}


def _configured(package: str, config: Mapping[str, str]) -> Mapping[str, Value]:
    """What the configuration says to the package's default provider."""
    keys = (*_REGION_KEYS, _DEFAULT_TAGS[package][0])
    return {key: value_of(config[f"{package}:{key}"]) for key in keys if f"{package}:{key}" in config}


def default_tags(package: str, settings: Mapping[str, Value]) -> Mapping[str, Value] | Unknown:
    """A provider's tags for all its resources; the marker where they are open.

    Args:
        package: the provider package, `aws` or `gcp`.
        settings: its inputs; the engine hands nested ones over as JSON in a text.
    """
    key, inner = _DEFAULT_TAGS[package]
    raw = settings.get(key)
    if isinstance(raw, str):
        try:
            raw = value_of(json.loads(raw))
        except json.JSONDecodeError:
            return {}
    if inner is not None and isinstance(raw, Mapping):
        raw = raw.get(inner)
    if isinstance(raw, Unknown | Secret):
        return UNKNOWN
    return raw if isinstance(raw, Mapping) else {}
