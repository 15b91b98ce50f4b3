"""Adds to a finops.yaml that people write: its comments, its order and its style stay as they are.

Pure, from text to text. Not here: what is added (`budget_suggestion`), and writing the file.
"""

import re
from decimal import Decimal
from fnmatch import fnmatchcase
from io import StringIO
from typing import Any, Final

from outlay.errors import InvalidFile
from outlay.estimate.amount import written
from outlay.standard.reading import parse_standard
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

_SEQUENCE: Final = re.compile(
    r"^(?P<outer> *)[^\s#-][^\n]*:[^\S\n]*\n(?:[^\S\n]*(?:#[^\n]*)?\n)*(?P<inner> *)- ", re.MULTILINE
)
_MAPPING: Final = re.compile(r"^[^\s#-][^\n]*:[^\S\n]*\n(?:[^\S\n]*(?:#[^\n]*)?\n)*(?P<inner> +)[^\s#-]", re.MULTILINE)
_NEVER_WRAPPED: Final = 10**6


def with_stack_budget(text: str, path: str, stack: str, monthly: Decimal) -> str:
    """The standard with a monthly limit for a stack, and otherwise as it is written.

    A limit of the stack's own is set anew. Where a glob or a bare name sets one for the stack too, the new one comes
    before that, since the first that matches counts.

    Args:
        text: the standard.
        path: its file, for messages.
        stack: the stack as `project/stack`.
        monthly: the limit, in the standard's currency.

    Raises:
        InvalidFile: the standard is not what it should be, or is written so that nothing can be added to it.
    """
    parse_standard(text, path)
    yaml = _yaml(text)
    document = yaml.load(text)
    if document is None:
        return f"{text.rstrip()}\n\n{budget_lines(stack, monthly)}".lstrip()
    stacks = _section(_section(document, "budgets"), "stacks")
    _set(stacks, stack, int(monthly) if monthly == monthly.to_integral_value() else float(monthly))
    stream = StringIO()
    yaml.dump(document, stream)
    edited = stream.getvalue()
    project, _, name = stack.partition("/")
    budget = parse_standard(edited, path).budgets.of_stack(project, name)
    if budget is None or budget.monthly != monthly:
        raise InvalidFile(path, None, f"no budget of {stack} can be added to it", "Add the lines by hand.")
    return edited


def budget_lines(stack: str, monthly: Decimal) -> str:
    """The lines of a finops.yaml that set a stack's monthly limit."""
    return f"budgets:\n  stacks:\n    {stack}: {{monthly: {written(monthly)}}}\n"


def _set(stacks: CommentedMap, stack: str, monthly: int | float) -> None:
    name = stack.partition("/")[2]
    first = next((key for key in stacks if fnmatchcase(name, str(key)) or fnmatchcase(stack, str(key))), None)
    if first == stack:
        stacks[stack]["monthly"] = monthly
        return
    budget = stacks.pop(stack, None)
    if budget is None:
        budget = CommentedMap()
        budget.fa.set_flow_style()
    budget["monthly"] = monthly
    stacks.insert(len(stacks) if first is None else list(stacks).index(first), stack, budget)


def _section(document: Any, key: str) -> CommentedMap:
    """A section of the document, made where there is none."""
    if not isinstance(document.get(key), CommentedMap):
        document[key] = CommentedMap()
    found: CommentedMap = document[key]
    if not found:
        found.fa.set_block_style()
    return found


def _yaml(text: str) -> YAML:
    """A reader and writer that keeps what is not touched: quotes, long lines, and how deep parts are set in."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _NEVER_WRAPPED
    mapping, sequence = _MAPPING.search(text), _SEQUENCE.search(text)
    depth = len(mapping["inner"]) if mapping else 2
    offset = len(sequence["inner"]) - len(sequence["outer"]) if sequence else 2
    yaml.indent(mapping=depth, sequence=offset + 2, offset=offset)
    return yaml
