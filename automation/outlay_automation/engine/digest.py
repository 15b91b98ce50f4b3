"""The digest that `pulumi preview --json --show-sames` prints, as a `Preview`.

Pure: from parsed JSON to frozen values. Not here: running the CLI, and what the event log adds (`events`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

from outlay.region import region_of_inputs
from outlay.resource import UNKNOWN, Resource, Secret, Snapshot, SourcePosition, Unknown, Urn, Value, name_of
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
    "read-replacement": Op.READ,
    "discard": Op.DISCARD,
    "discard-replaced": Op.READ,
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
_DELETING: Final = frozenset({"delete", "replace", "delete-replaced"})
_IS_PACKAGE: Final = "/site-packages/"
"""Marks files that are not the user's, though a virtual environment may lie within the project."""
Settings: TypeAlias = Mapping[str, Mapping[str, Value]]
"""Provider properties by package."""


def snapshots(
    digest: Mapping[str, Any], project: str, stack: str, elsewhere: Settings = MappingProxyType({})
) -> tuple[Snapshot, Snapshot]:
    """The resources before and after that the digest's steps name, in its order.

    Args:
        digest: the parsed document; numbers with a fraction as decimals.
        project: the project's name.
        stack: the stack's own name.
        elsewhere: by package, what every provider falls back on: the environment's region, say.
    """
    before: dict[Urn, Resource] = {}
    after: dict[Urn, Resource] = {}
    for step in _steps(digest):
        old, new = step.get("oldState"), step.get("newState")
        # a replacement that was interrupted after its deletion has left nothing but the name
        if old and not old.get("pendingReplacement"):
            before[old["urn"]] = resource_of(old)
        if new and step["op"] not in _GONE_AFTER:
            after[new["urn"]] = resource_of(new)
    config = digest.get("config") or {}
    return (
        with_providers(Snapshot(before, project, stack), config, elsewhere, is_past=True),
        with_providers(Snapshot(after, project, stack), config, elsewhere),
    )


def steps_of(digest: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps, those of one resource's replacement folded into one, in the digest's order."""
    found: dict[Urn, Step] = {}
    for raw in _steps(digest):
        old, new = raw.get("oldState"), raw.get("newState")
        urn = raw["urn"]
        step = Step(
            op=_OPS.get(raw["op"], Op.UPDATE),
            urn=urn,
            old_urn=old["urn"] if old else None,
            replace_keys=tuple(raw.get("replaceReasons") or ()),
            changes=tuple(_changes(raw.get("detailedDiff") or {})),
            source=_source(new or old or {}),
        )
        found[urn] = _folded(found[urn], step) if urn in found else step
    return tuple(found.values())


def notices_of(digest: Mapping[str, Any]) -> tuple[str, ...]:
    """What the steps say about cost that no difference of two snapshots can show, sorted."""
    found = set()
    for step in digest.get("steps") or ():
        old = step.get("oldState") or {}
        if _is_remains(step):
            found.add(f"{_called(old)}: left over from an interrupted replacement; what it still costs is not counted")
        elif old.get("retainOnDelete") and step["op"] in _DELETING and old.get("custom") and not old.get("external"):
            found.add(f"{_called(old)}: retained when it leaves the stack; it goes on costing, outside of this total")
    return tuple(sorted(found))


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
        source=_source(state),
    )


def with_providers(
    snapshot: Snapshot,
    config: Mapping[str, str],
    elsewhere: Settings = MappingProxyType({}),
    *,
    is_past: bool = False,
) -> Snapshot:
    """The snapshot with region and default tags of each resource's provider filled in.

    A resource's own region comes first, then that of its explicit provider, or of the configuration where it has
    none, then that of `elsewhere`, and at last the one that its outputs tell. For resources of the past (`is_past`)
    their outputs come before a configuration that may have changed since.
    """
    providers = {each.urn: each for each in snapshot if each.type.startswith(_PROVIDER_TYPE)}
    defaults = {package: _configured(package, config) for package in _DEFAULT_TAGS}

    def provided(resource: Resource) -> Resource:
        package = resource.package
        if package not in _DEFAULT_TAGS:
            return resource
        explicit = providers.get(resource.provider or "")
        settings = explicit.inputs if explicit is not None else defaults[package]
        sources = [settings, elsewhere.get(package, {})]
        sources.insert(0 if is_past and explicit is None else len(sources), _known(resource.outputs))
        regions = [resource.region, *(region_of_inputs(package, source) for source in sources)]
        region = next((each for each in regions if each is not None), None)
        return replace(resource, region=region, default_tags=_tags(package, settings))

    return Snapshot({each.urn: provided(each) for each in snapshot}, snapshot.project, snapshot.stack)


def _known(values: Mapping[str, Value]) -> Mapping[str, Value]:
    return {key: value for key, value in values.items() if isinstance(value, str)}


def _configured(package: str, config: Mapping[str, str]) -> Mapping[str, Value]:
    """What the configuration says to the package's default provider."""
    keys = (*_REGION_KEYS, _DEFAULT_TAGS[package][0])
    return {key: value_of(config[f"{package}:{key}"]) for key in keys if f"{package}:{key}" in config}


def _tags(package: str, settings: Mapping[str, Value]) -> Mapping[str, Value] | Unknown:
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
    if isinstance(raw, Unknown | Secret):
        return UNKNOWN
    return raw if isinstance(raw, Mapping) else {}


def _steps(digest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The steps of resources; a leftover bears the name of its successor, which is the resource."""
    return (step for step in digest.get("steps") or () if not _is_remains(step))


def _is_remains(step: Mapping[str, Any]) -> bool:
    """Whether a step removes what an interrupted replacement left over."""
    return step["op"] == "delete" and bool((step.get("oldState") or {}).get("delete"))


def _called(state: Mapping[str, Any]) -> str:
    return f"{state['type']} {name_of(state['urn'])}"


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


def _source(state: Mapping[str, Any]) -> SourcePosition | None:
    """Where the user's own code declared a resource: a position within a library is of no use to anybody."""
    frames = (frame.get("sourcePosition") for frame in state.get("stackTrace") or ())
    return next(filter(None, map(_position, (state.get("sourcePosition"), *frames))), None)


def _position(text: str | None) -> SourcePosition | None:
    """`project:///shop.py#12,4` as file, line and column; None for what lies outside of the project."""
    file, _, where = (text or "").partition("#")
    line, _, column = where.partition(",")
    name = unquote(file.removeprefix("project:///"))
    if not line.isdigit() or not file.startswith("project:///") or name.startswith(("../", "/")) or _IS_PACKAGE in name:
        return None
    return SourcePosition(name, int(line), int(column) if column.isdigit() else 0)
