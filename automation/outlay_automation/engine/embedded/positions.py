"""Where a program declared a resource, told from the program's folder as the genuine engine tells it."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

# Messages of the protocol have no types that mypy knows.
_Message = Any


class Positions:
    """The places in a program whose folder is `directory`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._known: dict[tuple[str, int, int], str] = {}

    def of(self, request: _Message) -> tuple[str, ...]:
        """The places of a request as URIs, the innermost first; empty texts where they are not known."""
        frames = (frame.pc for frame in request.stackTrace.frames) if request.HasField("stackTrace") else ()
        return tuple(self._told(each) for each in (request.sourcePosition, *frames))

    def _told(self, place: _Message) -> str:
        key = (place.uri, place.line, place.column)
        if key not in self._known:
            path = unquote(urlsplit(place.uri).path)
            where = f"{place.line},{place.column}" if place.column else str(place.line)
            self._known[key] = f"project:///{quote(os.path.relpath(path, self._directory))}#{where}" if path else ""
        return self._known[key]
