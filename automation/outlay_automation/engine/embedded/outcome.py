"""What a program's run came to: an error in the user's own words, with a way out, unless it declared everything.

Reads what the runner reports. Not here: running the program (`program`), and the words of the engine (`stack_run`).
"""

import json
import re
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from outlay.errors import OutlayError, PreviewFailed
from outlay.resource import Urn, name_of, type_of

from outlay_automation.engine import failure
from outlay_automation.engine.embedded.configuration import how_to_set
from outlay_automation.engine.embedded.runner.run_program import DECLARED, EXITED, NO_SDK, RAISED, STUCK, TOO_LONG
from outlay_automation.engine.embedded.stack_references import ReadOutputs
from outlay_automation.engine.failure import cut, last_registered, users_part, without_runtime
from outlay_automation.engine.guarded import Ended

_LAST_LINES: Final = 20
_ENDED_BY_ITSELF: Final = "A program that ends by itself, as by sys.exit(), has not declared everything."
_MISSING_MODULE: Final = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")
_MISSING_OUTPUT: Final = re.compile(r"KeyError: '(.*)'")
"""All that the SDK says of an output that another stack does not have: `require_output` looks it up in a mapping."""
_MISSING_VALUE: Final = re.compile(r"Missing required configuration variable '([^'\s]+)'")


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a run besides its outcome.

    `seconds` is its time limit, `stack` the stack's name. `python` is the program's interpreter, empty where that is
    ours, and `has_requirements` whether the project says in a requirements.txt what it needs. `registered` are the
    resources taken up, in order; `read_outputs` what was read of other stacks, and `warnings` what the program
    warned of.
    """

    seconds: float
    stack: str = ""
    python: str = ""
    has_requirements: bool = False
    registered: Sequence[Urn] = ()
    read_outputs: Mapping[str, ReadOutputs] = field(default_factory=dict)
    warnings: Sequence[str] = ()

    @property
    def last(self) -> str:
        """The name of the resource registered last; empty without one."""
        return name_of(self.registered[-1]) if self.registered else ""


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
        error = _without_output(text, told) or said or PreviewFailed(text)
        error.hint = error.hint or _hint(text, told)
        return _with_last_words(error, ended, told)
    if said is not None:
        return _with_last_words(said, ended, told)
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
            _how_to_install("pulumi", told),
        )
    if outcome == STUCK:
        return stuck(report, told)
    assert outcome == TOO_LONG, outcome
    return too_long(report, told)


def _without_output(error: str, told: Told) -> PreviewFailed | None:
    """The error for an output that no stack has which the program refers to; None where it is about something else."""
    found = _MISSING_OUTPUT.fullmatch(error)
    lacking = {name: read for name, read in told.read_outputs.items() if found and found[1] not in read.names}
    if found is None or not lacking:
        return None
    # an inline program's may have been given by value: the file is none that anybody knows
    known = (f"{read.file if told.python else name} has {_listed(read.names)}" for name, read in lacking.items())
    return PreviewFailed(
        f"the program requires the output {found[1]!r} of another stack, and there is none in {' or '.join(lacking)}",
        f"Correct its name, or give it there: {'; '.join(known)}.",
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _hint(error: str, told: Told) -> str:
    if told.python and (found := _MISSING_MODULE.search(error)):
        install = _how_to_install(found[1].partition(".")[0], told)
        or_name = "or name the program's environment in Pulumi.yaml: runtime.options.virtualenv"
        return f"The program ran in {told.python}. {install}; {or_name}."
    if found := _MISSING_VALUE.search(error):
        return how_to_set(found[1], told.stack) if told.python else f"Give it: config={{{found[1]!r}: VALUE}}."
    return ""


def _how_to_install(module: str, told: Told) -> str:
    """What brings a module that the program's interpreter misses."""
    what, names = ("its requirements", "-r requirements.txt") if told.has_requirements else ("what it misses", module)
    return f"Install {what} there: {told.python} -m pip install {names}"


def _with_last_words(error: OutlayError, ended: Ended, told: Told) -> OutlayError:
    """The error, followed by what the program printed and warned of before."""
    warnings = (f"warning: {each}" for each in told.warnings)
    texts = (ended.output.decode("utf-8", errors="replace"), without_runtime(ended.errors), *warnings)
    told_already = error.message.splitlines()
    lines = [line for text in texts for line in text.splitlines() if line.strip() and line not in told_already]
    if lines:
        shown = cut("\n".join(lines[-_LAST_LINES:]))
        error.message = f"{error.message}\nbefore that it said:\n{shown}"
    return error


def stuck(report: Mapping[str, Any], told: Told) -> PreviewFailed:
    """The error for a program that waits for itself."""
    text = "the program waits for itself, and nothing is under way that could end that"
    return PreviewFailed(
        "\n".join((text, *_where(report, told, "resources whose inputs never came"), *last_registered(told.last))),
        "Does an input rest on an output that waits for it in turn, or on a future that nobody sets? Break the circle.",
    )


def too_long(report: Mapping[str, Any], told: Told) -> PreviewFailed:
    """The error for a program that was ended for want of time."""
    return failure.too_long(told.seconds, told.last, _where(report, told, "declared, and not registered yet"))


def _where(report: Mapping[str, Any], told: Told, waiting: str) -> list[str]:
    """Where the program was, as far as it is known, and under the heading `waiting` what waited for something."""
    lines = []
    if place := without_runtime(report["place"]).strip("\n"):
        lines += ["it was here:", place]
    # a registration that was answered a moment ago may still be under way in the program
    registered = {f"{name_of(urn)} ({type_of(urn)})" for urn in told.registered}
    if left := [each for each in report["waiting"] if each not in registered]:
        lines.append(f"{waiting}: {', '.join(left)}")
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
