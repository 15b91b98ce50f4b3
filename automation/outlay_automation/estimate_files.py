"""Resources to price out of files: JSON lines, stack exports, and digests of `pulumi preview --json`.

Each kind is recognised by its content. Not here: pricing and printing. Nothing heavy is imported, so that pricing
lines starts in a moment; the few checks of a line are made by hand for the same reason.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from outlay.errors import InvalidFile
from outlay.region import region_of_inputs
from outlay.resource import Resource, Snapshot, urn_of
from outlay.wire import load_json, values_of

STANDARD_INPUT: Final = "-"


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """One resource of a JSON-lines file, with the use that its line states."""

    resource: Resource
    usage: Mapping[str, object]


def read_text(file: str) -> tuple[str, str]:
    """The name and the content of a file, or of the standard input for `-`.

    Raises:
        InvalidFile: it cannot be read.
    """
    try:
        if file == STANDARD_INPUT:
            return "standard input", sys.stdin.buffer.read().decode("utf-8")
        return file, Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(file, None, f"cannot be read: {error}") from None


def snapshot_in(name: str, text: str) -> Snapshot | None:
    """The resources of a stack export or a preview's digest (those after the change); None for JSON lines.

    Raises:
        InvalidFile: the text begins like such a document and is cut off.
    """
    first = text.lstrip().partition("\n")[0].strip()
    try:
        document = json.loads(first) if first else {}
    except json.JSONDecodeError:
        document = _document(name, text)
    if not isinstance(document, dict):
        raise InvalidFile(name, 1, "is neither JSON lines nor a stack export nor a preview's digest")
    if "deployment" in document or "steps" in document:
        return _snapshot(load_json(text))
    return None


def lines_in(name: str, text: str) -> Iterator[ResourceLine]:
    """The resources of a JSON-lines text, in order; empty lines are passed over.

    Raises:
        InvalidFile: a line is no JSON, or lacks what a resource needs; the message names the line.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line and not line.isspace():
            try:
                raw = load_json(line)
            except ValueError as error:
                raise InvalidFile(name, number, f"is no JSON: {error}", _HINT) from None
            yield _resource_line(name, number, raw)


_HINT: Final = 'A line is a resource: {"type": "aws:…", "name": "…", "region": "…", "inputs": {…}, "usage": {…} | null}'


def _resource_line(name: str, number: int, raw: Any) -> ResourceLine:
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str) or raw["type"].count(":") < 2:
        raise InvalidFile(name, number, "has no type token", _HINT)
    inputs, usage, region = raw.get("inputs") or {}, raw.get("usage") or {}, raw.get("region")
    if not isinstance(inputs, dict) or not isinstance(usage, dict) or not isinstance(region, str | None):
        raise InvalidFile(name, number, "inputs and usage are mappings, region is a text", _HINT)
    type_, called = raw["type"], str(raw.get("name", ""))
    values = values_of(inputs)
    found = region_of_inputs(type_.partition(":")[0], values)
    urn = urn_of("estimate", "estimate", type_, called)
    return ResourceLine(Resource(urn, type_, called, values, region=region if found is None else found), usage)


def _document(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidFile(name, error.lineno, f"is no JSON: {error.msg}", _HINT) from None


def _snapshot(document: Mapping[str, Any]) -> Snapshot:
    from outlay_automation.engine.digest import resource_of, snapshots, with_providers

    if "steps" in document:
        return snapshots(document, "", "")[1]
    deployment = document["deployment"]
    states = deployment.get("resources") if isinstance(deployment, dict) else None
    resources = (resource_of(state) for state in states or () if not state.get("delete"))
    return with_providers(Snapshot.of(*resources), {})
