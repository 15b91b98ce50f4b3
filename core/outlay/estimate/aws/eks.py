"""Pricers of `aws:eks/…`: clusters, and what runs their pods."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import GB_HOUR, HOUR, MONTH_HOURS, VCPU_HOUR, Amount
from outlay.estimate.aws.instance_group import Members, group_charges, group_size, template_settings
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown, Value
from outlay.usage.aws.ec2 import GroupUsage
from outlay.usage.aws.eks import FargateProfileUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonEKS"
_VERSION: Final = re.compile(r"1\.(\d{1,3})")
_LAST_IN_EXTENDED_SUPPORT: Final = 32
"""The newest minor version of Kubernetes 1 whose standard support is over (Amazon EKS Kubernetes release calendar)."""
_LAST_LEAVING_STANDARD_SUPPORT: Final = 34
"""Those up to here leave standard support in the second half of 2026."""
_NODE_TYPE: Final = "t3.medium"
_DISK_GB: Final = 20
_WINDOWS_DISK_GB: Final = 50


@prices("aws:eks/cluster:Cluster")
def cluster(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A cluster: each hour, at a higher price once its Kubernetes version is in extended support.

    Source: Amazon EKS pricing.
    """
    inputs = resource.inputs
    if inputs.has("computeConfig"):
        inputs.assume("what EKS Auto Mode charges for the instances that it manages is not included")
    support = _support(inputs)
    item = support if isinstance(support, Unknown) else "Cluster"
    dimension = support if isinstance(support, str) else ""
    yield Charge("EKS cluster", HOUR * MONTH_HOURS, PriceQuery(_SERVICE, resource.region, item, dimension))


def _support(inputs: Properties) -> str | Unknown:
    """`hours` in standard support and `extended-support-hours` after it, open where the version is."""
    version = inputs.item("version")
    if isinstance(version, Unknown):
        return version
    found = _VERSION.fullmatch(version)
    if found is None:
        inputs.assume("the Kubernetes version is in standard support")
        return "hours"
    if inputs.has("upgradePolicy") and inputs.block("upgradePolicy").item("supportType") == "STANDARD":
        return "hours"
    minor = int(found[1])
    if minor <= _LAST_IN_EXTENDED_SUPPORT:
        return "extended-support-hours"
    if minor <= _LAST_LEAVING_STANDARD_SUPPORT:
        inputs.assume(
            "extended support of the Kubernetes version, whose standard support ends in 2026, is not included"
        )
    return "hours"


@prices("aws:eks/nodeGroup:NodeGroup", usage=GroupUsage)
def node_group(resource: Subject, usage: GroupUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A managed node group: its instances, each with a root volume, by its launch template or by itself.

    Source: Amazon EKS pricing: EC2 instances and EBS volumes at their own prices.
    """
    inputs = resource.inputs
    settings = template_settings(near, "launchTemplate") if inputs.has("launchTemplate") else {}
    settings["instanceType"] = _instance_type(inputs, settings)
    if "rootBlockDevice" not in settings:
        settings["rootBlockDevice"] = _root_volume(inputs)
    size = group_size(inputs.block("scalingConfig"), "minSize", "desiredSize", "maxSize")
    size = size if usage.instances.open else usage.instances
    if not usage.operating_system and _is_windows(inputs):
        usage = replace(usage, operating_system="windows")
    is_spot = inputs.text("capacityType", "ON_DEMAND") == "SPOT"
    yield from group_charges(resource, settings, Members(None, size) if is_spot else Members(size), usage)


def _instance_type(inputs: Properties, settings: dict[str, Value]) -> Value:
    """The first type that the group lists, else its launch template's, else the service's default."""
    listed = inputs.values.get("instanceTypes")
    if isinstance(listed, list | tuple) and len(listed) > 1:
        inputs.assume("all instances are of the first type that instanceTypes lists")
    if inputs.has("instanceTypes"):
        first: Value = listed[0] if isinstance(listed, list | tuple) else listed
        return first
    if "instanceType" in settings:
        return settings["instanceType"]
    inputs.assume(f"instanceTypes = {_NODE_TYPE} (the provider's default)")
    return _NODE_TYPE


def _root_volume(inputs: Properties) -> dict[str, Value]:
    """The root volume that a node has where no launch template says it."""
    if inputs.has("diskSize"):
        return {"volumeSize": inputs.values["diskSize"]}
    default = _WINDOWS_DISK_GB if _is_windows(inputs) else _DISK_GB
    inputs.assume(f"diskSize = {default} (the provider's default)")
    return {"volumeSize": default}


def _is_windows(inputs: Properties) -> bool:
    image = inputs.item("amiType")
    return isinstance(image, str) and image.upper().startswith("WINDOWS")


@prices("aws:eks/fargateProfile:FargateProfile", usage=FargateProfileUsage)
def fargate_profile(resource: Subject, usage: FargateProfileUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Fargate profile: each hour of its pods' vCPUs and memory. One of each stands for pods that nobody stated.

    Source: AWS Fargate pricing, Amazon EKS.
    """
    cpus = _or_one(resource.inputs, usage.vcpu_count, "vCPU")
    memory = _or_one(resource.inputs, usage.memory_gb, "GB of memory")
    hours = resource.running_hours
    memory_query = PriceQuery(_SERVICE, resource.region, "Fargate", "gb-hours")
    yield Charge("Memory", GB_HOUR * (memory * hours), memory_query, hours=hours)
    cpu_query = PriceQuery(_SERVICE, resource.region, "Fargate", "vcpu-hours")
    yield Charge("vCPUs", VCPU_HOUR * (cpus * hours), cpu_query, hours=hours)


def _or_one(inputs: Properties, stated: Amount, unit: str) -> Amount:
    if not stated.open:
        return stated
    inputs.assume(f"the profile's pods have 1 {unit} together, all the time (nobody stated it)")
    return Amount.exactly(Decimal(1), unit)
