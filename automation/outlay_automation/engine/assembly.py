"""What an engine found, put together as a `Preview`: its digest, what it tells besides, and what was made up offline.

Shared by both engines, so that they say the same in the same words. Not here: reading the digest (`digest`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from outlay.resource import STACK_TYPE, Snapshot
from outlay.step import Assumption, Diagnostic, PolicyViolation, Preview

from outlay_automation.engine.digest import Besides, notices_of, snapshots, steps_of
from outlay_automation.engine.offline.places import REGIONS
from outlay_automation.engine.offline.report import AnswerSource, OfflineReport

_TELLING: Final = ("names", "ids", "zoneId", "accountId", "id", "name", "arn", "json", "region", "projectId")
_MOST_PARTS: Final = 3
_MOST_SHOWN: Final = 100


def assembled(
    digest: Mapping[str, Any],
    project: str,
    stack: str,
    besides: Besides,
    report: OfflineReport | None,
    *,
    engine: str,
    assumptions: Iterable[Assumption] = (),
    diagnostics: Iterable[Diagnostic] = (),
    violations: Iterable[PolicyViolation] = (),
    notices: Iterable[str] = (),
) -> Preview:
    """The preview of a stack.

    Args:
        digest: the document of the preview, as `pulumi preview --json --show-sames` has it.
        project: the project's name.
        stack: the stack's own name.
        besides: what the digest leaves out.
        report: what was made up where providers were served from here; None where they were not.
        engine: the engine's name.
        assumptions: further values that stand in for something, told first.
        diagnostics: messages, in any order between resources.
        violations: what policy packs said.
        notices: what the engine could not do, told first.
    """
    before, after = snapshots(digest, project, stack, besides)
    if report is not None:
        not_seen = {each.urn for each in report.not_seen}
        before, after = _not_seen(before, not_seen), _not_seen(_with_unanswered(after, report), not_seen)
    return Preview(
        before=before,
        after=after,
        steps=steps_of(digest),
        assumptions=(*assumptions, *(_assumptions(report) if report else ())),
        # resources speak side by side; sorted by resource, each still speaks in order
        diagnostics=tuple(sorted(map(_trimmed, diagnostics), key=lambda each: each.urn or "")),
        violations=tuple(sorted(violations, key=lambda each: (each.urn or "", each.pack, each.policy, each.message))),
        notices=(*notices, *(_unanswered(report) if report else ()), *notices_of(digest, besides)),
        engine=engine,
        configuration=dict(digest.get("config") or {}),
    )


def fallbacks(configured: Mapping[str, Mapping[str, str]], *, offline: bool) -> dict[str, dict[str, str]]:
    """What the providers of a package fall back on: the environment's values, and offline an invented region."""
    return {
        package: {**({"region": REGIONS[package]} if offline and not given.get("zone") else {}), **given}
        for package, given in configured.items()
    }


def _not_seen(snapshot: Snapshot, urns: set[str]) -> Snapshot:
    """The snapshot with the components marked whose insides the offline provider could not open."""
    if not urns:
        return snapshot
    marked = {urn: replace(each, remote=True) if urn in urns else each for urn, each in snapshot.resources.items()}
    return Snapshot(marked, snapshot.project, snapshot.stack)


def _with_unanswered(snapshot: Snapshot, report: OfflineReport) -> Snapshot:
    """The snapshot with the functions that nobody could answer at the stack's own resource."""
    tokens = tuple(sorted({each.token for each in report.answers if each.source is AnswerSource.UNKNOWN}))
    marked = {
        urn: replace(each, unanswered=tokens) if each.type == STACK_TYPE else each
        for urn, each in snapshot.resources.items()
    }
    return Snapshot(marked, snapshot.project, snapshot.stack) if tokens else snapshot


def _assumptions(report: OfflineReport) -> Iterator[Assumption]:
    for answer in report.answers:
        what = {
            AnswerSource.INVENTED: "invented, since no cloud was asked",
            AnswerSource.STANDARD: "as finops.yaml says",
            AnswerSource.UNKNOWN: "nobody knows this function: answer it in finops.yaml, offline.answers",
        }[answer.source]
        yield Assumption(answer.token, f"{_short(answer.args)} → {_short(answer.answer)} ({what})")
    nowhere = {each.package for each in report.configurations if not each.inputs.keys() & {"region", "zone"}}
    for package in sorted(nowhere & REGIONS.keys()):
        yield Assumption(f"{package} provider", f"region = {REGIONS[package]} (invented, since none is configured)")


def _trimmed(diagnostic: Diagnostic) -> Diagnostic:
    """The message without the ends of lines that it comes with, or does not, by the way it took."""
    return replace(diagnostic, message=diagnostic.message.rstrip("\n"))


def _unanswered(report: OfflineReport) -> Iterator[str]:
    for token in dict.fromkeys(each.token for each in report.answers if each.source is AnswerSource.UNKNOWN):
        yield (
            f"nobody here can answer {token}, and what rests on its answer is not counted; "
            f"give one in finops.yaml: offline.answers: {{'{token}': {{…}}}}"
        )


def _short(values: Mapping[str, object]) -> str:
    """Arguments or an answer in a few words: what identifies it first."""
    told = {key: value for key, value in values.items() if value not in ("", [], {}, None, False)}
    ordered = sorted(told, key=lambda key: (_TELLING.index(key) if key in _TELLING else len(_TELLING), key))
    text = ", ".join(f"{key}={_word(told[key])}" for key in ordered[:_MOST_PARTS])
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _word(value: object) -> str:
    return json.dumps(value, default=str, sort_keys=True) if isinstance(value, list | dict) else str(value)
