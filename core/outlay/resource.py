"""Resources and snapshots as every engine hands them over: frozen, with markers where a value is open or secret.

Not here: how an engine's JSON becomes these values (the engine's adapter), and how pricers read them
(`outlay.estimate.subject`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeAlias

Urn: TypeAlias = str
"""A Pulumi URN: `urn:pulumi:STACK::PROJECT::PARENT_TYPE$TYPE::NAME`."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is open until deployment.

    `choices` are the values it can only have, where that set is known (a configuration value with allowed values);
    an estimate is then a range over them.
    """

    choices: tuple["Value", ...] = ()

    def __repr__(self) -> str:
        return "UNKNOWN" if not self.choices else f"UNKNOWN{list(self.choices)}"


class Secret:
    """A value that is secret. The value itself is not kept, so that nothing can print it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "SECRET"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret)

    def __hash__(self) -> int:
        return hash(Secret)


STACK_TYPE: Final = "pulumi:pulumi:Stack"
"""The type of the resource that stands for a stack itself and is the parent of all without another."""
UNKNOWN: Final = Unknown()
SECRET: Final = Secret()

Value: TypeAlias = "bool | int | Decimal | str | Unknown | Secret | Sequence[Value] | Mapping[str, Value] | None"
"""A property: a plain value, a marker, or a list or mapping of these. Floats end at the adapter."""


@dataclass(frozen=True, slots=True, order=True)
class SourcePosition:
    """Where in the user's program a resource was declared; `file` is relative to the project."""

    file: str
    line: int
    column: int = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource on one side of a change.

    `inputs` are those after the provider's check, `region` is where it lives (its own, else its provider's, else the
    configuration's), `default_tags` come from its provider and may be open as a whole. `outputs` serve only to
    recognise what others refer to (id, arn, name); a cost is never read from them, so that both sides of a change are
    read alike.
    """

    urn: Urn
    type: str
    name: str
    inputs: Mapping[str, Value] = field(default_factory=dict)
    outputs: Mapping[str, Value] = field(default_factory=dict)
    id: str | None = None
    region: str | Unknown | None = None
    parent: Urn | None = None
    provider: str | None = None
    dependencies: tuple[Urn, ...] = ()
    property_dependencies: Mapping[str, tuple[Urn, ...]] = field(default_factory=dict)
    default_tags: Mapping[str, Value] | Unknown = field(default_factory=dict)
    custom: bool = True
    remote: bool = False
    """A component whose children the preview could not open."""
    external: bool = False
    """Read from elsewhere (`.get()`): not managed by this stack."""
    unanswered: tuple[str, ...] = ()
    """Of the stack's own resource: provider functions that the program called and that nobody could answer, by token.
    Whatever rests on their answers is unknown."""
    source: SourcePosition | None = None

    @property
    def package(self) -> str:
        """The provider package: `aws` of `aws:ec2/instance:Instance`."""
        return self.type.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All resources of a stack at one moment, by URN, in the engine's order."""

    resources: Mapping[Urn, Resource] = field(default_factory=dict)
    project: str = ""
    stack: str = ""

    @classmethod
    def of(cls, *resources: Resource, project: str = "", stack: str = "") -> "Snapshot":
        """A snapshot of these resources."""
        return cls({resource.urn: resource for resource in resources}, project, stack)

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources.values())

    def __len__(self) -> int:
        return len(self.resources)


def urn_of(stack: str, project: str, type_: str, name: str) -> Urn:
    """The URN of a resource without a parent component."""
    return f"urn:pulumi:{stack}::{project}::{type_}::{name}"


def name_of(urn: Urn) -> str:
    """The resource's name: the last part of its URN."""
    return urn.split("::", 3)[-1]


def type_of(urn: Urn) -> str:
    """The resource's own type, without those of its parents."""
    parts = urn.split("::", 3)
    return parts[2].rpartition("$")[2] if len(parts) == 4 else ""
