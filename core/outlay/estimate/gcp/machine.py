"""What a Compute Engine machine is: its type, its vCPUs and memory, how it is bought, and whether it runs.

Shared by the pricers of instances and of the addresses that they use. Not here: charges and prices.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from outlay.estimate.properties import Properties
from outlay.prices.term import ON_DEMAND
from outlay.resource import Unknown

INSTANCE: Final = "gcp:compute/instance:Instance"
SPOT: Final = "spot"
_ACCELERATED: Final = ("a2", "a3", "a4", "a4x", "g2", "g4")
_CUSTOM: Final = re.compile(
    r"(?:(?P<family>[a-z]\d[a-z]?)-)?custom-(?P<vcpus>\d+|micro|small|medium)-(?P<mebibytes>\d+)(?P<extended>-ext)?"
)
_SHARED_CORE: Final = {"micro": Decimal("0.25"), "small": Decimal("0.5"), "medium": Decimal(1)}
"""vCPUs that shared-core custom types are billed for, as Google documents them."""
_STANDARD_MEMORY_PER_VCPU: Final = {"n1": Decimal("6.5")}
_STANDARD_MEMORY_PER_VCPU_ELSE: Final = Decimal(8)
"""GB a vCPU up to which memory is standard memory; what exceeds it is extended memory."""


@dataclass(frozen=True, slots=True)
class CustomMachine:
    """A custom machine type: the family it belongs to, its vCPUs, and its memory in GB."""

    family: str
    vcpus: Decimal
    memory: Decimal
    extended_memory: Decimal


def custom_machine(machine_type: str) -> CustomMachine | None:
    """What a custom machine type consists of (`n2-custom-4-8192`, `custom-2-15360-ext`), None of a predefined one."""
    found = _CUSTOM.fullmatch(machine_type)
    if found is None:
        return None
    family = found["family"] or "n1"
    size = found["vcpus"]
    vcpus = _SHARED_CORE[size] if size in _SHARED_CORE else Decimal(size)
    memory = Decimal(found["mebibytes"]) / 1024
    most = vcpus * _STANDARD_MEMORY_PER_VCPU.get(family, _STANDARD_MEMORY_PER_VCPU_ELSE)
    extended = max(memory - most, Decimal(0)) if found["extended"] else Decimal(0)
    return CustomMachine(family, vcpus, memory - extended, extended)


def has_own_accelerators(machine_type: str) -> bool:
    """Whether the machine type's price holds its GPUs already; the parts of a custom type do not."""
    return machine_type.partition("-")[0] in _ACCELERATED and custom_machine(machine_type) is None


def short_name(reference: str | Unknown) -> str | Unknown:
    """The name that a link ends in (`zones/z/machineTypes/e2-small` → `e2-small`); a plain name and a marker as is."""
    return reference.rpartition("/")[2] if isinstance(reference, str) else reference


def is_spot(inputs: Properties) -> bool:
    """Whether the instance is bought as a spot (or preemptible) one.

    Raises:
        OpenValue: when its scheduling is open.
    """
    scheduling = inputs.block("scheduling")
    is_preemptible = scheduling.has("preemptible") and scheduling.flag("preemptible")
    return is_preemptible or scheduling.text("provisioningModel").upper() == "SPOT"


def is_stopped(inputs: Properties) -> bool:
    """Whether the program keeps the instance stopped.

    Raises:
        OpenValue: when its desired status is open.
    """
    return inputs.text("desiredStatus").upper() in ("TERMINATED", "SUSPENDED")


def purchase_term(inputs: Properties) -> str:
    """The term of the instance's price queries.

    Raises:
        OpenValue: when its scheduling is open.
    """
    return SPOT if is_spot(inputs) else ON_DEMAND
