"""Pulumi's JSON as the domain's values: sentinels become markers, numbers become exact, secrets disappear.

Knows the wire format alone and imports nothing of Pulumi. Not here: which document a value stands in.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from outlay.resource import SECRET, UNKNOWN, Value

UNKNOWN_TEXT: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""A string that is open until deployment; the engine writes it for any type."""
_UNKNOWN_SENTINELS: Final = frozenset(
    {
        UNKNOWN_TEXT,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # a boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # a number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # an array
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # an object
        "030794c1-ac77-496b-92df-f27374a8bd58",  # an asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # an archive
    }
)
NOT_SEEN: Final = "outlay:not-seen"
"""The input that marks a remote component whose resources nobody could see: only offline, where its plugin is not."""
_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET_SIGNATURE: Final = "1b47061264138c4ac30d75fd1eb44270"
_OUTPUT_SIGNATURE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_MASKED: Final = "[secret]"
_DECODER: Final = json.JSONDecoder(parse_float=Decimal)
"""What `json.loads` makes anew at each call, which takes a third of reading a line."""


def load_json(text: str | bytes) -> Any:
    """JSON with every number that has a fraction as an exact decimal.

    Raises:
        json.JSONDecodeError: when the text is no JSON.
    """
    if isinstance(text, str) and not text.startswith("\ufeff"):
        return _DECODER.decode(text)
    return json.loads(text, parse_float=Decimal)


def value_of(raw: Any) -> Value:
    """One property as the domain has it."""
    if isinstance(raw, str):
        if raw in _UNKNOWN_SENTINELS:
            return UNKNOWN
        return SECRET if raw == _MASKED else raw
    if isinstance(raw, dict):
        signature = raw.get(_SIGNATURE)
        if signature == _SECRET_SIGNATURE:
            return SECRET
        if signature == _OUTPUT_SIGNATURE:
            return SECRET if raw.get("secret") else value_of(raw["value"]) if "value" in raw else UNKNOWN
        return {key: value_of(inner) for key, inner in raw.items()}
    if isinstance(raw, list):
        return [value_of(inner) for inner in raw]
    if isinstance(raw, float):
        return Decimal(str(raw))
    return raw  # type: ignore[no-any-return]  # None, bool, int, Decimal: JSON has nothing else


def values_of(raw: Mapping[str, Any] | None) -> Mapping[str, Value]:
    """A mapping of properties as the domain has it; empty where there is none."""
    return {key: value_of(inner) for key, inner in raw.items()} if raw else {}
