"""Families of machine types, and which of them take each other's place: the tables beside this module, read once.

Families of one line are made for the same. One that is as new or newer, or runs on arm64, can take another one's place;
whether a size of it has as many vCPUs and as much memory is asked size by size. Not here: that question
(`outlay.alternatives.aws_machines`, `outlay.alternatives.gcp_machines`), and any price.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, TypeAlias

from outlay.alternatives.alternative import AlternativeKind

Cloud: TypeAlias = Literal["aws", "gcp"]
ARM: Final = "arm64"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of machine types in one line.

    `generation` orders the families of a line, `processor` is the maker (`intel`, `amd`, `any`) or `arm64`. AWS:
    `platform` is what virtualises it (`pv`, `xen`, `nitro`), `memory` GiB a vCPU where that is a rule, `local_storage`
    GB of instance store a vCPU. Google Cloud: `disks` are the kinds of disks that it takes, `custom` the vCPUs that a
    custom type of it can have.
    """

    line: str
    generation: int
    name: str
    processor: str
    platform: str = ""
    memory: Decimal | None = None
    local_storage: Decimal = Decimal(0)
    disks: frozenset[str] = frozenset()
    custom: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Succession:
    """Two families of a line, of which one can take the other's place."""

    kind: AlternativeKind
    family: Family
    successor: Family


@lru_cache(maxsize=1024)
def successions(cloud: Cloud, family: str) -> tuple[Succession, ...]:
    """The families that can take this one's place, the newest first; none of one that the table does not have."""
    return tuple(_successions(cloud, family))


def _successions(cloud: Cloud, name: str) -> Iterator[Succession]:
    lines = _lines(cloud)
    for own in (family for line in lines.values() for family in line if family.name == name):
        for other in sorted(lines[own.line], key=lambda family: -family.generation):
            kind = _kind(own, other)
            if kind is not None:
                yield Succession(kind, own, other)


def _kind(own: Family, other: Family) -> AlternativeKind | None:
    """In what a family differs that can take another's place; None of one that cannot."""
    if other.processor == own.processor:
        return AlternativeKind.GENERATION if other.generation > own.generation else None
    if other.generation < own.generation or own.processor == ARM:
        return None
    return AlternativeKind.ARCHITECTURE if other.processor == ARM else AlternativeKind.PROCESSOR


@cache
def _lines(cloud: Cloud) -> Mapping[str, tuple[Family, ...]]:
    """The families by their line."""
    lines: dict[str, list[Family]] = {}
    text = files("outlay.alternatives").joinpath(f"{cloud}_families.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        family = Family(
            line=row["line"],
            generation=int(row["generation"]),
            name=row["family"],
            processor=row["processor"],
            platform=row.get("platform", ""),
            memory=Decimal(row["memory"]) if row.get("memory") else None,
            local_storage=Decimal(row.get("local_storage") or 0),
            disks=frozenset(row.get("disks", "").split()),
            custom=frozenset(map(int, row.get("custom", "").split())),
        )
        lines.setdefault(family.line, []).append(family)
    return {line: tuple(found) for line, found in lines.items()}
