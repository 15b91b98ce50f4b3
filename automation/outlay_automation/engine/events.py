"""The engine's event log: what the digest leaves out, and how far the preview has come.

The log is a file with one JSON event a line, written while the engine runs. Not here: the digest.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from outlay.provider import PROVIDER_TYPE, Settings
from outlay.resource import Urn, Value, name_of
from outlay.step import Diagnostic, DiagnosticSeverity, PolicyViolation
from outlay.wire import values_of

from outlay_automation.engine.digest import Besides, Settled, id_of
from outlay_automation.engine.seam import Progress

_SUMS_UP: Final = re.compile(r"preview failed|an unhandled error occurred: .*(exit|exited) .*(status|code).*", re.I)
_WRITTEN: Final = "info#err"
"""What a program or a policy pack wrote to its standard error: mostly warnings, sometimes the reason of a failure."""
_SEVERITIES: Final = {
    _WRITTEN: DiagnosticSeverity.INFO,
    "error": DiagnosticSeverity.ERROR,
    "warning": DiagnosticSeverity.WARNING,
    "info": DiagnosticSeverity.INFO,
}


@dataclass(slots=True)
class EventLog:
    """What the log has said so far."""

    violations: list[PolicyViolation] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """What programs wrote to their standard error."""
    is_finished: bool = False
    operations: Counter[tuple[str, Urn]] = field(default_factory=Counter)
    providers_before: dict[Urn, Mapping[str, Value]] = field(default_factory=dict)
    providers_after: dict[Urn, Mapping[str, Value]] = field(default_factory=dict)
    settled: dict[Urn, Settled] = field(default_factory=dict)

    def besides(self, elsewhere: Settings) -> Besides:
        """What the log knows of the resources that the digest does not."""
        replaced = {urn for op, urn in self.operations if op == "replace"}
        deleted = {urn for op, urn in self.operations if op == "delete-replaced"}
        discarded = {urn for op, urn in self.operations if op == "discard-replaced"}
        return Besides(
            self.providers_before,
            self.providers_after,
            elsewhere,
            deleted=frozenset(replaced - deleted - discarded),
            left_over=tuple(
                sorted(
                    urn for urn in deleted if self.operations["delete-replaced", urn] > self.operations["replace", urn]
                )
            ),
            settled=self.settled,
        )

    @property
    def errors(self) -> tuple[str, ...]:
        """What went wrong, in the words of the program, a provider or the engine; each once."""
        return tuple(message for message in self._error_messages() if not _SUMS_UP.fullmatch(message))

    @property
    def last_words(self) -> tuple[str, ...]:
        """How the engine sums up that something went wrong; after a policy's violation it is all that it says."""
        return tuple(message for message in self._error_messages() if _SUMS_UP.fullmatch(message))

    def _taken_up(self, metadata: dict[str, Any]) -> Urn:
        urn = str(metadata["urn"])
        self.operations[metadata["op"], urn] += 1
        if metadata["type"].startswith(PROVIDER_TYPE):
            for side, providers in (("old", self.providers_before), ("new", self.providers_after)):
                if state := metadata.get(side):
                    providers[urn] = values_of(state.get("inputs"))
        return urn

    def _error_messages(self) -> Iterator[str]:
        messages = (each.message.strip("\n") for each in self.diagnostics if each.severity is DiagnosticSeverity.ERROR)
        return (message for message in dict.fromkeys(messages) if message.strip())

    def take(self, event: dict[str, Any]) -> str | None:
        """Take one event in; returns the URN when the engine has taken up a resource."""
        if body := event.get("resourcePreEvent"):
            return self._taken_up(body["metadata"])
        if body := event.get("resOutputsEvent"):
            metadata = body["metadata"]
            if new := metadata.get("new"):
                self.settled[str(metadata["urn"])] = Settled(id_of(new), values_of(new.get("outputs")))
        elif body := event.get("policyEvent"):
            self.violations.append(_violation(body))
        elif body := event.get("diagnosticEvent"):
            if body.get("severity") == _WRITTEN:
                self.written.append(body.get("message", "").rstrip("\n"))
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
        self.last = ""
        """The name of the resource taken up last; empty before the first."""

    def read(self) -> Iterator[Progress]:
        """Take in what was written since the last call, with progress for each resource."""
        for line in self._lines():
            urn = self.log.take(json.loads(line))
            if urn is not None:
                self._resources += 1
                self.last = name_of(urn)
                yield Progress(self._resources, self.last)

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
        message=body.get("message", "").strip(),
        urn=body.get("resourceUrn") or None,
    )
