"""Other families for machines of Google Cloud's Compute Engine. Class and size stay what they are.

vCPUs, memory, GPUs and local SSDs are compared type by type; a custom type stays one with the same vCPUs and memory. A
machine that asks for what not every family has (GPUs, local SSDs, a CPU platform, nested virtualisation …) has no
candidates. Not here: databases (`outlay.alternatives.gcp_databases`), which families there are (`gcp_families.csv`)
and prices.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from outlay.alternatives.candidate import Candidate, Values, blocks_in, is_set, text_in
from outlay.alternatives.families import ARM, Succession, successions
from outlay.estimate.gcp.compute_group import TEMPLATES
from outlay.estimate.gcp.machine import CustomMachine, custom_machine
from outlay.estimate.gcp.machine_shapes import shapes_by_name
from outlay.estimate.subject import Neighbours
from outlay.resource import Resource

_BOUND_TO_A_FAMILY: Final = (
    *("advancedMachineFeatures", "confidentialInstanceConfig", "guestAccelerators", "minCpuPlatform"),
    *("networkPerformanceConfig", "reservationAffinity", "scratchDisks"),
)
_SCRATCH: Final = "SCRATCH"
_LOCAL_SSD: Final = "local-ssd"
_LEAST_GB: Final = Decimal("0.5")
_MOST_GB: Final = Decimal(8)
"""GB of memory that a vCPU of a custom type can have, without extended memory, in the families that the table lists."""
_SHARED: Final = "shared"
"""The line of types with a part of a vCPU, of which a name means as much or more in a later family."""


def machine_types(resource: Resource, _near: Neighbours) -> Iterator[Candidate]:
    """Other machine types for an instance."""
    yield from _other_types(resource.inputs)


def group_machine_types(_resource: Resource, near: Neighbours) -> Iterator[Candidate]:
    """Other machine types for the instances of a group: its instance template changes."""
    for type_ in TEMPLATES:
        template = near.target("versions", type_)
        if template is not None:
            yield from (replace(each, urn=template.urn) for each in _other_types(template.resource.inputs))
            return


def _other_types(values: Values) -> Iterator[Candidate]:
    """What an instance or a template of instances could have instead of its machine type."""
    machine_type = (text_in(values, "machineType") or "").rpartition("/")[2]
    if not machine_type or _is_bound_to_its_family(values):
        return
    custom = custom_machine(machine_type)
    found = _predefined(machine_type) if custom is None else _custom(custom)
    for succession, other in found:
        if succession.successor.disks >= succession.family.disks:
            yield Candidate(
                succession.kind,
                machine_type,
                other,
                {("machineType",): other},
                "; ".join(_conditions(succession)),
                item=("ComputeEngine", other if custom is None else succession.successor.name),
            )


def _is_bound_to_its_family(values: Values) -> bool:
    """Whether it asks for what not every family has; a template has its local SSDs among its disks."""
    has_local = any(_may_be_local(disk) for _, disk in blocks_in(values, "disks"))
    return has_local or any(is_set(values, key) for key in _BOUND_TO_A_FAMILY)


def _may_be_local(disk: Values) -> bool:
    use, kind = text_in(disk, "type"), text_in(disk, "diskType")
    return use is None or kind is None or use.upper() == _SCRATCH or kind.endswith(_LOCAL_SSD)


def _predefined(machine_type: str) -> Iterator[tuple[Succession, str]]:
    family, _, rest = machine_type.partition("-")
    for succession in successions("gcp", family) if rest else ():
        other = f"{succession.successor.name}-{rest}"
        if _is_as_large(succession, machine_type, other):
            yield succession, other


def _custom(own: CustomMachine) -> Iterator[tuple[Succession, str]]:
    """The custom types of other families with the same vCPUs and memory, where they can have these."""
    memory = own.memory + own.extended_memory
    if own.vcpus and _LEAST_GB <= memory / own.vcpus <= _MOST_GB:
        for succession in successions("gcp", own.family):
            if own.vcpus in succession.successor.custom:
                yield succession, f"{succession.successor.name}-custom-{own.vcpus}-{memory * 1024:.0f}"


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
