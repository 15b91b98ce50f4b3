"""`outlay.lock`: which prices the estimates of a repository rest on, so that two runs of one change agree to the cent.

It lies beside finops.yaml and pins each layer by digest, with its date and a digest a service, so that `outlay prices
update` can say what moves. TOML, sorted, a line a layer and a line a service. Not here: opening what is pinned
(`opened_book`) and moving the lock (`outlay_automation.cli.prices.update`).
"""

import hashlib
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from outlay import __version__
from outlay.errors import InvalidFile
from outlay.prices.book import PLUG_IN
from outlay.prices.names import is_kind_of_resource

FILE_NAME: Final = "outlay.lock"
RATES: Final = "rates"
"""What the currency rates are called among the layers."""
KINDS: Final = "kinds of resource"
"""What the services are called together that are kinds of resource."""
_FORMAT: Final = 1
_HEAD: Final = "# Which prices the estimates here rest on. Written by `outlay prices update`, not by hand; commit it.\n"
_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_CONFLICT: Final = re.compile(r"^(<{7}|>{7}|={7})", re.MULTILINE)
_MOVE: Final = "`outlay prices update` writes it anew and says what changes."
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Pin:
    """Which figures a layer held: the date of the youngest, a digest over all, and one a service."""

    as_of: date
    digest: str
    services: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.as_of.isoformat()}, digest {self.digest[:_SHOWN]}"


def digests_by_service(services: Mapping[str, str]) -> Mapping[str, str]:
    """What a pin says of each service, the kinds of resource that are services in name only under one key.

    Figures that are known from line items stand under the kind that they were seen at (`aws_eks_cluster`). There are
    seven times as many of these as there are services, and each has a figure or two.
    """
    told = {service: digest for service, digest in services.items() if not is_kind_of_resource(service)}
    kinds = [f"{service} {digest}" for service, digest in sorted(services.items()) if service not in told]
    if kinds:
        told[KINDS] = hashlib.sha256("\n".join(kinds).encode()).hexdigest()
    return told


@dataclass(frozen=True, slots=True)
class PriceLock:
    """What is pinned: a pin a layer (`contract`, `overlay`, `embedded`, `rates`), and the version that wrote it."""

    pins: Mapping[str, Pin]
    outlay: str = __version__


def lock_path(standard_path: Path | None) -> Path | None:
    """Where the lock of a standard lies; None without a standard."""
    return None if standard_path is None else standard_path.resolve().parent / FILE_NAME


def read_lock(path: Path) -> PriceLock:
    """The lock in a file.

    Raises:
        InvalidFile: it cannot be read, is cut or altered, or has a format that this version does not know.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(path, None, f"cannot be read: {error}", _MOVE) from None
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        raise InvalidFile(path, line, "holds both sides of a merge", f"Keep either side; then {_MOVE}")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        message = f"is cut or altered: {_LINE.sub('', str(error)).strip()}"
        raise InvalidFile(path, int(found[1]) if found else None, message, _MOVE) from None
    if document.get("format") != _FORMAT:
        message = f"has the format {document.get('format')!r}, and this version of Outlay knows {_FORMAT}"
        raise InvalidFile(path, None, message, f"Install the Outlay that wrote it, or a later one. Else {_MOVE}")
    try:
        lock = _lock_of(document)
    except (KeyError, TypeError, ValueError):
        raise InvalidFile(path, None, "is cut or altered", _MOVE) from None
    if document.get("checksum") != _checksum(lock):
        raise InvalidFile(path, None, "is cut or altered: its checksum is another one", _MOVE)
    return lock


def lock_text(lock: PriceLock) -> str:
    """The lock as it stands in its file. Equal locks give equal texts."""
    layers = "".join(
        f'{name} = {{ as_of = {pin.as_of.isoformat()}, digest = "{pin.digest}" }}\n'
        for name, pin in sorted(lock.pins.items())
    )
    services = "".join(
        f"\n[services.{name}]\n" + "".join(f'"{of}" = "{digest}"\n' for of, digest in sorted(pin.services.items()))
        for name, pin in sorted(lock.pins.items())
        if pin.services
    )
    head = f'format = {_FORMAT}\noutlay = "{lock.outlay}"\nchecksum = "{_checksum(lock)}"\n'
    return f"{_HEAD}{head}\n[layers]\n{layers}{services}"


def write_lock(path: Path, lock: PriceLock) -> None:
    """Put the lock in its place in one step: it is there whole, or as it was.

    Raises:
        InvalidFile: the folder cannot be written.
    """
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(lock_text(lock))
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        finally:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()
    except OSError as error:
        raise InvalidFile(path, None, f"cannot be written: {error.strerror}") from None


def check_lock(path: Path, pinned: PriceLock, found: Mapping[str, Pin]) -> None:
    """Whether the prices at hand are those that the lock pins.

    Args:
        path: the lock, for messages.
        pinned: what it pins.
        found: what is at hand, by layer.

    Raises:
        InvalidFile: a layer differs; the message names each with what is pinned and what was found.
    """
    said: list[str] = []
    hints: list[str] = []
    for layer in sorted({*pinned.pins, *found}):
        pin, at_hand = pinned.pins.get(layer), found.get(layer)
        if pin is not None and at_hand is not None and pin.digest == at_hand.digest:
            continue
        if pin is None:
            said.append(f"{layer}: {at_hand} is in use, and nothing is pinned")
        elif at_hand is None:
            lacking = "no such plug-in is installed" if layer.startswith(PLUG_IN) else "finops.yaml names none"
            said.append(f"{layer}: {pin} is pinned, and {lacking}")
        else:
            said.append(f"{layer}: {pin} is pinned, and {at_hand} was found")
            if layer == "embedded" and pinned.outlay != __version__:
                hints.append(f"Install outlay=={pinned.outlay}, which carries them.")
    if said:
        message = "pins other prices than those at hand\n" + "\n".join(f"  {each}" for each in said)
        raise InvalidFile(path, None, message, "\n".join((*hints, _MOVE)))


def _lock_of(document: Mapping[str, Any]) -> PriceLock:
    services = document.get("services", {})
    pins = {
        name: Pin(_date(pin["as_of"]), _digest(pin["digest"]), _services(services.get(name, {})))
        for name, pin in document["layers"].items()
    }
    return PriceLock(pins, str(document["outlay"]))


def _services(digests: Mapping[str, Any]) -> Mapping[str, str]:
    return {service: _digest(digest) for service, digest in digests.items()}


def _date(value: object) -> date:
    if type(value) is not date:
        raise TypeError("a date belongs here")
    return value


def _digest(value: object) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise ValueError("a digest belongs here")
    return value


def _checksum(lock: PriceLock) -> str:
    """SHA-256 over everything that the lock says."""
    said = [lock.outlay]
    for name, pin in sorted(lock.pins.items()):
        said.append(f"{name} {pin.as_of.isoformat()} {pin.digest}")
        said += [f"{name} {service} {digest}" for service, digest in sorted(pin.services.items())]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
