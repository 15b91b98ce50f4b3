"""Other tiers for databases of Cloud SQL. vCPUs and memory stay what they are.

Not here: machines (`outlay.alternatives.gcp_machines`), editions, which differ in what they promise, and prices.
"""

import re
from collections.abc import Iterator
from typing import Final

from outlay.alternatives.alternative import AlternativeKind
from outlay.alternatives.candidate import Candidate, block_in, text_in
from outlay.estimate.subject import Neighbours
from outlay.resource import Resource

_N1: Final = re.compile(r"db-n1-(standard|highmem)-([1-9]\d?)")
_MB_PER_VCPU: Final = {"standard": 3840, "highmem": 6656}
"""Memory of the tiers that are named after N1, which is that of N1's machine types."""


def database_tiers(resource: Resource, _near: Neighbours) -> Iterator[Candidate]:
    """The custom tier with the vCPUs and the memory of a tier named after N1, which Cloud SQL had before it.

    Source: Google Cloud, Cloud SQL, instance settings: machine types; custom tiers have up to 6.5 GB a vCPU.
    """
    found = block_in(resource.inputs, "settings")
    if found is None:
        return
    path, settings = found
    tier = text_in(settings, "tier") or ""
    named = _N1.fullmatch(tier)
    if named is not None:
        vcpus = int(named[2])
        custom = f"db-custom-{vcpus}-{vcpus * _MB_PER_VCPU[named[1]]}"
        yield Candidate(AlternativeKind.GENERATION, tier, custom, {(*path, "tier"): custom})
