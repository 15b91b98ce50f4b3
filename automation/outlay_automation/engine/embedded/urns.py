"""How the engine names resources: URNs, those that aliases lead to, and default providers.

Pure. Source: Pulumi's documentation of URNs and of the option `aliases`, and what the genuine engine answers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from outlay.provider import PROVIDER_TYPE
from outlay.resource import STACK_TYPE, Urn, name_of, type_of

from outlay_automation.engine.embedded.registration import Alias

ORGANIZATION: Final = "organization"
"""What the organisation of a stack is called where no backend has another."""
_DEFAULT: Final = "default"
_NO_WORD: Final = re.compile(r"\W")
_NO_PART: Final = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True, slots=True)
class Namespace:
    """The stack whose resources are named."""

    stack: str
    project: str

    def urn(self, type_: str, name: str, parent: Urn = "") -> Urn:
        """The URN of a resource below `parent`; the stack's own resource counts as no parent."""
        above = _qualified_type(parent)
        qualified = f"{above}${type_}" if above and above != STACK_TYPE else type_
        return f"urn:pulumi:{self.stack}::{self.project}::{qualified}::{name}"

    def default_provider(self, package: str, version: str, download_url: str) -> Urn:
        """The URN of the provider instance that serves resources which name none."""
        # of an address the parts between its slashes stay apart, and of them dots and dashes stay
        parts = filter(None, download_url.split("/"))
        address = "/".join(_NO_PART.sub(lambda found: "_" * len(found[0].encode()), part) for part in parts)
        return self.urn(
            PROVIDER_TYPE + package, "_".join(filter(None, (_DEFAULT, _NO_WORD.sub("_", version), address)))
        )

    def aliases(
        self, type_: str, name: str, parent: Urn, given: Iterable[Alias], former: Mapping[Urn, Urn]
    ) -> tuple[Urn, ...]:
        """Every URN under which the resource may have stood before: its own aliases, and those by its parent's.

        Args:
            type_: the resource's type.
            name: its name.
            parent: its parent's URN.
            given: its aliases.
            former: the URNs that other resources had before, by those of now, where an alias led to them.
        """
        return tuple(dict.fromkeys(self._aliases(type_, name, parent, tuple(given), former)))

    def _aliases(
        self, type_: str, name: str, parent: Urn, given: tuple[Alias, ...], former: Mapping[Urn, Urn]
    ) -> Iterator[Urn]:
        own = [self._alias(type_, name, parent, alias, former) for alias in given]
        yield from own
        if parent in former:
            yield self._below_alias(type_, name, parent, former[parent])
            for urn in own:
                yield self._below_alias(type_of(urn), name_of(urn), parent, former[parent])

    def _alias(self, type_: str, name: str, parent: Urn, alias: Alias, former: Mapping[Urn, Urn]) -> Urn:
        if alias.urn:
            return alias.urn
        where = Namespace(alias.stack or self.stack, alias.project or self.project)
        above = former.get(alias.parent, alias.parent) or parent
        return where.urn(alias.type or type_, alias.name or name, "" if alias.no_parent else above)

    def _below_alias(self, type_: str, name: str, parent: Urn, above: Urn) -> Urn:
        """A child's URN when its parent had another; a name that begins with its parent's changes with that."""
        of_parent = name_of(parent)
        old = name_of(above) + name.removeprefix(of_parent) if name.startswith(of_parent) else name
        return self.urn(type_, old, above)


def is_default_provider(urn: Urn) -> bool:
    """Whether the engine made the resource by itself: an instance that serves resources which name none."""
    name = name_of(urn)
    return type_of(urn).startswith(PROVIDER_TYPE) and (name == _DEFAULT or name.startswith(f"{_DEFAULT}_"))


def _qualified_type(urn: Urn) -> str:
    """The type with those of its parents: the third part of a URN; empty where there is no URN."""
    parts = urn.split("::", 3)
    return parts[2] if len(parts) == 4 else ""
