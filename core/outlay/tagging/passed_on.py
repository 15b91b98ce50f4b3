"""Which types say, in a property of their own, which tags the things get that they bring about.

The table is generated from the SDKs (`generate_taggable`). Not here: a type's own tags (`outlay.tagging.effective`).
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

VOLUME_TAGS: Final = "volumeTags"
"""Tags of an instance's volumes."""
TAG_SPECIFICATIONS: Final = "tagSpecifications"
"""Tags of what a launch template launches, by kind."""
PROPAGATE_TAGS: Final = "propagateTags"
"""Whether tasks and jobs get the tags of what they are of."""


def passes_on(type_: str) -> frozenset[str]:
    """The properties by which a type passes tags on, by wire name; empty where it has none."""
    return _table().get(type_, frozenset())


@cache
def _table() -> Mapping[str, frozenset[str]]:
    text = files("outlay.tagging").joinpath("passed_on.csv").read_text(encoding="utf-8")
    found: dict[str, frozenset[str]] = {}
    for line in text.splitlines()[1:]:
        token, _, name = line.partition(",")
        found[token] = found.get(token, frozenset()) | {name}
    return found
