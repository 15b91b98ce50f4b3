"""The digest that `pulumi preview --json --show-sames` prints, as a `Preview`.

Pure: from parsed JSON to frozen values. Not here: running the CLI, and what the event log adds (`events`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote

from outlay.region import region_of_inputs
from outlay.resource import Resource, Snapshot, SourcePosition, Urn, Value, name_of
from outlay.step import Op, PropertyChange, Step
from outlay.wire import value_of, values_of

_OPS: Final[Mapping[str, Op]] = {
    "create": Op.CREATE,
    "update": Op.UPDATE,
    "delete": Op.DELETE,
    "same": Op.SAME,
    "replace": Op.REPLACE,
    "create-replacement": Op.REPLACE,
    "delete-replaced": Op.REPLACE,
    "read": Op.READ,
    "read-replacement": Op.REPLACE,
    "discard": Op.DISCARD,
    "discard-replaced": Op.REPLACE,
    "remove-pending-replace": Op.REPLACE,
    "import": Op.IMPORT,
    "import-replacement": Op.REPLACE,
    "refresh": Op.REFRESH,
}
_GONE_AFTER: Final = frozenset({"delete", "discard", "delete-replaced", "discard-replaced", "remove-pending-replace"})
_PROVIDER_TYPE: Final = "pulumi:providers:"
_DEFAULT_TAGS: Final = {"aws": ("defaultTags", "tags"), "gcp": ("defaultLabels", None)}
"""By package, the provider property that holds tags for all its resources, and the key within it."""
_REGION_KEYS: Final = ("region", "zone")


def snapshots(digest: Mapping[str, Any], project: str, stack: str) -> tuple[Snapshot, Snapshot]:
    """The resources before and after that the digest's steps name, in its order."""
    before: dict[Urn, Resource] = {}
    after: dict[Urn, Resource] = {}
    for step in digest.get("steps") or ():
        old, new = step.get("oldState"), step.get("newState")
        if old and not _is_remains(step):
            before.setdefault(old["urn"], resource_of(old))
        if new and step["op"] not in _GONE_AFTER:
            after[new["urn"]] = resource_of(new)
    config = digest.get("config") or {}
    return (
        with_providers(Snapshot(before, project, stack), config),
        with_providers(Snapshot(after, project, stack), config),
    )


def steps_of(digest: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps, those of one resource's replacement folded into one, in the digest's order."""
    found: dict[Urn, Step] = {}
    for raw in digest.get("steps") or ():
        old, new = raw.get("oldState"), raw.get("newState")
        if _is_remains(raw):
            continue
        urn = raw["urn"]
        step = Step(
            op=_OPS.get(raw["op"], Op.UPDATE),
            urn=urn,
            old_urn=old["urn"] if old else None,
            replace_keys=tuple(raw.get("replaceReasons") or ()),
            changes=tuple(_changes(raw.get("detailedDiff") or {})),
            source=_source((new or old or {}).get("sourcePosition")),
        )
        found[urn] = _folded(found[urn], step) if urn in found else step
    return tuple(found.values())


def resource_of(state: Mapping[str, Any]) -> Resource:
    """One state of a digest or an export as a resource. Its provider's region and tags are not in it yet."""
    urn = state["urn"]
    inputs = values_of(state.get("inputs"))
    package = state["type"].partition(":")[0]
    return Resource(
        urn=urn,
        type=state["type"],
        name=name_of(urn),
        inputs=inputs,
        outputs=values_of(state.get("outputs")),
        id=state.get("id") or None,
        region=region_of_inputs(package, inputs),
        parent=state.get("parent") or None,
        provider=(state.get("provider") or "").rpartition("::")[0] or None,
        dependencies=tuple(state.get("dependencies") or ()),
        property_dependencies={
            key: tuple(urns) for key, urns in (state.get("propertyDependencies") or {}).items() if urns
        },
        custom=bool(state.get("custom")),
        external=bool(state.get("external")),
        source=_source(state.get("sourcePosition")),
    )


def with_providers(snapshot: Snapshot, config: Mapping[str, str]) -> Snapshot:
    """The snapshot with region and default tags of each resource's provider filled in.

    A resource's own region comes first, then that of its explicit provider, then the configuration's.
    """
    providers = {
        resource.urn: resource for resource in snapshot.resources.values() if resource.type.startswith(_PROVIDER_TYPE)
    }
    defaults = {package: _configured(package, config) for package in _DEFAULT_TAGS}
    return Snapshot(
        {urn: _provided(each, providers, defaults) for urn, each in snapshot.resources.items()},
        snapshot.project,
        snapshot.stack,
    )


def _provided(
    resource: Resource, providers: Mapping[Urn, Resource], defaults: Mapping[str, Mapping[str, Value]]
) -> Resource:
    if resource.package not in _DEFAULT_TAGS:
        return resource
    provider = providers.get(resource.provider or "")
    settings = provider.inputs if provider is not None else defaults[resource.package]
    region = resource.region if resource.region is not None else region_of_inputs(resource.package, settings)
    return replace(resource, region=region, default_tags=_tags(resource.package, settings))


def _configured(package: str, config: Mapping[str, str]) -> Mapping[str, Value]:
    """What the configuration says to the package's default provider."""
    keys = (*_REGION_KEYS, _DEFAULT_TAGS[package][0])
    return {key: value_of(config[f"{package}:{key}"]) for key in keys if f"{package}:{key}" in config}


def _tags(package: str, settings: Mapping[str, Value]) -> Mapping[str, Value]:
    """The provider's tags for all resources; the engine hands nested provider properties over as JSON in a text."""
    key, inner = _DEFAULT_TAGS[package]
    raw = settings.get(key)
    if isinstance(raw, str):
        try:
            raw = value_of(json.loads(raw))
        except json.JSONDecodeError:
            return {}
    if inner is not None and isinstance(raw, Mapping):
        raw = raw.get(inner)
    return raw if isinstance(raw, Mapping) else {}


def _is_remains(step: Mapping[str, Any]) -> bool:
    """Whether a step removes what an interrupted replacement left: its successor is the resource."""
    return step["op"] == "delete" and bool((step.get("oldState") or {}).get("delete"))


def _folded(first: Step, second: Step) -> Step:
    """Two steps of one resource as one: a replacement's parts make a replacement."""
    if Op.REPLACE not in (first.op, second.op):
        return second
    return replace(
        first,
        op=Op.REPLACE,
        old_urn=first.old_urn or second.old_urn,
        replace_keys=first.replace_keys or second.replace_keys,
        changes=first.changes or second.changes,
        source=first.source or second.source,
    )


def _changes(detailed: Mapping[str, Mapping[str, Any]]) -> Iterator[PropertyChange]:
    for path, change in sorted(detailed.items()):
        yield PropertyChange(path, str(change.get("kind", "update")))


def _source(position: str | None) -> SourcePosition | None:
    """`project:///shop.py#12,4` as file, line and column."""
    if not position:
        return None
    file, _, where = position.partition("#")
    line, _, column = where.partition(",")
    if not line.isdigit():
        return None
    name = unquote(file.removeprefix("project:///"))
    return SourcePosition(name, int(line), int(column) if column.isdigit() else 0)
