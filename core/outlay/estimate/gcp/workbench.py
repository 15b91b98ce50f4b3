"""Pricers of `gcp:workbench/…`: notebook instances, which are machines of Compute Engine with a fee on top."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.compute_disk import disk_charges
from outlay.estimate.gcp.machine import short_name
from outlay.estimate.gcp.machine_charges import Running, accelerator_charges, machine_charges
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import Unknown
from outlay.usage.model import NoUsage

_MACHINE: Final = "e2-standard-4"
_BOOT_DISK_GB: Final = 150
_DATA_DISK_GB: Final = 100
_KINDS: Final = {"PD_STANDARD": "pd-standard", "PD_SSD": "pd-ssd", "PD_BALANCED": "pd-balanced"}


@prices("gcp:workbench/instance:Instance")
def workbench_instance(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A notebook instance: its machine and GPUs while it runs, its disks all the time, and the fee of Vertex AI.

    Source: Google Cloud, Vertex AI Workbench pricing; VM instance, GPU and disk pricing.
    """
    setup = resource.inputs.block("gceSetup")
    yield from independently(
        _machine(resource, setup),
        _accelerators(resource, setup),
        _disk(resource, setup.block("bootDisk"), _BOOT_DISK_GB, "boot disk"),
        _disk(resource, setup.block("dataDisks"), _DATA_DISK_GB, "data disk"),
    )


def _hours(resource: Subject) -> Amount:
    if resource.inputs.item("desiredState", "ACTIVE") == "STOPPED":
        return Amount.exactly(0, "hours a month of a stopped instance")
    return resource.running_hours


def _machine_type(setup: Properties) -> str | Unknown:
    return short_name(setup.item("machineType", _MACHINE))


def _machine(resource: Subject, setup: Properties) -> Iterator[Charge | Free]:
    hours, machine_type = _hours(resource), _machine_type(setup)
    yield from machine_charges(machine_type, Running(resource.region, ON_DEMAND, hours))
    fee = PriceQuery("VertexAI", resource.region, machine_type, "workbench-fee")
    yield Charge("Management fee", HOUR * hours, fee, hours=hours)


def _accelerators(resource: Subject, setup: Properties) -> Iterator[Charge | Free]:
    attached = tuple(
        Properties({"type": _gpu(each), "count": each.values.get("coreCount")}, resource.reading, f"{each.path}")
        for each in setup.blocks("acceleratorConfigs")
    )
    yield from accelerator_charges(
        attached, _machine_type(setup), Running(resource.region, ON_DEMAND, _hours(resource))
    )


def _gpu(accelerator: Properties) -> str | Unknown:
    """The GPU as Compute Engine spells it: `nvidia-tesla-t4` for `NVIDIA_TESLA_T4`."""
    kind = accelerator.item("type")
    return kind if isinstance(kind, Unknown) else kind.lower().replace("_", "-")


def _disk(resource: Subject, disk: Properties, default: int, component: str) -> Iterator[Charge | Free]:
    kind = disk.item("diskType", "PD_BALANCED")
    if isinstance(kind, str) and kind not in _KINDS:
        raise OpenValue(f"{disk.path}.diskType", f"is {kind}, which has no price here")
    size = disk.number("diskSizeGb", default)
    yield from disk_charges(disk, resource.region, _KINDS[kind] if isinstance(kind, str) else kind, size, component)
