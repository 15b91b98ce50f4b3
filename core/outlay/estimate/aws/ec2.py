"""Pricers of `aws:ec2/…`, and the charges of an instance wherever one is launched."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, HOUR, METRIC_MONTH, MONTH_HOURS, VCPU_HOUR, Amount
from outlay.estimate.aws.ebs import DEFAULT_VOLUME_TYPE, volume_charges
from outlay.estimate.aws.ec2_launch import launched_with
from outlay.estimate.aws.instance_size import BURSTABLE, family_of, virtual_cpus
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import ON_DEMAND, PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.ec2 import InstanceUsage, NatGatewayUsage
from outlay.usage.model import NoUsage

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
    """An instance: each hour that it runs, its volumes, CPU credits, EBS optimisation and detailed monitoring.

    What it does not set itself comes from its launch template.
    Source: Amazon EC2 on-demand pricing; Amazon EBS pricing; Amazon CloudWatch pricing for detailed monitoring.
    """
    template = near.target("launchTemplate", "aws:ec2/launchTemplate:LaunchTemplate")
    hours = resource.running_hours if usage.monthly_hrs.open else usage.monthly_hrs
    yield from instance_charges(launched_with(resource, template), resource.region, hours, usage)


def instance_charges(
    settings: Properties, region: str | Unknown | None, hours: Amount, usage: InstanceUsage
) -> Iterator[Charge]:
    """What one instance with these settings costs when it runs so many hours a month.

    The charges that hang on the fewest values come first, so that an open value takes no other charge along.
    """
    instance_type = settings.item("instanceType") or UNKNOWN
    system = usage.operating_system.lower()
    if not system:
        settings.assume("operating system = linux (usage operating_system says otherwise)")
        system = "linux"
    if settings.is_known("associatePublicIpAddress") and settings.flag("associatePublicIpAddress"):
        settings.assume("the public IPv4 address that is assigned at launch is not included")
    on_host = settings.item("tenancy", "default") == "host" or settings.has("hostId")
    if on_host:
        settings.assume("the instance runs on a dedicated host, which is charged itself")
    else:
        yield _running(settings, region, instance_type, system, hours)
    yield from _volumes(settings, region, usage)
    if isinstance(instance_type, str) and not on_host:
        yield from _credits(settings, region, instance_type, system, usage)
        if instance_type in _CHARGES_EBS_OPTIMIZATION and settings.flag("ebsOptimized"):
            query = PriceQuery("AmazonEC2", region, instance_type, "ebs-optimized")
            yield Charge("EBS-optimized usage", HOUR * hours, query)
    if settings.flag("monitoring"):
        query = PriceQuery("AmazonEC2", region, "DetailedMonitoring")
        yield Charge("Detailed monitoring", METRIC_MONTH * DETAILED_METRICS, query)


def _running(
    settings: Properties, region: str | Unknown | None, instance_type: str | Unknown, system: str, hours: Amount
) -> Charge:
    """The instance's hours, by operating system, tenancy and market; open where one of them is."""
    tenancy = settings.item("tenancy", "default")
    market = _market(settings)
    item = next((part for part in (instance_type, tenancy, market) if isinstance(part, Unknown)), instance_type)
    if tenancy == "dedicated":
        settings.assume("the hourly fee that an account pays once a region for dedicated instances is not included")
    dimension = f"{system}/dedicated" if tenancy == "dedicated" else system
    term = "spot" if market == "spot" else ON_DEMAND
    return Charge("Instance usage", HOUR * hours, PriceQuery("AmazonEC2", region, item, dimension, term))


def _market(settings: Properties) -> str | Unknown:
    """`spot` where the instance asks for it, else nothing; open where that is."""
    if not settings.has("instanceMarketOptions"):
        return ""
    if not settings.is_known("instanceMarketOptions"):
        return UNKNOWN
    return settings.block("instanceMarketOptions").item("marketType")


def _volumes(settings: Properties, region: str | Unknown | None, usage: InstanceUsage) -> Iterator[Charge]:
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
    settings: Properties, region: str | Unknown | None, instance_type: str, system: str, usage: InstanceUsage
) -> Iterator[Charge]:
    """CPU credits above the baseline: charged in unlimited mode, which is what T3 and later have by default."""
    family = family_of(instance_type)
    if family not in BURSTABLE:
        return
    mode = settings.block("creditSpecification").text("cpuCredits", "standard" if family == "t2" else "unlimited")
    if mode != "unlimited":
        return
    cpus = virtual_cpus(instance_type) if usage.vcpu_count.open else usage.vcpu_count
    query = PriceQuery("AmazonEC2", region, family, "cpu-credits/windows" if system == "windows" else "cpu-credits")
    yield Charge("CPU credits", VCPU_HOUR * (usage.monthly_cpu_credit_hrs * cpus), query)


@prices("aws:ec2/eip:Eip")
def eip(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A public IPv4 address: each hour that it is held, whether it is in use or not (since 1 February 2024).

    Addresses that the customer brought or owns cost nothing.
    Source: Amazon VPC pricing, public IPv4 address.
    """
    inputs = resource.inputs
    if inputs.has("customerOwnedIpv4Pool") or inputs.text("publicIpv4Pool", "amazon") != "amazon":
        yield Free("the address comes from a pool of the customer's own")
        return
    inputs.assume("a public IPv4 address is charged alike whether it is in use or not")
    yield Charge(
        "Public IPv4 address", HOUR * MONTH_HOURS, PriceQuery("AmazonEC2", resource.region, "PublicIPv4Address")
    )


@prices("aws:ec2/natGateway:NatGateway", usage=NatGatewayUsage)
def nat_gateway(resource: Subject, usage: NatGatewayUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A NAT gateway: each hour that it exists, and each GB through it.

    Source: Amazon VPC pricing, NAT gateway pricing.
    """
    region = resource.region
    yield Charge("NAT gateway", HOUR * MONTH_HOURS, PriceQuery("AmazonEC2", region, "NatGateway", "hours"))
    yield Charge(
        "Data processed", GB * usage.monthly_data_processed_gb, PriceQuery("AmazonEC2", region, "NatGateway", "bytes")
    )
