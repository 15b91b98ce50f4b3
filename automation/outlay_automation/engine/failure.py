"""Why a preview failed, in the user's own words: the program's traceback without the runtime's frames, the engine's
errors, and what to do where that is known.

Pure. Not here: running anything.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from outlay.errors import OutlayError, PreviewFailed, StackNotFound
from outlay.step import Diagnostic, DiagnosticSeverity

_FRAME: Final = re.compile(r'^\s+File "(?P<file>[^"]+)", line \d+, in ')
_NOT_THE_USERS: Final = re.compile(
    r"(/site-packages/pulumi/|pulumi-language-python-exec|/asyncio/|/concurrent/futures/|<frozen |/runpy\.py$)"
)
_NO_STACK: Final = re.compile(r"no stack named '([^']+)' found")
_NO_PLUGIN: Final = re.compile(
    r"(?:no|unable to find|could not find)[^\n]*resource plugin '?(?:pulumi-resource-)?([\w-]+)"
)
_PASSPHRASE: Final = "PULUMI_CONFIG_PASSPHRASE"


def failure(diagnostics: Sequence[Diagnostic], errors: str, output: str, *, offline: bool) -> OutlayError:
    """The error that stands for a failed run."""
    messages = [each.message for each in diagnostics if each.severity is DiagnosticSeverity.ERROR]
    text = "\n".join(_unique(part.strip("\n") for part in messages if part.strip())) or errors.strip() or output.strip()
    if found := _NO_STACK.search(f"{text}\n{errors}"):
        return StackNotFound(f"no stack {found[1]!r} in the backend", "List them: pulumi stack ls.")
    return PreviewFailed(users_part(text) or "the engine ended without a word", _hint(text, offline=offline))


def users_part(text: str) -> str:
    """A traceback without the frames of Pulumi's runtime and Python's own, anything else as it is."""
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
    return "\n".join(kept).strip("\n")


def _hint(text: str, *, offline: bool) -> str:
    if found := _NO_PLUGIN.search(text):
        if offline:
            return f"Name the package in finops.yaml, so that it is served offline: offline.packages: [{found[1]}]."
        return f"Install the provider ({found[1]}), or preview without a cloud: --offline."
    if _PASSPHRASE in text:
        return f"Set {_PASSPHRASE}, or preview against an export: --offline --baseline STATE.json."
    return ""


def _unique(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(parts))
