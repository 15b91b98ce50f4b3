"""Writes two tables from the installed pulumi-aws and pulumi-gcp, the pricers, and the tables of what has none.

`type_verdicts.csv` has every resource class with what an estimate says of it, `type_aliases.csv` the tokens that
classes had before, with those that they have today.

Run it after an SDK was updated or a type was given a verdict:
`uv run python -m outlay.estimate.generate_type_verdicts`. A test compares its result with the committed tables: a class
that is new stands there as unsupported.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from outlay.estimate.registry import OURS
from outlay.estimate.type_verdicts import type_verdict
from outlay.sdk_sources import ResourceClass, resource_classes

TARGET: Final = Path(__file__).with_name("type_verdicts.csv")
ALIASES: Final = Path(__file__).with_name("type_aliases.csv")
SDKS: Final = ("pulumi_aws", "pulumi_gcp")


def classes() -> tuple[ResourceClass, ...]:
    """Every resource class of the installed SDKs."""
    return tuple(each for sdk in SDKS for each in resource_classes(sdk))


def table(found: tuple[ResourceClass, ...]) -> list[str]:
    """The lines of the verdicts, header first: `token,verdict`."""
    return ["token,verdict", *sorted(f"{each.token},{type_verdict(each.token, OURS).status}" for each in found)]


def aliases(found: tuple[ResourceClass, ...]) -> list[str]:
    """The lines of the aliases, header first: `token,current`. A token that is still a class has none."""
    return ["token,current", *sorted(set(_aliases(found)))]


def _aliases(found: tuple[ResourceClass, ...]) -> Iterator[str]:
    tokens = {each.token for each in found}
    for each in found:
        for alias in each.aliases:
            if alias not in tokens:
                yield f"{alias},{each.token}"


if __name__ == "__main__":
    found = classes()
    ALIASES.write_text("\n".join(aliases(found)) + "\n", encoding="utf-8")
    TARGET.write_text("\n".join(table(found)) + "\n", encoding="utf-8")
