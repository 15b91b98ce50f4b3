"""What a program's run came to: an error in the user's own words, with a way out, unless it declared everything.

Reads what the runner reports. Not here: running the program (`program`), and the words of the engine (`stack_run`).
"""

import json
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from outlay.errors import OutlayError, PreviewFailed

from outlay_automation.engine import failure
from outlay_automation.engine.embedded.runner.run_program import DECLARED, EXITED, NO_SDK, RAISED, STUCK, TOO_LONG
from outlay_automation.engine.failure import last_declared, users_part, without_runtime
from outlay_automation.engine.guarded import Ended

_LAST_LINES: Final = 20
_ENDED_BY_ITSELF: Final = "A program that ends by itself, as by sys.exit(), has not declared everything."
_NO_MODULE: Final = (
    "The program ran in {python}. Install its requirements there: {python} -m pip install -r requirements.txt; or name "
    "its environment in Pulumi.yaml: runtime.options.virtualenv."
)
_NO_SDK: Final = "Install the program's requirements there: {python} -m pip install -r requirements.txt"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a run besides its outcome: its time limit in seconds, its interpreter, its last resource."""

    seconds: float
    python: str = ""
    last: str = ""


def reported(path: Path) -> Mapping[str, Any] | None:
    """What the runner wrote of the program's end; None where it was ended before."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return report if isinstance(report, dict) else None


def failure_of(
    report: Mapping[str, Any] | None, ended: Ended, told: Told, said: OutlayError | None
) -> OutlayError | None:
    """Why a program did not declare everything; None where it did.

    Args:
        report: what the runner wrote.
        ended: how the process ended.
        told: what is known besides.
        said: the errors that the program or the engine told on the way, which go before how it ended.
    """
    outcome = report["outcome"] if report is not None else None
    if report is not None and outcome == RAISED:
        text = users_part(report["error"]) or "the program raised an error that says nothing"
        error = said or PreviewFailed(text)
        error.hint = error.hint or _hint(text, told)
        return error
    if said is not None:
        return said
    if report is None:
        return _ended(ended)
    if outcome == DECLARED:
        return None
    if outcome == EXITED:
        code = f"the program ended itself with exit code {report['code']}"
        return PreviewFailed("\n".join(filter(None, (code, _last_lines(ended.errors)))), _ENDED_BY_ITSELF)
    if outcome == NO_SDK:
        return PreviewFailed(
            f"the program's Python ({told.python}) has no Pulumi SDK that can be used: {report['error']}",
            _NO_SDK.format(python=told.python),
        )
    if outcome == STUCK:
        return stuck(report, told)
    assert outcome == TOO_LONG, outcome
    return too_long(report, told)


def _hint(error: str, told: Told) -> str:
    is_missing = told.python and "ModuleNotFoundError: No module named" in error
    return _NO_MODULE.format(python=told.python) if is_missing else ""


def stuck(report: Mapping[str, Any], told: Told) -> PreviewFailed:
    """The error for a program that waits for itself."""
    text = "the program waits for itself, and nothing is under way that could end that"
    return PreviewFailed(
        "\n".join((text, *_where(report), *last_declared(told.last))),
        "Does an input rest on an output that waits for it in turn, or on a future that nobody sets? Break the circle.",
    )


def too_long(report: Mapping[str, Any], told: Told) -> PreviewFailed:
    """The error for a program that was ended for want of time."""
    return failure.too_long(told.seconds, told.last, _where(report))


def _where(report: Mapping[str, Any]) -> list[str]:
    """Where the program was, as far as it is known."""
    lines = []
    if place := without_runtime(report["place"]).strip("\n"):
        lines += ["it was here:", place]
    if report["waiting"]:
        lines.append(f"resources whose inputs never came: {', '.join(report['waiting'])}")
    return lines


def _ended(ended: Ended) -> PreviewFailed:
    """The error for a program that was ended from outside, or by something else than Python's own end."""
    words = _last_lines(ended.errors)
    if ended.code < 0:
        try:
            name = signal.Signals(-ended.code).name
        except ValueError:
            name = f"signal {-ended.code}"
        text = f"the program was ended by {name} before it had declared everything"
        hint = "Was it killed by hand, or for want of memory?" if ended.code == -signal.SIGKILL else ""
        return PreviewFailed("\n".join(filter(None, (text, words))), hint)
    text = f"the program ended itself with exit code {ended.code}"
    return PreviewFailed("\n".join(filter(None, (text, words))), _ENDED_BY_ITSELF)


def _last_lines(errors: str) -> str:
    return "\n".join(users_part(errors.strip()).splitlines()[-_LAST_LINES:])
