"""Writes `global_types.csv` from the installed pulumi-aws and pulumi-gcp: resource types that live in no region.

Run it after an SDK was updated: `uv run python -m outlay.generate_global_types`. A test compares its result with the
committed table.
"""

from pathlib import Path
from typing import Final

from outlay.sdk_sources import resource_classes

TARGET: Final = Path(__file__).with_name("global_types.csv")
_PLACES: Final = {
    "pulumi_aws": {"region", "availability_zone"},
    "pulumi_gcp": {"region", "zone", "location"},
}
"""By SDK, the arguments that say where a resource lives; since 7.0 every regional one of AWS takes `region`."""


def table() -> list[str]:
    """The table's lines, header first: a type token each."""
    found = {
        each.token
        for sdk, places in _PLACES.items()
        for each in resource_classes(sdk)
        if not places & set(each.arguments)
    }
    return ["token", *sorted(found)]


if __name__ == "__main__":
    TARGET.write_text("\n".join(table()) + "\n", encoding="utf-8")
