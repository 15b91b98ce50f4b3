"""The charges of any Compute Engine machine: its type, GPUs and local SSDs while it runs.

Shared by instances, instances of a group and nodes of a cluster. Not here: disks (`compute_disk`), and what a machine
is (`machine`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import GB_HOUR, GB_MONTH, GPU_HOUR, HOUR, MONTH_HOURS, VCPU_HOUR, Amount
from outlay.estimate.charge import Charge
from outlay.estimate.gcp.machine import custom_machine, has_own_accelerators, short_name
from outlay.estimate.properties import Properties
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown

LOCAL_SSD_SIZE: Final = 375
"""GB of one local SSD."""
_CUSTOM_PREMIUM: Final = Decimal("1.05")
"""What a custom machine type's vCPUs and memory cost of the predefined ones'."""


@dataclass(frozen=True, slots=True)
class Running:
    """Where machines run, how they are bought (the term of their price queries), and for how many hours a month."""

    region: str | Unknown | None
    term: str
    hours: Amount


def machine_charges(machine_type: str | Unknown, running: Running, component: str = "") -> Iterator[Charge]:
    """A machine type while it runs; a custom one by its vCPUs and memory.

    Source: Google Cloud, VM instance pricing.
    """
    region, term, hours = running.region, running.term, running.hours
    custom = custom_machine(machine_type) if isinstance(machine_type, str) else None
    if custom is None:
        query = PriceQuery("ComputeEngine", region, machine_type, "linux", term)
        yield Charge("Instance usage", HOUR * hours, query, component, hours=hours)
        return
    vcpus, memory, extended = (
        Amount.exactly(custom.vcpus, "vCPUs"),
        Amount.exactly(custom.memory, "GB"),
        Amount.exactly(custom.extended_memory, "GB"),
    )
    query = PriceQuery("ComputeEngine", region, custom.family, "vcpu", term)
    yield Charge("vCPUs", VCPU_HOUR * (hours * vcpus), query, component, factor=_CUSTOM_PREMIUM, hours=hours)
    query = PriceQuery("ComputeEngine", region, custom.family, "memory", term)
    yield Charge("Memory", GB_HOUR * (hours * memory), query, component, factor=_CUSTOM_PREMIUM, hours=hours)
    if custom.extended_memory:
        query = PriceQuery("ComputeEngine", region, custom.family, "extended-memory", term)
        yield Charge("Extended memory", GB_HOUR * (hours * extended), query, component, hours=hours)


def local_ssd_charge(size: Amount, running: Running, component: str) -> Charge:
    """`size` GB of local SSD, which exists, and costs, only while its machine runs."""
    query = PriceQuery("PersistentDisk", running.region, "local-ssd", "storage", running.term)
    quantity = GB_MONTH * (size * (running.hours / MONTH_HOURS))
    return Charge("Storage", quantity, query, component, hours=running.hours)


def accelerator_charges(
    accelerators: tuple[Properties, ...], machine_type: str | Unknown, running: Running, component: str = ""
) -> Iterator[Charge]:
    """The GPUs attached to a machine; those that come with its type are in the type's price.

    Source: Google Cloud, GPU pricing.
    """
    if isinstance(machine_type, str) and has_own_accelerators(machine_type):
        return
    for index, accelerator in enumerate(accelerators, 1):
        kind = short_name(accelerator.item("type"))
        count = accelerator.number("count", 1)
        query = PriceQuery("ComputeEngine", running.region, kind, "gpu", running.term)
        place = f"{component}, guest accelerator {index}" if component else f"guest accelerator {index}"
        yield Charge("GPUs", GPU_HOUR * (count * running.hours), query, place, hours=running.hours)
