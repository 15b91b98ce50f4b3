"""Writes two tables from the installed pulumi-aws and pulumi-gcp: which resource types take tags, and where.

`taggable.csv` has where a type takes its own tags, `passed_on.csv` where it says which tags the things get that it
brings about: volumes, tasks, what a template launches.

Run it after an SDK was updated: `uv run python -m outlay.tagging.generate_taggable`. A test compares its result with
the committed tables.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from outlay.sdk_sources import resource_classes

TARGET: Final = Path(__file__).with_name("taggable.csv")
PASSED_ON: Final = Path(__file__).with_name("passed_on.csv")
_PROPERTIES: Final = {
    "pulumi_aws": {"tags": "tags"},
    "pulumi_gcp": {"labels": "labels", "user_labels": "userLabels", "resource_labels": "resourceLabels"},
}
"""By SDK, the constructor argument that holds billing tags, and its wire name. Google's `tags` are network tags."""

_BLOCK: Final = "settings"
"""The block in which a resource takes its tags that does not take them itself."""
_PASSING_ON: Final = {
    "pulumi_aws": {
        "volume_tags": "volumeTags",
        "tag_specifications": "tagSpecifications",
        "propagate_tags": "propagateTags",
    }
}


def table() -> list[str]:
    """The table's lines, header first: `token,property,shape`, where the shape is `map` or `list`."""
    rows = {row for sdk, properties in _PROPERTIES.items() for row in _rows(sdk, properties)}
    return ["token,property,shape", *sorted(rows)]


def passed_on() -> list[str]:
    """The lines of the other table, header first: `token,property`."""
    rows = {
        f"{each.token},{name}"
        for sdk, properties in _PASSING_ON.items()
        for each in resource_classes(sdk)
        for argument, name in properties.items()
        if argument in each.arguments
    }
    return ["token,property", *sorted(rows)]


def _rows(sdk: str, properties: dict[str, str]) -> Iterator[str]:
    for each in resource_classes(sdk):
        for argument, name in properties.items():
            annotation = each.arguments.get(argument, "")
            if "Mapping[str, pulumi.Input" in annotation:
                yield f"{each.token},{name},map"
            elif "TagArgs'" in annotation:  # the auto-scaling group's list of key, value, propagate
                yield f"{each.token},{name},list"
            if "Mapping[str, pulumi.Input" in each.block(_BLOCK).get(argument, ""):  # Cloud SQL
                yield f"{each.token},{_BLOCK}.{name},map"


if __name__ == "__main__":
    TARGET.write_text("\n".join(table()) + "\n", encoding="utf-8")
    PASSED_ON.write_text("\n".join(passed_on()) + "\n", encoding="utf-8")
