"""The governance of one run of a program: read once, shared by all that it makes.

Not here: what the parts decide (`statement`, `enforcement`, `budgets`).
"""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final
from weakref import WeakKeyDictionary

import pulumi
from outlay.tagging.budget_scope import scope_of_stack
from outlay.tagging.ownership import Stated
from pulumi.runtime import settings

from outlay_components.governance.program import Program, running_program


@dataclass
class Governed:
    """What holds for the whole run.

    `stated` is what `govern(...)` says. `budgets` are the clouds on which the stack's budget has been made already,
    `said` what has been said once and need not be again.
    """

    program: Program
    stated: tuple[Stated, ...] = ()
    budgets: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)

    def say_once(self, log: Callable[[str], None], subject: str, message: str) -> None:
        """Log something, if nothing was said of the same subject before."""
        if subject not in self.said:
            self.said.add(subject)
            log(message)

    def warn_once(self, subject: str, message: str) -> None:
        """Warn the program of something, if nothing was said of the same subject before."""
        self.say_once(pulumi.log.warn, subject, message)

    @property
    def scope(self) -> str:
        """The scope of the stack's own budget."""
        return scope_of_stack(self.program.project, self.program.stack)


_BY_MONITOR: Final[WeakKeyDictionary[Any, Governed]] = WeakKeyDictionary()
_BY_STACK: Final[dict[tuple[str, str], Governed]] = {}
_is_hosted = False
_NO_STANDARD: Final = (
    "no finops.yaml was found for this program: nothing is required of its tags, and it has no budget. "
    "`outlay init` writes a first one; OUTLAY_STANDARD names one elsewhere."
)


def governed() -> Governed:
    """The governance of the program that runs in this context.

    Raises:
        ProgramError: its standard cannot be read.
    """
    holder: MutableMapping[Any, Governed] = _BY_STACK if _is_hosted else _BY_MONITOR
    key = (pulumi.get_project(), pulumi.get_stack()) if _is_hosted else settings.get_monitor()
    if key not in holder:
        holder[key] = Governed(running_program())
        if holder[key].program.standard_path is None:
            holder[key].warn_once("finops.yaml", _NO_STANDARD)
    return holder[key]


def is_hosted() -> bool:
    """Whether this process constructs components for a program that runs elsewhere."""
    return _is_hosted


def host() -> None:
    """Share one governance among all components that this process constructs: an engine calls it for one run only."""
    global _is_hosted
    _is_hosted = True
