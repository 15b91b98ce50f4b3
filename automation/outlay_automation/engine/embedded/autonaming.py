"""Names that the engine proposes to providers, where the stack's configuration says how: `pulumi:autonaming`.

Source: Pulumi's documentation of autonaming. What a name needs by lot is made from the resource's URN here, so that two
previews agree. Not here: the names that providers make by themselves (`engine.offline.check`).
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase, digits
from typing import Any, Final
from uuid import UUID

from outlay.errors import WrongUse
from outlay.resource import Urn, name_of, type_of

from outlay_automation.engine.embedded.urns import ORGANIZATION, Namespace
from outlay_automation.engine.offline.check import Naming, NamingMode
from outlay_automation.engine.offline.tables import package_of

_KEY: Final = "pulumi:autonaming"
_BY_LOT: Final = re.compile(r"\$\{(?:(hex|alphanum|string|num)\((\d+)\)|uuid)\}")
_OF_STACK: Final = re.compile(r"\$\{(?:(organization|project|stack)|config\.([^}]+))\}")
_LETTERS: Final = {
    "hex": "0123456789abcdef",
    "alphanum": ascii_lowercase + digits,
    "string": ascii_lowercase,
    "num": digits,
}


@dataclass(frozen=True, slots=True)
class Named:
    """How a resource gets its name, and whether it can only be replaced once the old one is gone: a name without
    anything by lot is taken until then."""

    naming: Naming
    delete_first: bool = False


class Autonaming:
    """The naming of a stack's resources.

    Args:
        config: the stack's configuration, by full key.
        namespace: the stack.

    Raises:
        WrongUse: the configuration says nothing that can be followed.
    """

    def __init__(self, config: Mapping[str, str], namespace: Namespace) -> None:
        self._config = config
        self._namespace = namespace
        try:
            self._settings = json.loads(config.get(_KEY) or "{}")
            self._providers: Mapping[str, Any] = dict(self._settings.get("providers") or {})
        except (ValueError, AttributeError, TypeError):
            raise WrongUse(f"{_KEY} is no mapping", "Give it a mode or a pattern.") from None

    def of(self, urn: Urn) -> Named:
        """The naming of one resource."""
        name = name_of(urn)
        seed = hashlib.sha256(urn.encode()).digest()
        said = self._said(type_of(urn))
        mode, pattern = said.get("mode"), said.get("pattern")
        if mode == "verbatim":
            return Named(Naming(name, seed, proposed=name), delete_first=True)
        if mode == "disabled":
            return Named(Naming(name, seed, mode=NamingMode.DISABLED), delete_first=True)
        if not pattern:
            return Named(Naming(name, seed))
        open_ = self._of_stack(str(pattern)).replace("${name}", name)
        proposed = _BY_LOT.sub(_Lot(seed).drawn, open_)
        return Named(Naming(name, seed, proposed=proposed), delete_first=proposed == open_)

    def _said(self, type_: str) -> Mapping[str, Any]:
        """What the configuration says of a type, of its package, or of all."""
        of_package = self._providers.get(package_of(type_)) or {}
        of_type = (of_package.get("resources") or {}).get(type_) or {}
        known = ("mode", "pattern")
        return next((each for each in (of_type, of_package, self._settings) if any(each.get(key) for key in known)), {})

    def _of_stack(self, pattern: str) -> str:
        namespace = self._namespace
        parts = {"organization": ORGANIZATION, "project": namespace.project, "stack": namespace.stack}

        def told(match: re.Match[str]) -> str:
            part, key = match.groups()
            full = key if key and ":" in key else f"{namespace.project}:{key}"
            return parts[part] if part else self._config.get(full, "")

        return _OF_STACK.sub(told, pattern)


class _Lot:
    """Draws letters from a seed, the same ones every time."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._drawn = 0

    def drawn(self, match: re.Match[str]) -> str:
        """What an expression of a pattern comes to."""
        kind, length = match.groups()
        if kind is None:
            return str(UUID(bytes=self._bytes(16)))
        letters = _LETTERS[kind]
        return "".join(letters[byte % len(letters)] for byte in self._bytes(int(length)))

    def _bytes(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            self._drawn += 1
            found += hashlib.sha256(self._seed + self._drawn.to_bytes(4)).digest()
        return found[:count]
