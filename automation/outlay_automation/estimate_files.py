"""Resources to price out of files: JSON lines, stack exports, and digests of `pulumi preview --json`.

Each kind is recognised by its content, and what is not as it should be is told with its line. Not here: pricing and
printing. Nothing heavy is imported, so that pricing lines starts in a moment; the few checks are made by hand for the
same reason.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outlay.errors import InvalidFile
from outlay.region import region_of_inputs
from outlay.resource import UNKNOWN, Resource, Snapshot, Value, urn_of
from outlay.wire import load_json, value_of, values_of

from outlay_automation.engine.stored_state import checked_state, unchanged_left_out

if TYPE_CHECKING:
    from outlay.step import Step

STANDARD_INPUT: Final = "-"
_LINE: Final = 'A line is a resource: {"type": "aws:…", "name": "…", "region": "…", "inputs": {…}, "usage": {…} | null}'
_KEYS: Final = frozenset({"type", "name", "region", "inputs", "usage"})
_KINDS: Final = "Give JSON lines, the output of `pulumi stack export`, or of `pulumi preview --json --show-sames`."
_OF_A_DIGEST: Final = ("steps", "changeSummary")


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """One resource of a JSON-lines file, with the use that its line states."""

    resource: Resource
    usage: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class StoredChange:
    """What a digest tells of a change besides the resources after it."""

    before: Snapshot
    steps: "tuple[Step, ...]"
    configuration: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResourceDocument:
    """The resources of a stack export, or of a digest after its `change`; `notices` say what such a file leaves out."""

    snapshot: Snapshot
    notices: tuple[str, ...] = ()
    change: StoredChange | None = None


def read_text(file: str) -> tuple[str, str]:
    """The name and the content of a file, or of the standard input for `-`.

    Raises:
        InvalidFile: it cannot be read, or is no text in UTF-8.
    """
    name = "standard input" if file == STANDARD_INPUT else file
    try:
        content = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
        # some editors and shells begin a file with a byte order mark
        return name, content.decode("utf-8-sig")
    except OSError as error:
        raise InvalidFile(name, None, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidFile(name, line, "is no text in UTF-8", _KINDS) from None


def nothing_in(name: str) -> InvalidFile:
    """The error for a file without anything in it: nothing costs nothing, and is rarely what was meant."""
    return InvalidFile(name, None, "no resources in the input", _KINDS)


def document_in(name: str, text: str) -> ResourceDocument | None:
    """The resources of a stack export or a preview's digest (those after the change); None for JSON lines.

    Raises:
        InvalidFile: the text is cut off, or is something else.
    """
    first = text.lstrip().partition("\n")[0].strip()
    try:
        document = load_json(first) if first else {"type": ""}
    except (ValueError, ArithmeticError, RecursionError):
        document = _loaded(name, text, 0, _KINDS)
    if not isinstance(document, dict):
        raise InvalidFile(name, 1, "is neither JSON lines nor a stack export nor a preview's digest", _KINDS)
    if "deployment" in document:
        return ResourceDocument(_exported(name, document))
    if any(key in document for key in _OF_A_DIGEST):
        return _digested(name, document)
    if "type" not in document:
        raise InvalidFile(name, 1, "has neither resources nor a type token", _KINDS)
    return None


def lines_in(name: str, text: str) -> Iterator[ResourceLine]:
    """The resources of a JSON-lines text, in order; empty lines are passed over.

    Raises:
        InvalidFile: a line is no JSON, or lacks what a resource needs; the message names the line.
    """
    for number, line in numbered_lines(text):
        yield line_of(name, number, line)


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that hold something, with their numbers."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line and not line.isspace():
            yield number, line


def line_of(name: str, number: int, line: str) -> ResourceLine:
    """The resource of one line of JSON.

    Raises:
        InvalidFile: it is no JSON, or lacks what a resource needs.
    """
    return _resource_line(name, number, _loaded(name, line, number - 1, _LINE))


def _loaded(name: str, text: str, lines_before: int, hint: str) -> Any:
    try:
        return load_json(text)
    except json.JSONDecodeError as error:
        raise InvalidFile(name, lines_before + error.lineno, f"is no JSON: {error.msg}", hint) from None
    except (ValueError, ArithmeticError):
        raise InvalidFile(name, lines_before + 1, "holds a number of absurd length", hint) from None
    except RecursionError:
        raise InvalidFile(name, lines_before + 1, "is nested too deeply", hint) from None


def _resource_line(name: str, number: int, raw: Any) -> ResourceLine:
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str) or raw["type"].count(":") < 2:
        raise InvalidFile(name, number, "has no type token", _LINE)
    if not raw.keys() <= _KEYS:
        raise _unknown_key(name, number, next(key for key in raw if key not in _KEYS))
    if "/" not in raw["type"]:
        _check_spelling(name, number, raw["type"])
    inputs, usage = raw.get("inputs") or {}, raw.get("usage") or {}
    if not isinstance(inputs, dict) or not isinstance(usage, dict):
        raise InvalidFile(name, number, "inputs and usage are mappings", _LINE)
    called = raw.get("name")
    called = f"(line {number})" if called is None or called == "" else called
    if not isinstance(called, str | int) or not isinstance(raw.get("region"), str | None):
        raise InvalidFile(name, number, "name and region are texts", _LINE)
    type_, values, region = raw["type"], values_of(inputs), raw.get("region") or None
    found = region_of_inputs(type_.partition(":")[0], values)
    if found is None:
        # a marker instead of a name: open until deployment, or secret
        found = region if value_of(region) == region else UNKNOWN
    urn = urn_of("estimate", "estimate", type_, str(called))
    return ResourceLine(Resource(urn, type_, str(called), values, region=found), values_of(usage))


def _unknown_key(name: str, number: int, key: str) -> InvalidFile:
    from difflib import get_close_matches

    close = get_close_matches(key, sorted(_KEYS), 1)
    meant = f"Did you mean {close[0]!r}? " if close else ""
    return InvalidFile(name, number, f"has an unknown key {key!r}", f"{meant}{_LINE}")


def _check_spelling(name: str, number: int, type_: str) -> None:
    """Refuse a type as tables print it, where the type that is meant is known."""
    from outlay.estimate.resource_cost import Status
    from outlay.estimate.type_verdicts import type_verdict

    package, module, kind = type_.split(":", 2)
    meant = f"{package}:{module}/{kind[:1].lower()}{kind[1:]}:{kind}"
    if type_verdict(meant).status is not Status.UNSUPPORTED:
        raise InvalidFile(name, number, f"{type_} is no type token", f"Did you mean {meant}?")


def _exported(name: str, document: Mapping[str, Any]) -> Snapshot:
    from outlay.provider import with_providers

    from outlay_automation.engine.digest import resource_of

    deployment = document["deployment"]
    if not isinstance(deployment, dict):
        raise InvalidFile(name, None, "has a deployment without resources", _KINDS)
    states = [checked_state(name, state, _KINDS) for state in _list(name, deployment, "resources")]
    return with_providers(Snapshot.of(*(resource_of(state) for state in states if not state.get("delete"))), {})


def _digested(name: str, document: Mapping[str, Any]) -> ResourceDocument:
    from outlay_automation.engine.digest import snapshots, steps_of

    steps = _list(name, document, "steps")
    for step in steps:
        if not isinstance(step, dict) or not isinstance(step.get("op"), str):
            raise InvalidFile(name, None, "has a step without an operation", _KINDS)
        told = [step[key] for key in ("oldState", "newState") if step.get(key) is not None]
        for state in told:
            checked_state(name, state, _KINDS)
        if not told:
            raise InvalidFile(name, None, "has a step without a state", _KINDS)
        _check_change(name, step)
    if not isinstance(document.get("config"), dict | None):
        raise InvalidFile(name, None, "has a config that is no mapping", _KINDS)
    digest = {**document, "steps": steps}
    before, after = snapshots(digest, "", "")
    # a configuration value is a text in every digest that Pulumi writes
    config = {key: value for key, value in (document.get("config") or {}).items() if isinstance(value, str)}
    change = StoredChange(before, steps_of(digest), config)
    return ResourceDocument(after, tuple(_left_out(document)), change)


def _check_change(name: str, step: Mapping[str, Any]) -> None:
    """Whether a step says what changes as the engine says it, where it says it."""
    if not isinstance(step.get("urn"), str):
        raise InvalidFile(name, None, "has a step without a URN", _KINDS)
    detailed = step.get("detailedDiff") or {}
    if not isinstance(detailed, dict) or not all(isinstance(each, dict) for each in detailed.values()):
        raise InvalidFile(name, None, f"has a step whose detailedDiff is no mapping: {step['urn']}", _KINDS)
    if not isinstance(step.get("replaceReasons"), list | None):
        raise InvalidFile(name, None, f"has a step whose replaceReasons are no list: {step['urn']}", _KINDS)


def _left_out(document: Mapping[str, Any]) -> Iterator[str]:
    if missing := unchanged_left_out(document):
        which = "1 unchanged resource is" if missing == 1 else f"{missing} unchanged resources are"
        yield f"{which} not in the file; `pulumi preview --json --show-sames` writes all of them"


def _list(name: str, holder: Mapping[str, Any], key: str) -> list[Any]:
    found = holder.get(key)
    if found is not None and not isinstance(found, list):
        raise InvalidFile(name, None, f"has {key} that are no list", _KINDS)
    return found or []
