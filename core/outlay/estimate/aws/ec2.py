"""Pricers of `aws:ec2/…`, and the charges of an instance wherever one is launched.

Gateways, endpoints and addresses lie beside it (`ec2_network`).
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, METRIC_MONTH, MONTH_HOURS, VCPU_HOUR, Amount
from outlay.estimate.aws.ebs import DEFAULT_VOLUME_TYPE, volume_charges
from outlay.estimate.aws.ec2_launch import launched_with
from outlay.estimate.aws.ec2_network import EIP, PUBLIC_ADDRESS
from outlay.estimate.aws.instance_size import BURSTABLE, family_of, virtual_cpus
from outlay.estimate.aws.reservation import as_reserved
from outlay.estimate.charge import Charge, Free, MatchedQuery
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.ec2 import InstanceUsage
from outlay.usage.aws.reservation import ReservableUsage

_EIP_ASSOCIATION: Final = "aws:ec2/eipAssociation:EipAssociation"
_SUBNET: Final = "aws:ec2/subnet:Subnet"
ROOT_VOLUME_GB: Final = 8
DETAILED_METRICS: Final = 7
"""Metrics that detailed monitoring of one instance counts as."""

_CHARGES_EBS_OPTIMIZATION: Final = frozenset(
    {
        *("c1.xlarge", "c3.xlarge", "c3.2xlarge", "c3.4xlarge", "g2.2xlarge", "i2.xlarge", "i2.2xlarge", "i2.4xlarge"),
        *("m1.large", "m1.xlarge", "m2.2xlarge", "m2.4xlarge", "m3.xlarge", "m3.2xlarge"),
        *("r3.xlarge", "r3.2xlarge", "r3.4xlarge"),
    }
)
"""Previous generations pay by the hour for what later ones include (EC2 pricing, EBS-optimized instances)."""


@prices("aws:ec2/instance:Instance", usage=InstanceUsage)
def instance(resource: Subject, usage: InstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An instance: each hour that it runs, its volumes, public address, CPU credits and detailed monitoring.

    What it does not set itself comes from its launch template.
    Source: Amazon EC2 on-demand pricing; Amazon EBS pricing; Amazon VPC pricing for the address; Amazon CloudWatch
    pricing for detailed monitoring.
    """
    template = near.target("launchTemplate", "aws:ec2/launchTemplate:LaunchTemplate")
    settings = launched_with(resource, template)
    hours = resource.running_hours if usage.monthly_hrs.open else usage.monthly_hrs
    yield from independently(
        instance_charges(settings, resource.region, hours, usage),
        _public_address(settings, resource.region, hours, near),
    )


def instance_charges(
    settings: Properties, region: str | Unknown | None, hours: Amount, usage: InstanceUsage
) -> Iterator[Charge | Free]:
    """What one instance with these settings costs when it runs so many hours a month, its public address apart."""
    system = usage.operating_system.lower()
    if not system:
        settings.assume("operating system = linux (set usage operating_system to change it)")
        system = "linux"
    yield from independently(
        _running(settings, region, system, hours, usage),
        _root_volume(settings, region, usage),
        _further_volumes(settings, region, usage),
        _credits(settings, region, system, usage),
        _ebs_optimization(settings, region, hours),
        _monitoring(settings, region),
    )


def _running(
    settings: Properties, region: str | Unknown | None, system: str, hours: Amount, usage: InstanceUsage
) -> Iterator[Charge | Free]:
    """The instance's hours, by operating system, tenancy, market and reservation; open where one of them is."""
    if _is_on_host(settings):
        settings.assume("the instance runs on a dedicated host, which is charged itself")
        return
    market = _market(settings)
    if market == "capacity-block":
        settings.assume("the instance runs in a capacity block, which is charged itself")
        return
    tenancy = settings.item("tenancy", "default")
    parts = (_instance_type(settings), tenancy, market)
    item = next((part for part in parts if isinstance(part, Unknown)), parts[0])
    if tenancy == "dedicated":
        settings.assume("the hourly fee that an account pays once a region for dedicated instances is not included")
    dimension = f"{system}/dedicated" if tenancy == "dedicated" else system
    term = market if isinstance(market, str) and market else ON_DEMAND
    zone = settings.values.get("availabilityZone")
    query = (
        MatchedQuery("AmazonEC2", region, item, dimension, term, zone=zone)
        if isinstance(zone, str)
        else PriceQuery("AmazonEC2", region, item, dimension, term)
    )
    charge = Charge("Instance usage", HOUR * hours, query, hours=hours)
    if term == ON_DEMAND:
        yield from as_reserved(charge, usage, settings, usage.reserved_instance_type)
    else:
        yield charge


def _instance_type(settings: Properties) -> str | Unknown:
    return settings.item("instanceType") or UNKNOWN


def _is_on_host(settings: Properties) -> bool:
    """Whether it runs on a dedicated host; a tenancy that is open is none so far."""
    named = settings.has("hostId") or settings.has("hostResourceGroupArn")
    return named or settings.item("tenancy", "default") == "host"


def _market(settings: Properties) -> str | Unknown:
    """`spot` or `capacity-block` where the instance asks for a market, else nothing; open where that is."""
    if not settings.has("instanceMarketOptions"):
        return ""
    if not settings.is_known("instanceMarketOptions"):
        return UNKNOWN
    return settings.block("instanceMarketOptions").item("marketType", "spot")


def _root_volume(settings: Properties, region: str | Unknown | None, usage: InstanceUsage) -> Iterator[Charge | Free]:
    root = settings.block("rootBlockDevice")
    of_the_image = "usual of an image's root volume"
    yield from volume_charges(
        root,
        region,
        kind=root.item("volumeType", DEFAULT_VOLUME_TYPE, of_the_image),
        size=root.number("volumeSize", ROOT_VOLUME_GB, of_the_image),
        io_requests=usage.monthly_standard_io_requests,
        component="root block device",
    )


def _further_volumes(
    settings: Properties, region: str | Unknown | None, usage: InstanceUsage
) -> Iterator[Charge | Free]:
    for number, device in enumerate(settings.blocks("ebsBlockDevices"), start=1):
        yield from volume_charges(
            device,
            region,
            kind=device.item("volumeType", DEFAULT_VOLUME_TYPE),
            size=device.number("volumeSize"),
            io_requests=usage.monthly_standard_io_requests,
            component=f"ebs block device {number}",
        )


def _credits(
    settings: Properties, region: str | Unknown | None, system: str, usage: InstanceUsage
) -> Iterator[Charge | Free]:
    """CPU credits above the baseline: charged in unlimited mode, which is what T3 and later have by default."""
    instance_type = _instance_type(settings)
    if isinstance(instance_type, Unknown) or family_of(instance_type) not in BURSTABLE or _is_on_host(settings):
        return
    family = family_of(instance_type)
    mode = settings.block("creditSpecification").text("cpuCredits", "standard" if family == "t2" else "unlimited")
    if mode != "unlimited":
        return
    cpus = virtual_cpus(instance_type) if usage.vcpu_count.open else usage.vcpu_count
    query = PriceQuery("AmazonEC2", region, family, "cpu-credits/windows" if system == "windows" else "cpu-credits")
    yield Charge("CPU credits", VCPU_HOUR * (usage.monthly_cpu_credit_hrs * cpus), query)


def _ebs_optimization(settings: Properties, region: str | Unknown | None, hours: Amount) -> Iterator[Charge | Free]:
    instance_type = _instance_type(settings)
    if instance_type in _CHARGES_EBS_OPTIMIZATION and not _is_on_host(settings) and settings.flag("ebsOptimized"):
        yield Charge(
            "EBS-optimized usage", HOUR * hours, PriceQuery("AmazonEC2", region, instance_type, "ebs-optimized")
        )


def _monitoring(settings: Properties, region: str | Unknown | None) -> Iterator[Charge | Free]:
    if settings.flag("monitoring"):
        query = PriceQuery("AmazonEC2", region, "DetailedMonitoring")
        yield Charge("Detailed monitoring", METRIC_MONTH * DETAILED_METRICS, query)


def _public_address(
    settings: Properties, region: str | Unknown | None, hours: Amount, near: Neighbours
) -> Iterator[Charge | Free]:
    """The public address that is assigned at launch, unless an Elastic IP of this stack takes its place."""
    if not _gets_public_address(settings, near):
        return
    if near.users(EIP, "instance") or near.users(_EIP_ASSOCIATION, "instanceId"):
        return
    query = PriceQuery("AmazonEC2", region, PUBLIC_ADDRESS)
    yield Charge("Public IPv4 address", HOUR * hours, query)


def _gets_public_address(settings: Properties, near: Neighbours) -> bool:
    """Whether the instance says so, else its subnet."""
    if settings.has("associatePublicIpAddress"):
        return settings.flag("associatePublicIpAddress")
    if settings.has("networkInterfaces") or settings.has("primaryNetworkInterface"):
        return False
    subnet = near.target("subnetId", _SUBNET)
    if subnet is not None:
        return subnet.inputs.has("mapPublicIpOnLaunch") and subnet.inputs.flag("mapPublicIpOnLaunch")
    settings.assume("the subnet, which is not in this stack, assigns no public IPv4 address")
    return False


@prices("aws:ec2/dedicatedHost:DedicatedHost", usage=ReservableUsage)
def dedicated_host(resource: Subject, usage: ReservableUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A host for instances of one family: each hour that it is allocated, whatever runs on it.

    Source: Amazon EC2 Dedicated Hosts pricing.
    """
    inputs = resource.inputs
    family = inputs.item("instanceFamily") or inputs.item("instanceType") or UNKNOWN
    item = family if isinstance(family, Unknown) else family_of(family)
    # a host is priced by its family alone; the system that the sheet names is the one it comes without
    query = PriceQuery("AmazonEC2", resource.region, item, "linux")
    charge = Charge("Dedicated host", HOUR * MONTH_HOURS, query)
    yield from as_reserved(charge, usage, inputs)
