"""Pricer of `gcp:compute/instance:Instance`, and what instances of groups cost in the same way.

Not here: disks that are declared apart (`compute_disk`), and static addresses (`compute_address`).
"""

import re
from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.compute_disk import IMAGE_SIZE, disk_charges
from outlay.estimate.gcp.machine import INSTANCE, SPOT, is_stopped, purchase_term, short_name
from outlay.estimate.gcp.machine_charges import (
    LOCAL_SSD_SIZE,
    Running,
    accelerator_charges,
    local_ssd_charge,
    machine_charges,
)
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import Unknown
from outlay.usage.gcp.compute import InstanceUsage

_ON_SOLE_TENANT_NODE: Final = "the instance runs on a sole-tenant node, which is charged itself"
_LICENSED_IMAGE: Final = re.compile(r"(?:^|/)(windows|sql|rhel|sles|suse)[-/]")
_LICENCES: Final = {"suse": "sles"}
_SQL_SERVER_IMAGE: Final = re.compile(r"(?:^|/)(?:windows-sql-cloud/|sql-)")
"""Microsoft SQL Server comes on Windows, and each has a licence."""
_SAP_IMAGE: Final = re.compile(r"(?:rhel|sles|suse).*-sap\b")
_FREE_IMAGE: Final = re.compile(r"(?:^|/)(?:debian|ubuntu|centos|cos|rocky|almalinux|fedora|opensuse)[-/]")
"""How the public images begin that have, and have not, a licence fee: by project (`windows-cloud/…`) or by name."""


@prices(INSTANCE, usage=InstanceUsage)
def instance(resource: Subject, usage: InstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A virtual machine: its machine type while it runs, its boot disk, local SSDs, GPUs and ephemeral address.

    Disks that it attaches by reference, and static addresses, are charged where they are declared. Discounts for
    sustained and committed use are applied to the whole estimate, not here.
    Source: Google Cloud, VM instance pricing, disk and image pricing, GPU pricing.
    """
    if not usage.monthly_hrs.open:
        resource = Subject(resource.resource, resource.reading, usage.monthly_hrs)
    yield from independently(
        _machine(resource),
        _boot_disk(resource),
        _licence(resource),
        _local_ssds(resource),
        _accelerators(resource),
        _ephemeral_address(resource),
    )


def charges_beside_disks(resource: Subject, image: str | Unknown) -> Iterator[Charge | Free]:
    """What an instance with such properties, booted from this image, costs beside its disks."""
    yield from independently(
        _machine(resource), _licence_of(resource, image), _accelerators(resource), _ephemeral_address(resource)
    )


def _machine(resource: Subject) -> Iterator[Charge | Free]:
    machine_type = short_name(resource.inputs.item("machineType"))
    if machine_type == "":
        raise OpenValue("machineType", "is not set")
    scheduling = resource.inputs.block("scheduling")
    if scheduling.has("nodeAffinities"):
        resource.inputs.assume(_ON_SOLE_TENANT_NODE)
        yield Free(_ON_SOLE_TENANT_NODE)
        return
    _name_what_is_left_out(resource)
    yield from machine_charges(machine_type, _running(resource))


def _name_what_is_left_out(resource: Subject) -> None:
    """What else of this machine costs money, and has no rule here."""
    inputs = resource.inputs
    if inputs.text("desiredStatus").upper() == "SUSPENDED":
        inputs.assume("what is kept of a suspended instance's memory is not included")
    if inputs.has("confidentialInstanceConfig"):
        inputs.assume("the premium of a confidential instance is not included")
    network = inputs.block("networkPerformanceConfig")
    if network.has("totalEgressBandwidthTier") and network.text("totalEgressBandwidthTier") != "DEFAULT":
        inputs.assume("the premium of the highest network tier is not included")


def _boot_disk(resource: Subject) -> Iterator[Charge | Free]:
    """The boot disk that is made with the instance; one attached by `source` is charged where it is declared."""
    boot_disk = resource.inputs.block("bootDisk")
    if boot_disk.has("source"):
        return
    created = boot_disk.block("initializeParams")
    kind = short_name(created.item("type", "pd-standard"))
    size = created.number("size", IMAGE_SIZE, "the size of its image is not known")
    yield from disk_charges(created, resource.region, kind, size, "boot disk")


def _licence(resource: Subject) -> Iterator[Charge | Free]:
    yield from _licence_of(resource, resource.inputs.block("bootDisk").block("initializeParams").item("image"))


def _licence_of(resource: Subject, image: str | Unknown) -> Iterator[Charge | Free]:
    """What the boot disk's image costs beside the machine, told by the image's name: so much an hour by machine type.

    Source: Google Cloud, VM instance pricing, premium images.
    """
    name = image.lower() if isinstance(image, str) else ""
    licensed = _LICENSED_IMAGE.search(name)
    if licensed is not None and not is_stopped(resource.inputs):
        edition = _LICENCES.get(licensed[1], licensed[1]) + ("-sap" if _SAP_IMAGE.search(name) else "")
        machine_type = short_name(resource.inputs.item("machineType"))
        if _SQL_SERVER_IMAGE.search(name):
            query = PriceQuery("ComputeEngineLicense", GLOBAL, machine_type, "sql-server")
            yield Charge("SQL Server licence", HOUR * _hours(resource), query, "boot disk")
            edition = "windows"
        query = PriceQuery("ComputeEngineLicense", GLOBAL, machine_type, edition)
        yield Charge("Image licence", HOUR * _hours(resource), query, "boot disk")
    if licensed is None and not _FREE_IMAGE.search(name):
        resource.inputs.assume("the boot disk's image has no licence fee")


def _local_ssds(resource: Subject) -> Iterator[Charge | Free]:
    """Local SSDs exist, and cost, only while the instance runs: all of them together by their GB."""
    sizes = [ssd.number("size", LOCAL_SSD_SIZE) for ssd in resource.inputs.blocks("scratchDisks")]
    if sizes:
        first, *others = sizes
        yield local_ssd_charge(sum(others, first), _running(resource), "local SSDs")


def _accelerators(resource: Subject) -> Iterator[Charge | Free]:
    machine_type = short_name(resource.inputs.item("machineType"))
    yield from accelerator_charges(resource.inputs.blocks("guestAccelerators"), machine_type, _running(resource))


def _ephemeral_address(resource: Subject) -> Iterator[Charge | Free]:
    """An external address that nobody reserved: charged while the instance runs, as a reserved one in use is."""
    count = sum(
        not access.has("natIp")
        for interface in resource.inputs.blocks("networkInterfaces")
        for access in interface.blocks("accessConfigs")
    )
    if count:
        use = "spot-vm" if purchase_term(resource.inputs) == SPOT else "standard-vm"
        query = PriceQuery("Networking", resource.region, "external-ip", use)
        yield Charge("External IP address", HOUR * (_hours(resource) * count), query, "ephemeral address")


def _running(resource: Subject) -> Running:
    return Running(resource.region, purchase_term(resource.inputs), _hours(resource))


def _hours(resource: Subject) -> Amount:
    if is_stopped(resource.inputs):
        return Amount.exactly(0, "hours a month of a stopped instance")
    return resource.running_hours
