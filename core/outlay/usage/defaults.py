"""Typical figures of use, for those who let them stand in for what nobody states (`usage.defaults: on`).

They are chosen, not measured, and each is named as an assumption wherever it counts. Not here: what is stated.
"""

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

from outlay.usage.stated import UsageDefault


def defaults_of(type_: str) -> tuple[UsageDefault, ...]:
    """The defaults of a type's usage keys; none where nobody can say what is typical."""
    return _table().get(type_, ())


def types_with_defaults() -> tuple[str, ...]:
    """All types that have any, sorted."""
    return tuple(sorted(_table()))


@cache
def _table() -> Mapping[str, tuple[UsageDefault, ...]]:
    text = files("outlay.usage").joinpath("defaults.csv").read_text(encoding="utf-8")
    found: dict[str, list[UsageDefault]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["type"], []).append(UsageDefault(row["key"], Decimal(row["figure"]), row["why"]))
    return {token: tuple(each) for token, each in found.items()}
