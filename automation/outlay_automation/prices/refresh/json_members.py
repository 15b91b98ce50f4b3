"""Walks a JSON document that is too large for memory, one object's members at a time.

The caller opens the objects on its way and takes or passes over their values; a value that it takes is decoded as a
whole, everything else is never held. Not here: what a document means, and where it comes from.

It is the standard library's scanner over a sliding piece of text. An event parser (ijson) hands over each of 20
million tokens of AWS's largest file by itself, where whole members are wanted; measured in docs/bench.md.
"""

import json
import re
from collections.abc import Iterator
from json.decoder import JSONDecodeError
from typing import Any, Final, TextIO

_CHUNK: Final = 1 << 20
"""Characters read at a time."""
_LONGEST_VALUE: Final = 1 << 24
"""Characters beyond which a single value is taken for broken: the document is no list of small things."""
_SPACE: Final = " \t\r\n"
_MEMBER: Final = r'(\s*)"([^"\\]*(?:\\.[^"\\]*)*)"\s*:\s*'
_NUMBER_SO_FAR: Final = re.compile(r"[0-9.eE+-]*\Z")
_FIRST: Final = re.compile(rf"\s*\{{(?:{_MEMBER}|\s*\}})")
_NEXT: Final = re.compile(rf"\s*(?:,{_MEMBER}|\}})")


class BrokenJson(ValueError):
    """The text is no JSON, or ends too early; the message says where, counted in characters."""


class JsonMembers:
    """A place in a JSON document, which moves forward only.

    Args:
        text: the document, opened with `newline=""`.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._piece = ""
        self._position = 0
        self._start = 0
        self._passed = 0
        self._indent = ""
        self._decode = json.JSONDecoder().raw_decode

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here. Before the next one, its value has to be taken or passed over.

        Raises:
            BrokenJson: here is no object, or it is cut.
        """
        member = self._expect(_FIRST, "an object")
        while member[2] is not None:
            self._indent = member[1]
            yield json.loads(f'"{member[2]}"') if "\\" in member[2] else member[2]
            member = self._expect(_NEXT, "a comma or the end of an object")

    def value(self) -> Any:
        """The whole value that begins here, decoded.

        Raises:
            BrokenJson: it is cut, no JSON, or longer than a value of such a document can be.
        """
        while True:
            self._start = self._position
            try:
                value, end = self._decode(self._piece, self._position)
                if not self._may_go_on(value, end):
                    self._position = end
                    return value
                reason = "it is cut"
            except JSONDecodeError as error:
                reason = error.msg
            if not self._read_on():
                raise BrokenJson(f"{reason} ({self._where()})")

    def text(self) -> str:
        """The text of the value that begins here, as it stands: for those who decode only some of them.

        An object that is laid out line by line ends at the first closing brace with the indent of its key; any other
        value is decoded to find its end.

        Raises:
            BrokenJson: as `value`.
        """
        self._pass_over()
        return self._piece[self._start : self._position]

    def value_again(self) -> Any:
        """The value whose text was just given, decoded; its end is found anew, without trust in the layout.

        Raises:
            BrokenJson: as `value`.
        """
        self._position = self._start
        return self.value()

    def end(self) -> None:
        """Come to the end of the document, once its outermost object has ended.

        Raises:
            BrokenJson: something follows.
        """
        while not self._piece[self._position :].strip(_SPACE):
            self._position = len(self._piece)
            if not self._read_on():
                return
        raise BrokenJson(f"something follows the end ({self._where()})")

    def skip(self) -> None:
        """Pass over the value that begins here; cheaper than taking it.

        Raises:
            BrokenJson: as `value`.
        """
        self._pass_over()

    def _may_go_on(self, value: Any, end: int) -> bool:
        """Whether what comes next may belong to the value: at the very end of the piece, and to a cut number."""
        if isinstance(value, int | float):
            return _NUMBER_SO_FAR.match(self._piece, end) is not None
        return end == len(self._piece)

    def _pass_over(self) -> None:
        closing = f"{self._indent}}}"
        if not self._is_laid_out():
            self.value()
            return
        while not (end := self._end_of_object(closing)):
            if not self._read_on():
                raise BrokenJson(f"an object has no end ({self._where()})")
        self._start, self._position = self._position, end

    def _end_of_object(self, closing: str) -> int:
        """Where the first brace ends that has this before it, 0 where there is none as far as has been read."""
        # from brace to brace, since a search for a line end and spaces, which are everywhere, takes ten times as long
        start, find, endswith = self._position, self._piece.find, self._piece.endswith
        end = find("}", start) + 1
        while end and not endswith(closing, start, end):
            end = find("}", end) + 1
        return end

    def _is_laid_out(self) -> bool:
        """Whether an object begins here whose first member has a line of its own, further in than the object's key."""
        if not self._indent.startswith("\n"):
            return False
        while len(self._piece) - self._position < len(self._indent) + 2 and self._read_on():
            pass
        return self._piece.startswith(f"{{{self._indent} ", self._position)

    def _expect(self, pattern: re.Pattern[str], what: str) -> re.Match[str]:
        """What stands here, passed over."""
        while True:
            found = pattern.match(self._piece, self._position)
            # at the very end of the piece space might go on
            if found is not None and (found.end() < len(self._piece) or not self._read_on()):
                self._position = found.end()
                return found
            if found is None and not self._read_on():
                raise BrokenJson(f"{what} is missing ({self._where()})")

    def _read_on(self) -> bool:
        """Read more text and let go of what lies behind; whether there was any, and the value is not too long."""
        kept = self._piece[self._position :]
        if len(kept) > _LONGEST_VALUE:
            return False
        more = self._text.read(_CHUNK)
        self._passed += self._position
        self._piece = kept + more
        self._position = 0
        return bool(more)

    def _where(self) -> str:
        return f"character {self._passed + self._position:,}"
