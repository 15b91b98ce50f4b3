"""What a predefined machine type of Google Cloud consists of: family, vCPUs, GB of memory.

By the rule of its name, for families whose sizes follow one (docs.cloud.google.com/compute/docs/machine-resource). Not
here: custom machine types, which are charged by vCPU and GB anyway (`outlay.estimate.gcp.machine`).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_NAME: Final = re.compile(r"(?P<family>[a-z]\d[a-z]?)-(?P<kind>standard|highmem|highcpu)-(?P<vcpus>\d+)")
_STANDARD: Final = ("n2", "n2d", "n4", "e2", "c2", "c2d", "c3", "c3d", "t2d", "t2a")
_GB_PER_VCPU: Final = {
    ("n1", "standard"): Decimal("3.75"),
    ("n1", "highmem"): Decimal("6.5"),
    ("n1", "highcpu"): Decimal("0.9"),
    **{(family, "standard"): Decimal(4) for family in _STANDARD},
    **{(family, "highmem"): Decimal(8) for family in ("n2", "n2d", "n4", "e2", "c2d", "c3", "c3d")},
    **{(family, "highcpu"): Decimal(1) for family in ("n2", "n2d", "e2")},
    **{(family, "highcpu"): Decimal(2) for family in ("n4", "c2d", "c3", "c3d")},
}
SHARED_CORE: Final = frozenset({"f1-micro", "g1-small", "e2-micro", "e2-small", "e2-medium"})
"""Machine types that committed use discounts leave out."""


@dataclass(frozen=True, slots=True)
class MachineType:
    """A predefined machine type."""

    family: str
    vcpus: int
    memory: Decimal


def machine_type(name: str) -> MachineType | None:
    """The parts of a machine type (`n2-standard-4` is 4 vCPUs and 16 GB); None where its name does not say."""
    found = _NAME.fullmatch(name)
    memory = _GB_PER_VCPU.get((found["family"], found["kind"])) if found else None
    if found is None or memory is None:
        return None
    return MachineType(found["family"], int(found["vcpus"]), int(found["vcpus"]) * memory)


def family_of(item: str) -> str:
    """The family of a machine type, or of a custom machine's part: `n2` of `n2-standard-4`, of `n2` itself."""
    return item.partition("-")[0]
