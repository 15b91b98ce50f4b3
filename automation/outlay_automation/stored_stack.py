"""A whole stack out of a file: a stack export, or the digest of a preview. Its URNs say which stack it is.

Not here: telling the kinds of files apart and checking them (`estimate_files`), and judging.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from outlay.errors import InvalidFile, WrongUse
from outlay.resource import Snapshot, Urn
from outlay.standard.location import standard_path
from outlay.step import Step

from outlay_automation.estimate_files import STANDARD_INPUT, document_in, nothing_in, read_text

_KINDS: Final = "Give the output of `pulumi stack export`, or of `pulumi preview --json --show-sames`."


@dataclass(frozen=True, slots=True)
class StoredStack:
    """A stack as a file has it: as it is, or after a change.

    `name` is the file's. `before` and `steps` are of a change; without one `before` is None. `configuration` is the
    stack's, as far as the file has it; `notices` say what it leaves out.
    """

    name: str
    resources: Snapshot
    before: Snapshot | None = None
    steps: tuple[Step, ...] = ()
    configuration: Mapping[str, str] | None = None
    notices: tuple[str, ...] = ()

    @property
    def is_state(self) -> bool:
        """Whether it is a state and no change."""
        return self.before is None


def read_stack(file: str, *, project: str = "", stack: str = "") -> StoredStack:
    """The stack in a file, or in the standard input for `-`.

    Args:
        file: the file.
        project: the project's name, where the file does not say.
        stack: the stack's name, where the file does not say.

    Raises:
        InvalidFile: it is no stack, holds two, or is another one than is said.
        WrongUse: nobody says which stack it is.
    """
    name, text = read_text(file)
    if not text.strip():
        raise nothing_in(name)
    document = document_in(name, text)
    if document is None:
        raise InvalidFile(name, 1, "holds single resources, and rules look at a whole stack", _KINDS)
    before = document.change.before if document.change is not None else None
    urns = (*document.snapshot.resources, *(before.resources if before is not None else ()))
    of = _identity(name, urns, project, stack)
    return StoredStack(
        name,
        _named(document.snapshot, of),
        None if before is None else _named(before, of),
        () if document.change is None else document.change.steps,
        None if document.change is None else document.change.configuration,
        document.notices,
    )


def standard_of_file(file: str, given: Path | None) -> Path | None:
    """The standard of a file: the given one, that of OUTLAY_STANDARD, else the nearest from the file's folder."""
    return standard_path(Path.cwd() if file == STANDARD_INPUT else Path(file).parent, given)


def _identity(name: str, urns: Iterable[Urn], project: str, stack: str) -> tuple[str, str]:
    """Project and stack by the URNs, else by what is said."""
    found = dict.fromkeys(_of_urn(name, urn) for urn in urns)
    if len(found) > 1:
        listed = " and ".join("/".join(each) for each in list(found)[:2])
        raise InvalidFile(name, None, f"holds resources of {listed}, and a file is one stack", _KINDS)
    for of_project, of_stack in found:
        if (project or of_project, stack or of_stack) != (of_project, of_stack):
            said = f"{project or of_project}/{stack or of_stack}"
            raise InvalidFile(name, None, f"is of {of_project}/{of_stack}, and not of {said}")
        return of_project, of_stack
    if not (project and stack):
        raise WrongUse(f"{name} has no resource that would tell its stack", "Say it with --project and --stack.")
    return project, stack


def _of_urn(name: str, urn: Urn) -> tuple[str, str]:
    parts = urn.split("::", 3)
    stack = parts[0].removeprefix("urn:pulumi:")
    if len(parts) < 4 or stack == parts[0] or not (stack and parts[1]):
        raise InvalidFile(name, None, f"has a resource whose URN is none: {urn}", _KINDS)
    return parts[1], stack


def _named(snapshot: Snapshot, of: tuple[str, str]) -> Snapshot:
    return replace(snapshot, project=of[0], stack=of[1])
