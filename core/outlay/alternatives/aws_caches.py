"""Other node types for caches of ElastiCache. The size stays what it is.

A node type of another family is one where it has as many vCPUs and holds as much data. Not here: which families there
are (`aws_families.csv`), what nodes hold (`aws_cache_nodes.csv`), and prices.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from outlay.alternatives.aws_machines import offered_on, other_types
from outlay.alternatives.candidate import Candidate, text_in
from outlay.estimate.subject import Neighbours
from outlay.resource import Resource

_SERVICE: Final = "AmazonElastiCache"
_PREFIX: Final = "cache."


def cache_nodes(resource: Resource, _near: Neighbours) -> Iterator[Candidate]:
    """Other node types for a cluster or a replication group."""
    node_type = text_in(resource.inputs, "nodeType") or ""
    held = _held_by_nodes().get(node_type)
    if held is None:
        return
    for succession, other in other_types(node_type.removeprefix(_PREFIX)):
        new = f"{_PREFIX}{other}"
        if _held_by_nodes().get(new, 0) >= held:
            yield Candidate(
                succession.kind,
                node_type,
                new,
                {("nodeType",): new},
                offered_on("ElastiCache", _PREFIX, succession.successor),
                item=(_SERVICE, new),
            )


@cache
def _held_by_nodes() -> Mapping[str, int]:
    """MiB for data by node type."""
    text = files("outlay.alternatives").joinpath("aws_cache_nodes.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["node_type"]: int(row["mib"]) for row in rows}
