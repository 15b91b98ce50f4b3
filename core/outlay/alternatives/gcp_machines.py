"""Other families for machines of Google Cloud's Compute Engine. Class and size stay what they are.

Vcpus, memory, GPUs and local SSDs are compared type by type. A machine that asks for what not every family has (GPUs,
local SSDs, a CPU platform, nested virtualisation …) has no candidates. Custom types have none so far. Not here: which
families there are (`gcp_families.csv`) and prices.
"""

from collections.abc import Iterator
from typing import Final

from outlay.alternatives.candidate import Candidate, is_set, text_in
from outlay.alternatives.families import ARM, Succession, successions
from outlay.estimate.gcp.machine_shapes import shapes_by_name
from outlay.estimate.subject import Neighbours
from outlay.resource import Resource

_BOUND_TO_A_FAMILY: Final = (
    *("advancedMachineFeatures", "confidentialInstanceConfig", "guestAccelerators", "minCpuPlatform"),
    *("networkPerformanceConfig", "reservationAffinity", "scratchDisks"),
)
_SHARED: Final = "shared"
"""The line of types with a part of a vCPU, of which a name means as much or more in a later family."""


def machine_types(resource: Resource, _near: Neighbours) -> Iterator[Candidate]:
    """Other machine types for an instance."""
    machine_type = (text_in(resource.inputs, "machineType") or "").rpartition("/")[2]
    family, _, rest = machine_type.partition("-")
    if not rest or any(is_set(resource.inputs, key) for key in _BOUND_TO_A_FAMILY):
        return
    for succession in successions("gcp", family):
        other = f"{succession.successor.name}-{rest}"
        if _is_as_large(succession, machine_type, other) and succession.successor.disks >= succession.family.disks:
            yield Candidate(
                succession.kind,
                machine_type,
                other,
                {("machineType",): other},
                "; ".join(_conditions(succession)),
                item=("ComputeEngine", other),
            )


def _is_as_large(succession: Succession, own: str, other: str) -> bool:
    before, after = shapes_by_name().get(own), shapes_by_name().get(other)
    if after is None:
        return False
    if before is None:
        return succession.family.line == _SHARED
    is_in_line = (before.vcpus < 1) == (succession.family.line == _SHARED)
    return (
        is_in_line
        and after.vcpus >= before.vcpus
        and after.memory >= before.memory
        and (after.gpu, after.gpus) == (before.gpu, before.gpus)
        and after.local_ssd_size >= before.local_ssd_size
    )


def _conditions(succession: Succession) -> Iterator[str]:
    before, after = succession.family, succession.successor
    if after.processor == ARM:
        yield "the image and all that runs in it is made for arm64"
    elif after.processor == "any":
        yield f"nothing depends on a certain processor: {after.name.upper()} has what Google chooses"
    elif before.processor not in ("any", after.processor):
        yield f"nothing depends on processors of {'Intel' if before.processor == 'intel' else 'AMD'}"
    if "hyperdisk" in after.disks and "pd" in before.disks:
        yield f"none of its disks is pd-standard, which {after.name.upper()} does not take"
    yield f"its zone has {after.name.upper()}"
