"""Why a preview failed, in the user's own words: the program's traceback without the runtime's frames, the engine's
errors, and what to do where that is known.

Pure. Not here: running anything.
"""

import re
from collections.abc import Sequence
from typing import Final

from outlay.errors import OutlayError, PreviewFailed, StackNotFound

from outlay_automation.engine.uv import UV_ADVICE

_FRAME: Final = re.compile(r'^\s+File "(?P<file>[^"]+)", line \d+, in ')
_HAS_FRAME: Final = re.compile(r'^\s+File "', re.MULTILINE)
_NOT_THE_USERS: Final = re.compile(
    r"(/site-packages/(pulumi|grpc|google/protobuf)/|pulumi-language-python-exec|/outlay_automation/|/asyncio/"
    r"|/concurrent/futures/|<frozen |/(runpy|selectors|threading)\.py$)"
)
_HEADER: Final = re.compile(
    r"(an unhandled error occurred: )?"
    r"(Program failed with an unhandled exception:|python inline source runtime error: .*?)\n(?=Traceback )",
    re.DOTALL,
)
"""What Pulumi writes above a traceback; it says nothing that the traceback does not."""
_TRACEBACK: Final = "Traceback (most recent call last):"
_CHAINED: Final = re.compile(
    r"\n+(The above exception was the direct cause of the following exception:"
    r"|During handling of the above exception, another exception occurred:)\n+"
)
_CAUSED: Final = "The above"
"""How the first of the two begins; with the other the earlier error was at hand, and need not be the cause."""
_MOST_LINES: Final = 30
"""How many lines of an error are shown, of its beginning and of its end each."""
_LONGEST_LINE: Final = 1000
_NO_STACK: Final = re.compile(r"no stack named '([^']+)' found")
_NO_PLUGIN: Final = re.compile(
    r"(?:no|unable to find|could not find)[^\n]*resource plugin '?(?:pulumi-resource-)?([\w-]+)"
)
_NO_UV: Final = "Could not find `uv` executable"
_ENDED_PLUGIN: Final = "exited prematurely"
_PASSPHRASE: Final = re.compile("PULUMI_CONFIG_PASSPHRASE|passphrase must be set|incorrect passphrase")


_LONGER: Final = (
    "Does it wait for something that never comes? "
    "Give it longer: --time-limit SECONDS, or in a test time_limit=SECONDS."
)
_HINTS: Final = {
    "GetSchema is not implemented": "YAML programs with aws or gcp types cannot be previewed offline in this version.",
    "failed to load language plugin": "Install the language host beside the Pulumi CLI; see `outlay doctor`.",
    "PULUMI_ACCESS_TOKEN must be set": "Log in (pulumi login), set PULUMI_BACKEND_URL, or use --offline.",
}
"""What to do, by words that the engine uses."""


def failure(errors: Sequence[str], stderr: str, stdout: str, *, offline: bool, has_uv: bool = True) -> OutlayError:
    """The error that stands for a failed run.

    Args:
        errors: what the engine reported as errors.
        stderr: what the CLI wrote besides; it counts where the engine reported nothing, as the standard output does
            after it.
        stdout: see there.
        offline: whether providers were served from here, for the advice.
        has_uv: whether uv was on the run's PATH, likewise: without it a plugin in Python may end before it says why.
    """
    text = "\n".join(errors) or stderr.strip().removeprefix("error: ") or stdout.strip()
    if found := _NO_STACK.search(text):
        return StackNotFound(
            f"no stack {found[1]!r} in the backend",
            "List them: pulumi stack ls. Or preview against an export: --offline --baseline STATE.json.",
        )
    # the engine repeats what an inline program raised
    message = "\n".join(filter(None, dict.fromkeys(map(users_part, errors or (text,)))))
    return PreviewFailed(message or "the engine ended without a word", _hint(text, offline=offline, has_uv=has_uv))


def users_part(text: str) -> str:
    """A traceback without the frames of Pulumi's runtime and Python's own; of one with no others, the error alone.

    A text that nobody would read to its end is cut to its beginning and end.
    """
    bare = _HEADER.sub("", text)
    kept = without_runtime(bare)
    is_all_foreign = _HAS_FRAME.search(bare) and not _HAS_FRAME.search(kept)
    return cut((_error_alone(kept) if is_all_foreign else kept).strip("\n"))


def _error_alone(text: str) -> str:
    """The last error of a traceback that has no frames any more, and the one before, which it comes of."""
    lines = (line for line in text.splitlines() if line.strip() != _TRACEBACK)
    *before, error = _CHAINED.split("\n".join(lines).strip("\n"))
    if not before:
        return error
    *_, cause, chained = before
    relation = "caused by" if chained.startswith(_CAUSED) else "raised while handling"
    return f"{error}\n{relation} {cause}"


def cut(text: str) -> str:
    """A text with the middle left out of what nobody would read to its end, and the end of longer lines."""
    lines = [line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…" for line in text.split("\n")]
    left_out = len(lines) - 2 * _MOST_LINES
    if left_out > 0:
        lines[_MOST_LINES:-_MOST_LINES] = [f"  [{left_out} lines left out]"]
    return "\n".join(lines)


def without_runtime(text: str) -> str:
    """A text without the frames of Pulumi's runtime, Python's own and ours."""
    kept: list[str] = []
    in_foreign_frame = False
    for line in text.splitlines():
        frame = _FRAME.match(line)
        if frame:
            in_foreign_frame = bool(_NOT_THE_USERS.search(frame["file"]))
        elif not line.startswith("    "):
            in_foreign_frame = False
        if not in_foreign_frame:
            kept.append(line)
    return "\n".join(kept)


def too_long(seconds: float, last: str, where: Sequence[str] = ()) -> PreviewFailed:
    """The error for a program that was ended for want of time.

    Args:
        seconds: how long it might have taken.
        last: the resource that it registered last; empty without one.
        where: lines that say where it was.
    """
    lines = (f"the program did not end within {seconds:g} seconds", *where, *last_registered(last))
    return PreviewFailed("\n".join(lines), _LONGER)


def last_registered(name: str) -> tuple[str, ...]:
    """A line with the resource that a program registered last; none without one."""
    return (f"the last resource that it registered: {name}",) if name else ()


def is_the_users(file: str) -> bool:
    """Whether a frame in a file is the program's own, and none of Pulumi's runtime, of Python's or of ours."""
    return _NOT_THE_USERS.search(file) is None


def _hint(text: str, *, offline: bool, has_uv: bool) -> str:
    if _NO_UV in text:
        return f"{UV_ADVICE}."
    if _ENDED_PLUGIN in text and not has_uv:
        return f"A plugin whose toolchain is uv, as Outlay's components are, cannot start without it. {UV_ADVICE}."
    if found := _NO_PLUGIN.search(text):
        if offline:
            return f"Name the package in finops.yaml, so that it is served offline: offline.packages: [{found[1]}]."
        return f"Install the provider ({found[1]}), or preview without a cloud: --offline."
    if _PASSPHRASE.search(text):
        return "Set PULUMI_CONFIG_PASSPHRASE, or preview against an export: --offline --baseline STATE.json."
    return next((hint for words, hint in _HINTS.items() if words in text), "")
