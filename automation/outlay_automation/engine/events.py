"""The engine's event log: what the digest leaves out, and how far the preview has come.

The log is a file with one JSON event a line, written while the engine runs. Not here: the digest.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from outlay.resource import name_of
from outlay.step import Diagnostic, DiagnosticSeverity, PolicyViolation

from outlay_automation.engine.seam import Progress

_SEVERITIES: Final = {
    "info#err": DiagnosticSeverity.ERROR,
    "error": DiagnosticSeverity.ERROR,
    "warning": DiagnosticSeverity.WARNING,
    "info": DiagnosticSeverity.INFO,
}


@dataclass(slots=True)
class EventLog:
    """What the log has said so far."""

    violations: list[PolicyViolation] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    is_finished: bool = False

    def take(self, event: dict[str, Any]) -> str | None:
        """Take one event in; returns the URN when the engine has taken up a resource."""
        if body := event.get("resourcePreEvent"):
            return str(body["metadata"]["urn"])
        if body := event.get("policyEvent"):
            self.violations.append(_violation(body))
        elif body := event.get("diagnosticEvent"):
            if severity := _SEVERITIES.get(body.get("severity", "")):
                self.diagnostics.append(Diagnostic(severity, body.get("message", ""), body.get("urn") or None))
        elif "summaryEvent" in event:
            self.is_finished = True
        return None


class EventReader:
    """Reads the log as it grows; a line that is not whole yet waits for its rest."""

    def __init__(self, path: Path) -> None:
        self.log = EventLog()
        self._path = path
        self._offset = 0
        self._rest = b""
        self._resources = 0

    def read(self) -> Iterator[Progress]:
        """Take in what was written since the last call, with progress for each resource."""
        for line in self._lines():
            urn = self.log.take(json.loads(line))
            if urn is not None:
                self._resources += 1
                yield Progress(self._resources, name_of(urn))

    def _lines(self) -> list[bytes]:
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                grown = file.read()
        except FileNotFoundError:
            return []
        self._offset += len(grown)
        *lines, self._rest = (self._rest + grown).split(b"\n")
        # Debug messages are most of the log and say nothing that is kept.
        return [line for line in lines if line and b'"diagnosticEvent":{"prefix":"debug' not in line]


def _violation(body: dict[str, Any]) -> PolicyViolation:
    return PolicyViolation(
        pack=body.get("policyPackName", ""),
        policy=body.get("policyName", ""),
        enforcement_level=body.get("enforcementLevel", ""),
        severity=body.get("severity", ""),
        message=body.get("message", ""),
        urn=body.get("resourceUrn") or None,
    )
