"""Keys of ownership that raw resources state themselves, where a program lets them (`govern(per_resource=…)`).

A cost centre may differ from resource to resource in one stack. Not here: what is enforced on all (`enforcement`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from outlay.standard.model import Standard
from outlay.standard.tags import RequiredTag
from outlay.tagging.effective import TagProperty, TagShape
from outlay.tagging.ownership import where_to_set
from outlay.tagging.spelling import spelled_fault, spelled_key

from outlay_components.errors import ProgramError
from outlay_components.governance.enforcement import Tags
from outlay_components.governance.late import is_late, when_known


@dataclass(frozen=True, slots=True)
class StatedByResources:
    """Which logical keys a resource may state itself."""

    standard: Standard = field(default_factory=Standard)
    keys: frozenset[str] = frozenset()

    def enforced(self, package: str, where: TagProperty, given: Any, enforced: Tags, provided: Tags, of: str) -> Tags:
        """The enforced tags without those that a resource states itself.

        Args:
            package: the provider package.
            where: how the type takes its tags.
            given: the input that holds them.
            enforced: what is enforced, spelled for the cloud.
            provided: default tags of its provider.
            of: what errors call the resource.

        Raises:
            ProgramError: the resource states what the standard does not allow, or nothing where nobody else does.
        """
        if not self.keys:
            return enforced
        stated = {**provided, **dict(_own(where, given))}
        found = dict(enforced)
        for tag in self.standard.tags.required:
            if tag.key not in self.keys:
                continue
            key = spelled_key(package, tag.key, self.standard)
            if key in stated:
                found.pop(key, None)
                found.update(_held(package, tag, key, stated[key], f"{of}: {key}"))
            elif key not in found:
                raise ProgramError(f"{of} states no {key}, and nobody else does\n→ {where_to_set(tag.key)}")
        return found


def _own(where: TagProperty, given: Any) -> Iterator[tuple[str, Any]]:
    """A resource's own tags, as far as its keys are known."""
    tags = where.within(given)
    if where.shape is TagShape.LIST and isinstance(tags, list | tuple):
        for entry in tags:
            if isinstance(entry, Mapping) and isinstance(entry.get("key"), str):
                yield entry["key"], entry.get("value")
    elif isinstance(tags, Mapping):
        yield from tags.items()


def _held(package: str, tag: RequiredTag, key: str, value: Any, of: str) -> Tags:
    """A resource's own value, held to the standard; one that is late is when it resolves, and enforced as it is."""

    def checked(known: Any, is_shown: bool = True) -> Any:
        fault = spelled_fault(package, tag, known)
        if fault:
            raise ProgramError(f"{of}: {fault if is_shown else 'its value is not allowed'}")
        return known

    if is_late(value):
        return {key: when_known(value, checked)}
    checked(value)
    return {}
