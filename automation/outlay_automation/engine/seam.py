"""The seam between the library and its engines: where a stack comes from, how to preview it, what an engine is.

Not here: any engine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from outlay.standard.offline import Offline
from outlay.step import Preview

Program: TypeAlias = Callable[[], object]
"""An inline Pulumi program: a function that declares resources when it is called."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a preview has come: resources that the engine has looked at, and the last one's name."""

    resources: int
    last: str


@dataclass(frozen=True, slots=True)
class StackSource:
    """What to preview.

    `directory` holds (or lies below) a `Pulumi.yaml`. With `program` given, the program runs in this process instead,
    and `project` names its project. `stack` may be empty: then the selected or only stack is meant. `config` is laid
    over the stack's configuration.
    """

    directory: Path
    stack: str = ""
    program: Program | None = None
    project: str = ""
    config: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How to preview.

    `offline` serves providers from here, without a cloud; `answers` are the standard's for that. `baseline` is a
    state export to preview against instead of the stack's own state, in a throw-away backend. `policy_packs` run
    inside the engine. `environment` is laid over the process's own. `on_progress` hears as the engine goes along.
    `time_limit` is how long the program may take, in seconds; None leaves it to the engine.
    `save_state` is a file for the stack as the preview leaves it, to be a baseline later; the embedded engine alone
    writes one.
    """

    offline: bool = False
    baseline: Path | None = None
    answers: Offline = field(default_factory=Offline)
    policy_packs: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    on_progress: Callable[[Progress], None] | None = None
    time_limit: float | None = None
    save_state: Path | None = None


class Engine(Protocol):
    """Something that can preview a stack."""

    def preview(self, source: StackSource, options: EngineOptions) -> Preview:
        """The resources before and after, and the steps between.

        Raises:
            WrongUse: there is no such project or stack.
            PreviewFailed: the engine or the program failed.
        """
        ...
