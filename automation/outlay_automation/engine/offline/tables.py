"""What is known of each resource type and function, from the data files beside this module; read when first asked.

`data/aws.json` and `data/gcp.json` are generated from the SDKs, `data/curated.json` holds what these do not say, and
`data/defaults.json` the documented defaults of the real providers. No decision is taken here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
_GENERATED = frozenset({"aws", "gcp"})
# Every property of these packages' resources is fixed at creation.
_ALWAYS_REPLACED = frozenset({"random"})


@dataclass(frozen=True, slots=True)
class ResourceTable:
    """One resource type: which property is autonamed, what the provider computes, what forces replacement."""

    known: bool
    autoname: str | None
    computed: Mapping[str, str]
    """Property → kind: s string, b boolean, i integer, n number, l list, m map, o object."""
    replacing: frozenset[str]
    scope: frozenset[str]
    """Which of region, project, zone and location the program may leave to the provider's configuration."""
    defaults: Mapping[str, object]
    """Documented defaults by property; a nested mapping applies inside the object or each list element given there."""
    name_length: int
    lower_case_name: bool
    id_template: str | None
    arn_template: str | None
    outputs: Mapping[str, object]
    """Templates of outputs that a general rule would not make plausible; texts in them name fields in braces."""


def package_of(token: str) -> str:
    """The package of a type or function token."""
    return token.partition(":")[0]


@cache
def resource_table(token: str) -> ResourceTable:
    """What is known of a resource type; of an unknown one, nothing."""
    package = package_of(token)
    row = _generated(package)["resources"].get(token)
    curated = _file("curated")["resources"].get(token, {})
    found = row or {}
    replacing = frozenset(_words(found, "replace") + _words(curated, "replace")) - frozenset(
        _words(curated, "in_place")
    )
    return ResourceTable(
        known=row is not None,
        autoname=curated.get("autoname", found.get("autoname")) or None,
        computed=_typed(found.get("computed", "") + " " + curated.get("computed", "")),
        replacing=frozenset("*") if package in _ALWAYS_REPLACED else replacing,
        scope=frozenset(_words(found, "scope")),
        defaults=_file("defaults").get(token, {}),
        name_length=int(curated.get("name_length", 63 if package == "gcp" else 255)),
        lower_case_name=bool(curated.get("lower_case_name", package == "gcp")),
        id_template=curated.get("id"),
        arn_template=curated.get("arn"),
        outputs=curated.get("outputs", {}),
    )


@cache
def function_result(token: str) -> Mapping[str, str] | None:
    """The result of a function, property → kind, or None if the SDKs have no such function."""
    row = _generated(package_of(token))["functions"].get(token)
    return None if row is None else _typed(row)


def _words(row: Mapping[str, Any], key: str) -> list[str]:
    return str(row.get(key, "")).split()


def _typed(row: str) -> Mapping[str, str]:
    return {name: kind or "s" for name, _, kind in (word.partition(":") for word in row.split())}


def _generated(package: str) -> Mapping[str, Any]:
    return _file(package) if package in _GENERATED else {"resources": {}, "functions": {}}


@cache
def _file(name: str) -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
    return document
