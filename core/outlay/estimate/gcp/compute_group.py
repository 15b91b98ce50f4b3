"""Pricers of managed instance groups in `gcp:compute/…`: as many instances as the group has, made from its template."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from outlay.estimate.amount import Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.compute_disk import IMAGE_SIZE, default_size, disk_charges
from outlay.estimate.gcp.compute_instance import charges_beside_disks
from outlay.estimate.gcp.machine import purchase_term, short_name
from outlay.estimate.gcp.machine_charges import LOCAL_SSD_SIZE, Running, local_ssd_charge
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.resource import Unknown
from outlay.usage.model import NoUsage

TEMPLATES: Final = (
    "gcp:compute/instanceTemplate:InstanceTemplate",
    "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
)
"""The types that a group's instances may be made from."""
_AUTOSCALERS: Final = ("gcp:compute/autoscaler:Autoscaler", "gcp:compute/regionAutoscaler:RegionAutoscaler")
_INSTANCE_CONFIGS: Final = (
    ("gcp:compute/perInstanceConfig:PerInstanceConfig", "instanceGroupManager"),
    ("gcp:compute/regionPerInstanceConfig:RegionPerInstanceConfig", "regionInstanceGroupManager"),
)
_LOCAL_SSD: Final = "local-ssd"


@prices("gcp:compute/instanceGroupManager:InstanceGroupManager")
@prices("gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager")
def instance_group_manager(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A managed instance group: its size times what an instance of its template costs.

    The size is the target size, or what its autoscaler allows; each instance that is configured by name exists.
    Source: Google Cloud, VM instance pricing; the group itself costs nothing.
    """
    template = _template(resource, near)
    size = _size(resource, near)
    made = Subject(
        replace(template.resource, region=resource.resource.region), template.reading, resource.running_hours
    )
    image = _boot_image(made.inputs)
    for charge in independently(charges_beside_disks(made, image), _disks(made)):
        yield charge.times(size) if isinstance(charge, Charge) else charge


def _template(resource: Subject, near: Neighbours) -> Subject:
    """The template of the first version, which counts for all instances.

    Raises:
        OpenValue: when it is not in this stack.
    """
    if resource.inputs.is_known("versions") and len(resource.inputs.blocks("versions")) > 1:
        resource.inputs.assume("all instances are of the group's first version")
    for type_ in TEMPLATES:
        template = near.target("versions", type_)
        if template is not None:
            return template
    raise OpenValue("versions", "names an instance template that is not in this stack")


def _size(resource: Subject, near: Neighbours) -> Amount:
    target = resource.inputs.number("targetSize", 0) if resource.inputs.has("targetSize") else None
    for type_ in _AUTOSCALERS:
        for autoscaler in near.users(type_, "target"):
            policy = autoscaler.inputs.block("autoscalingPolicy")
            least = policy.number("minReplicas")
            return Amount.spanning(
                least, least if target is None else target, policy.number("maxReplicas"), "instances"
            )
    named = sum(len(near.users(type_, key)) for type_, key in _INSTANCE_CONFIGS)
    size = target if target is not None else resource.inputs.number("targetSize", 0)
    return size.at_least(named) if named else size


def _boot_image(template: Properties) -> str | Unknown:
    """The image of the boot disk: of the one that says so, else of the first."""
    disks = template.blocks("disks")
    boot = next((disk for disk in disks if disk.has("boot") and disk.flag("boot")), disks[0] if disks else None)
    return "" if boot is None else boot.item("sourceImage")


def _disks(made: Subject) -> Iterator[Charge | Free]:
    """The disks that are made with each instance; one attached by `source` is charged where it is declared."""
    running = Running(made.region, purchase_term(made.inputs), made.running_hours)
    for index, disk in enumerate(made.inputs.blocks("disks"), 1):
        if disk.has("source"):
            continue
        kind = short_name(disk.item("diskType", "pd-standard"))
        if kind == _LOCAL_SSD or disk.text("type").upper() == "SCRATCH":
            yield local_ssd_charge(disk.number("diskSizeGb", LOCAL_SSD_SIZE), running, f"disk {index}")
        else:
            yield from disk_charges(disk, made.region, kind, _disk_size(disk, kind), f"disk {index}")


def _disk_size(disk: Properties, kind: str | Unknown) -> Amount:
    if not disk.has("diskSizeGb") and not disk.has("sourceImage"):
        size = default_size(disk, "diskSizeGb", kind)
        return Amount.unknown("diskSizeGb", "diskSizeGb is not set") if size is None else size
    return disk.number("diskSizeGb", IMAGE_SIZE, "the size of its image is not known")
