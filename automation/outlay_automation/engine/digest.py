"""The digest that `pulumi preview --json --show-sames` prints, as a `Preview`.

Pure: from parsed JSON to frozen values. Not here: running the CLI, and what the event log adds (`events`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import unquote

from outlay.provider import Settings, with_providers
from outlay.region import region_of_inputs
from outlay.resource import Resource, Snapshot, SourcePosition, Urn, Value, name_of, type_of
from outlay.step import Op, PropertyChange, Step
from outlay.wire import UNKNOWN_TEXT, values_of

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
_DELETING: Final = frozenset({"delete", "replace", "delete-replaced"})
_IS_PACKAGE: Final = "/site-packages/"
"""Marks files that are not the user's, though a virtual environment may lie within the project."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A resource after its step: the digest is written before, and has id and outputs by chance."""

    id: str | None
    outputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Besides:
    """What the engine tells besides the digest, in its events and before it runs.

    `providers_before` and `providers_after` are the inputs of every provider instance, the default ones included, by
    URN; `elsewhere` is what providers of a package fall back on (the environment's region, say); `deleted` are
    resources that an interrupted replacement has deleted already, `left_over` those that it has not deleted yet.
    `settled` is what each resource's step came to, by URN.
    """

    providers_before: Settings = field(default_factory=dict)
    providers_after: Settings = field(default_factory=dict)
    elsewhere: Settings = field(default_factory=dict)
    deleted: frozenset[Urn] = frozenset()
    left_over: tuple[Urn, ...] = ()
    settled: Mapping[Urn, Settled] = field(default_factory=dict)


def snapshots(
    digest: Mapping[str, Any], project: str, stack: str, besides: Besides = Besides()
) -> tuple[Snapshot, Snapshot]:
    """The resources before and after that the steps name, by URN: the engine's own order changes from run to run.

    Args:
        digest: the parsed document; numbers with a fraction as decimals.
        project: the project's name.
        stack: the stack's own name.
        besides: what the digest leaves out.
    """
    before: dict[Urn, Resource] = {}
    after: dict[Urn, Resource] = {}
    for step in digest.get("steps") or ():
        old, new = step.get("oldState"), step.get("newState")
        if old and old["urn"] not in besides.deleted:
            before[old["urn"]] = resource_of(old)
        if new and step["op"] not in _GONE_AFTER:
            resource, settled = resource_of(new), besides.settled.get(new["urn"])
            if settled is not None:
                resource = replace(resource, id=settled.id, outputs=settled.outputs)
            after[new["urn"]] = resource
    config = digest.get("config") or {}
    sides = ((before, besides.providers_before), (after, besides.providers_after))
    past, future = (
        with_providers(Snapshot(dict(sorted(side.items())), project, stack), config, providers, besides.elsewhere)
        for side, providers in sides
    )
    return past, future


def steps_of(digest: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps by URN, those of one resource's replacement folded into one."""
    found: dict[Urn, Step] = {}
    for raw in digest.get("steps") or ():
        old, new = raw.get("oldState"), raw.get("newState")
        urn = raw["urn"]
        step = Step(
            op=_OPS.get(raw["op"], Op.UPDATE),
            urn=urn,
            old_urn=old["urn"] if old else None,
            replace_keys=tuple(raw.get("replaceReasons") or ()),
            changes=tuple(_changes(raw.get("detailedDiff") or {})),
            source=source_of(new or old or {}),
        )
        found[urn] = _folded(found[urn], step) if urn in found else step
    return tuple(found[urn] for urn in sorted(found))


def notices_of(digest: Mapping[str, Any], besides: Besides = Besides()) -> tuple[str, ...]:
    """What no difference of two snapshots can show about cost, sorted."""
    found = {f"{_called(urn)}: {_LEFT_OVER}" for urn in besides.left_over}
    for step in digest.get("steps") or ():
        old = step.get("oldState") or {}
        if old.get("retainOnDelete") and step["op"] in _DELETING and old.get("custom") and not old.get("external"):
            found.add(f"{_called(old['urn'])}: {_RETAINED}")
    return tuple(sorted(found))


_LEFT_OVER: Final = "left over from an interrupted replacement; what it still costs is not counted"
_RETAINED: Final = "retained when it leaves the stack; it goes on costing, outside of this total"


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
        id=id_of(state),
        region=region_of_inputs(package, inputs),
        parent=state.get("parent") or None,
        provider=(state.get("provider") or "").rpartition("::")[0] or None,
        dependencies=tuple(state.get("dependencies") or ()),
        property_dependencies={
            key: tuple(urns) for key, urns in (state.get("propertyDependencies") or {}).items() if urns
        },
        custom=bool(state.get("custom")),
        external=bool(state.get("external")),
        source=source_of(state),
    )


def id_of(state: Mapping[str, Any]) -> str | None:
    """The id in a state; None where there is none yet."""
    return None if state.get("id") in (None, "", UNKNOWN_TEXT) else str(state["id"])


def _called(urn: Urn) -> str:
    return f"{type_of(urn)} {name_of(urn)}"


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


def source_of(state: Mapping[str, Any]) -> SourcePosition | None:
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
