"""Parts of a resource that are billed by tags of their own: the disk that a machine starts from.

The resource's own tags do not reach them, so that a budget would miss what they cost. Not here: the tags of a resource
itself (`outlay.tagging.effective`).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

_VOLUME_TAGS: Final = "volume_tags"
_PARTS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "aws:ec2/instance:Instance": (("root_block_device", "tags"),),
    "gcp:compute/instance:Instance": (("boot_disk", "initialize_params", "labels"),),
}


def parts_with_tags(type_: str, properties: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The paths of Python names at which parts that are there take tags of their own.

    None where the program tags all volumes of an instance at once: EC2 takes only one of the two.
    """
    if properties.get(_VOLUME_TAGS) is not None:
        return
    for path in _PARTS.get(type_, ()):
        here: Any = properties
        for name in path[:-1]:
            here = here.get(name) if isinstance(here, Mapping) else None
        if isinstance(here, Mapping):
            yield path


def with_part_tagged(
    properties: Mapping[str, Any], path: tuple[str, ...], tagged: Callable[[Any], Any]
) -> dict[str, Any]:
    """The properties with what `tagged` makes of the tags at a path; where that is empty, they are left out."""
    name, *rest = path
    inner = properties.get(name)
    changed = with_part_tagged(inner, tuple(rest), tagged) if rest and inner is not None else tagged(inner)
    return {**properties, name: changed} if changed else {**properties}
