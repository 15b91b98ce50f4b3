"""One file of a tar stream, byte by byte as the genuine engine writes it: it is hashed, never unpacked.

Source: POSIX.1-2001, the formats ustar and pax. Python's own module writes other bytes where they leave a choice.
"""

import posixpath
from typing import Final

_BLOCK: Final = 512
END: Final = bytes(2 * _BLOCK)
"""What ends a stream."""
_NAME: Final = 100
_PREFIX: Final = 155
_LARGEST: Final = 8**11 - 1
"""The largest size, in bytes, that the octal field of ustar holds."""
_MODE: Final = 0o600
_FILE: Final = b"0"
_EXTENDED: Final = b"x"


def member(name: str, content: bytes) -> bytes:
    """A file with its header, filled up to whole blocks."""
    split = _split(name) if name.isascii() and len(content) <= _LARGEST else None
    if split is not None:
        prefix, rest = split
        return _header(rest.encode(), prefix.encode(), _MODE, len(content), _FILE) + _filled(content)
    # what ustar cannot tell stands in a file of its own before
    records = {"path": name, **({"size": str(len(content))} if len(content) > _LARGEST else {})}
    told = b"".join(_record(key, value) for key, value in sorted(records.items()))
    folder, file = posixpath.split(name)
    beside = posixpath.join(folder, "PaxHeaders.0", file)
    short = _ascii(beside)[:_NAME].rstrip(b"/")
    return (
        _header(short, b"", 0, len(told), _EXTENDED)
        + _filled(told)
        + _header(_ascii(name)[:_NAME], b"", _MODE, len(content), _FILE)
        + _filled(content)
    )


def _header(name: bytes, prefix: bytes, mode: int, size: int, kind: bytes) -> bytes:
    before = name.ljust(_NAME, b"\0") + _octal(mode, 8) + _octal(0, 8) * 2 + _octal(size, 12) + _octal(0, 12)
    device = bytes(16) if kind == _EXTENDED else _octal(0, 8) * 2
    after = kind + bytes(100) + b"ustar\0" + b"00" + bytes(64) + device + prefix.ljust(_PREFIX, b"\0")
    after = after.ljust(_BLOCK - len(before) - 8, b"\0")
    checksum = sum(before) + sum(after) + 8 * ord(" ")
    return before + _octal(checksum, 7) + b" " + after


def _octal(value: int, length: int) -> bytes:
    return f"{value:0{length - 1}o}".encode() + b"\0" if value <= 8 ** (length - 1) - 1 else _octal(0, length)


def _filled(content: bytes) -> bytes:
    return content + bytes(-len(content) % _BLOCK)


def _split(name: str) -> tuple[str, str] | None:
    """The name as prefix and rest, parted at a slash; None where the two fields cannot hold it."""
    if len(name) <= _NAME:
        return "", name
    end = min(len(name), _PREFIX + 1)
    if name[:end].endswith("/"):
        end -= 1
    slash = name[:end].rfind("/")
    rest = name[slash + 1 :]
    return (name[:slash], rest) if slash > 0 and rest and len(rest) <= _NAME else None


def _record(key: str, value: str) -> bytes:
    """A record of an extended header, which begins with its own length."""
    content = f" {key}={value}\n".encode()
    length = len(content) + len(str(len(content)))
    if len(str(length)) + len(content) != length:
        length += 1
    return str(length).encode() + content


def _ascii(text: str) -> bytes:
    return text.encode("ascii", errors="ignore")
