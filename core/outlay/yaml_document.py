"""YAML files as plain values that know their lines: every error with file and line.

Not here: what a file may hold (`outlay.standard.reading`, `outlay.usage.terraform_file`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from outlay.errors import InvalidFile


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        InvalidFile: it cannot be read, or is no text in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(path, None, f"cannot be read: {error}") from None


def load_mapping(text: str, path: str, hint: str) -> CommentedMap | None:
    """The mapping at the top of a document; None of an empty one.

    Raises:
        InvalidFile: the text is no YAML, or has something else at its top; `hint` says what belongs there.
    """
    try:
        document = YAML().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InvalidFile(path, line, f"is no YAML: {error.problem}") from None
    except YAMLError as error:
        raise InvalidFile(path, None, f"is no YAML: {error}") from None
    except RecursionError:
        raise InvalidFile(path, None, "is nested too deep") from None
    if document is not None and not isinstance(document, CommentedMap):
        raise InvalidFile(path, 1, "needs keys and values at its top", hint)
    return document


def line_of(document: CommentedMap, location: Sequence[int | str]) -> int:
    """The line of the deepest part of a location that the document has, from 1.

    What was merged in from elsewhere has no line of its own there; then it is that of the part around it.
    """
    node: Any = document
    line = 0
    for part in location:
        if not (isinstance(node, CommentedMap) and part in node) and not (
            isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node)
        ):
            break
        line = (node.lc.data or {}).get(part, (line,))[0]
        node = node[part]
    return line + 1


def plain(node: Any) -> Any:
    """The document as plain mappings, lists and values."""
    if isinstance(node, CommentedMap):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [plain(value) for value in node]
    if isinstance(node, bool | int | str) or node is None:
        return node
    return float(node) if isinstance(node, float) else str(node)
