"""What an engine does to resources: steps and operations, in Pulumi's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from outlay.resource import Snapshot, SourcePosition, Urn


class Op(StrEnum):
    """What happens to a resource. The sub-steps of a replacement are one `replace`."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    SAME = "same"
    READ = "read"
    IMPORT = "import"
    DISCARD = "discard"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One property of a detailed diff: its path, and whether it is added, deleted or updated, with or without
    replacing the resource (`update-replace`), as the engine says it."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one resource.

    `urn` names it after the change (before it, for a delete). `old_urn` is its name before, also when it is the same;
    None for what did not exist.
    """

    op: Op
    urn: Urn
    old_urn: Urn | None = None
    replace_keys: tuple[str, ...] = ()
    changes: tuple[PropertyChange, ...] = ()
    source: SourcePosition | None = None


class DiagnosticSeverity(StrEnum):
    """How grave a message of the engine or the program is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A message of the engine, a provider or the program."""

    severity: DiagnosticSeverity
    message: str
    urn: Urn | None = None


@dataclass(frozen=True, slots=True)
class PolicyViolation:
    """What a policy pack attached to the engine said of a resource or the stack."""

    pack: str
    policy: str
    enforcement_level: str
    severity: str
    message: str
    urn: Urn | None = None

    @property
    def is_mandatory(self) -> bool:
        """Whether it blocks the deployment."""
        return self.enforcement_level == "mandatory"


@dataclass(frozen=True, slots=True, order=True)
class Assumption:
    """Something that figures rest on and that nobody stated.

    `subject` is the URN it concerns, or the name of the data source; `text` says what was assumed and why.
    """

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an engine found: the resources before and after, the steps between, and what it said on the way.

    `assumptions` are values that stand in for a cloud's answers; `notices` name what the engine could not do.
    """

    before: Snapshot
    after: Snapshot
    steps: tuple[Step, ...]
    assumptions: tuple[Assumption, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    violations: tuple[PolicyViolation, ...] = ()
    notices: tuple[str, ...] = ()
    engine: str = ""
    configuration: Mapping[str, str] = field(default_factory=dict)
