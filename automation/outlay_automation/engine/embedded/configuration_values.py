"""One configuration value, from the file to the program: what becomes of numbers, dates and structures.

Pure. Not here: where values come from (`configuration`).
"""

import json
import re
from datetime import date, datetime
from typing import Any, Final

from outlay_automation.engine.placeholder import PLACEHOLDER

_OCTAL: Final = re.compile(r"[-+]?0[0-7]+")
_INTEGER: Final = re.compile(r"-?(0|[1-9]\d*)")
_MARKUP: Final = {"&": "\\u0026", "<": "\\u003c", ">": "\\u003e"}
_LARGEST_PLAIN: Final = 1e21
"""From here on a number is written with an exponent."""


def plain(typed: Any, text: Any) -> Any:
    """A value of a YAML file.

    Args:
        typed: as YAML 1.2 has it.
        text: as it is written; its parts as they are written.
    """
    if isinstance(typed, dict):
        parts = text if isinstance(text, dict) else {}
        return {str(key): plain(value, parts.get(str(key))) for key, value in typed.items()}
    if isinstance(typed, list):
        items = text if isinstance(text, list) else []
        return [plain(value, items[at] if at < len(items) else None) for at, value in enumerate(typed)]
    if isinstance(typed, int) and not isinstance(typed, bool) and isinstance(text, str) and _OCTAL.fullmatch(text):
        return int(text, 8)  # the engine reads YAML 1.1 here
    if isinstance(typed, datetime):
        return f"{typed:%Y-%m-%d %H:%M:%S} +0000 UTC"
    if isinstance(typed, date):
        return f"{typed:%Y-%m-%d} 00:00:00 +0000 UTC"
    if isinstance(typed, float) and typed.is_integer() and abs(typed) < _LARGEST_PLAIN:
        return int(typed)
    return typed


def written(value: Any) -> str:
    """The value as the program gets it: a text as it is, anything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, default=str, ensure_ascii=False)
    return "".join(_MARKUP.get(character, character) for character in text)


def is_of_type(value: Any, type_: str, items: Any = None) -> bool:
    """Whether a value is of the type that a project declares; what is a number or true may be written as a text.

    Args:
        value: the value; a placeholder for a secret may be anything.
        type_: the type's name, `string`, `integer`, `boolean`, `object` or `array`.
        items: for a list, what the project says of its items: their `type`, and their own `items`.
    """
    match type_:
        case _ if value == PLACEHOLDER:
            return True
        case "string":
            return not isinstance(value, dict | list)
        case "integer":
            return bool(_INTEGER.fullmatch(written(value)))
        case "boolean":
            return written(value) in ("true", "false")
        case "object":
            return isinstance(value, dict)
        case _:
            of = items if isinstance(items, dict) else {}
            each_is = (is_of_type(one, str(of.get("type")), of.get("items")) for one in value or ())
            return isinstance(value, list) and bool(of) and all(each_is)


def coerced(value: Any) -> Any:
    """A value that is put into a structure: a text that looks like a number or a truth value becomes one."""
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else value
